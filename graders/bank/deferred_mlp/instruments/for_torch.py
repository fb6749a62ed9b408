"""What only this exercise asks of live networks."""

from __future__ import annotations

from torch import nn

from graders.lab.frameworks.torch.tools import modules_by_path


def evaluate_only(net: nn.Module, names: list[str]) -> None:
    """Put these modules into evaluation mode, each without what is in it, all others in training."""
    for name, module in modules_by_path(net):
        module.training = name not in names

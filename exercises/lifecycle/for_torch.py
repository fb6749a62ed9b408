"""Life cycle: the task stands in prompt.en.md (English) and prompt.zh.md (Chinese)."""

from typing import Any

import torch
from torch import nn


def count_parameters(net: nn.Module) -> int | None:
    """How many scalars the parameters have; None while that is not knowable."""
    raise NotImplementedError


def load(net: nn.Module, state: dict[str, torch.Tensor]) -> None:
    """Load a state dict and finish the initialization, or raise ValueError and do nothing."""
    raise NotImplementedError


def prepare_optimizer(
    net: nn.Module,
    sample: torch.Tensor,
    optimizer_class: type[torch.optim.Optimizer],
    **options: Any,
) -> torch.optim.Optimizer:
    """An optimizer of that class over all parameters, after a dry run that leaves no trace."""
    raise NotImplementedError

"""See it happen: a network that learns its sizes from the first batch.

The task stands in prompt.en.md (English) and prompt.zh.md (Chinese).
"""

import torch
from torch import nn


def build(
    widths: list[int],
    *,
    device: torch.device | str | None = None,
    dtype: torch.dtype | None = None,
) -> nn.Sequential:
    """Lazy linear layers that give these widths, with a ReLU between each two."""
    raise NotImplementedError


def parameter_shapes(net: nn.Module) -> dict[str, tuple[int, ...] | None]:
    """The shape of each parameter by its name; `None` while it is uninitialized."""
    raise NotImplementedError


def dry_run(net: nn.Module, in_features: int) -> None:
    """Initialize all lazy layers with a batch of its own, and leave nothing else behind."""
    raise NotImplementedError

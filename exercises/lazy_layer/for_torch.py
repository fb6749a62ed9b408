"""Lazy layer: the task stands in prompt.en.md (English) and prompt.zh.md (Chinese)."""

import torch
from torch import nn


class LazyDense(nn.Module):
    """A linear layer that learns its input size from the first batch."""

    def __init__(
        self,
        out_features: int,
        bias: bool = True,
        device: torch.device | str | None = None,
        dtype: torch.dtype | None = None,
    ) -> None:
        super().__init__()
        raise NotImplementedError

    def forward(self, input: torch.Tensor) -> torch.Tensor:
        """Map (*, in_features) to (*, out_features)."""
        raise NotImplementedError

"""Variable inputs: the task stands in prompt.en.md (English) and prompt.zh.md (Chinese)."""

import torch
from torch import nn


def tie(first: nn.Linear, second: nn.Linear) -> None:
    """Make two linear or lazy linear layers share one set of parameters."""
    raise NotImplementedError


class SlicedLinear(nn.Module):
    """A linear layer that uses as many columns of one weight as its input has features."""

    def __init__(self, max_features: int, out_features: int, bias: bool = True) -> None:
        super().__init__()
        raise NotImplementedError


class AnyWidth(nn.Module):
    """A network that takes inputs of every width from 1 to max_features."""

    def __init__(self, max_features: int, out_features: int) -> None:
        super().__init__()
        raise NotImplementedError

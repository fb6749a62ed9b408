"""The zeros that an input is padded with are on the device of that input."""

import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.parameter import is_lazy

_HIDDEN = 16


def _input_sizes_agree(first: nn.Linear, second: nn.Linear) -> bool:
    """A lazy layer takes any width: only two initialized layers can disagree."""
    if is_lazy(first.weight) or is_lazy(second.weight):
        return True
    return first.weight.shape[-1] == second.weight.shape[-1]


def _reason_against(first: nn.Linear, second: nn.Linear) -> str | None:
    """Why the two cannot be tied; None if they can."""
    if first.out_features != second.out_features:
        return f"{first.out_features} outputs against {second.out_features}"
    if (first.bias is None) != (second.bias is None):
        return "one has a bias, the other has none"
    if not _input_sizes_agree(first, second):
        return "both are initialized, for inputs of different sizes"
    return None


def tie(first: nn.Linear, second: nn.Linear) -> None:
    """Make two linear or lazy linear layers share one set of parameters.

    To tie is to let two names mean one Parameter object. Gradients then meet in it by themselves,
    `parameters()` lists it once, and a deep copy, which copies each object once, stays tied.
    """
    # Everything is examined before anything is touched: a refusal must leave no trace.
    reason = _reason_against(first, second)
    if reason is not None:
        raise ValueError(f"cannot tie these layers: {reason}")
    # The first layer gives, so that several can be tied to one. Only if the second alone has values
    # must it be the source: they would be lost.
    second_gives = is_lazy(first.weight) and not is_lazy(second.weight)
    source, target = (second, first) if second_gives else (first, second)
    target.weight = source.weight
    # The bias too. A lazy layer materializes weight and bias together, and so cannot run when
    # somebody else has already initialized only one of them.
    target.bias = source.bias


class SlicedLinear(nn.Module):
    """A linear layer that uses as many columns of one weight as its input has features."""

    def __init__(self, max_features: int, out_features: int, bias: bool = True) -> None:
        super().__init__()
        full = nn.Linear(max_features, out_features, bias)
        self.weight, self.bias = full.weight, full.bias

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Answer for (batch, width), with width up to the number of columns."""
        width, most = x.shape[-1], self.weight.shape[-1]
        if width > most:
            raise ValueError(f"expected at most {most} features, got {width}")
        zeros = torch.zeros(*x.shape[:-1], most - width)
        return F.linear(torch.cat([x, zeros], dim=-1), self.weight, self.bias)


class AnyWidth(nn.Module):
    """A network that takes inputs of every width from 1 to max_features.

    The sliced layer brings every width to one size; what follows need not know about widths.
    """

    def __init__(self, max_features: int, out_features: int) -> None:
        super().__init__()
        self.into = SlicedLinear(max_features, _HIDDEN)
        self.trunk = nn.Sequential(nn.ReLU(), nn.Linear(_HIDDEN, out_features))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Answer (batch, out_features) for (batch, width)."""
        answer: torch.Tensor = self.trunk(self.into(x))
        return answer

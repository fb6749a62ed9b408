"""What happens if the sizes do not match: build the network, run it, and look.

A mismatch is found by running into it. Nobody compares sizes beforehand: the constructor of one
layer knows nothing about the next, and a lazy layer believes whatever arrives first.
"""

from collections import OrderedDict

import torch
from torch import nn
from torch.nn.parameter import is_lazy

Layers = list[tuple[int | None, int]]


def _linear(in_features: int | None, out_features: int) -> nn.Linear:
    """One layer, lazy if its input size is not given. (LazyLinear is a subclass of Linear.)"""
    if in_features is None:
        return nn.LazyLinear(out_features)
    return nn.Linear(in_features, out_features)


def _attempt(linears: list[nn.Linear], in_features: int) -> tuple[int, int, int] | None:
    """Run a batch of that width until a layer refuses it: (index, size that came, size taken).

    Whatever was initialized on the way stays so. The layers after the one that refuses see
    nothing, so those of them that are lazy stay lazy.
    """
    x = torch.zeros(1, in_features)
    for index, linear in enumerate(linears):
        came = x.shape[-1]
        try:
            x = torch.relu(linear(x))  # a ReLU changes no size, after the last layer neither
        except RuntimeError:
            return index, came, linear.in_features
    return None


def first_mismatch(layers: Layers, in_features: int) -> int | None:
    """Index of the layer that stops the first forward, or None if it goes through."""
    stopped = _attempt([_linear(*sizes) for sizes in layers], in_features)
    return None if stopped is None else stopped[0]


def sizes_at_mismatch(layers: Layers, in_features: int) -> tuple[int, int] | None:
    """The size that came to that layer and the size that it takes, or None."""
    stopped = _attempt([_linear(*sizes) for sizes in layers], in_features)
    return None if stopped is None else stopped[1:]


def after_forwards(layers: Layers, widths: list[int]) -> list[tuple[int, int] | None]:
    """Each weight's shape after batches of these widths; None where it is uninitialized."""
    linears = [_linear(*sizes) for sizes in layers]
    for width in widths:
        _attempt(linears, width)  # one network for all of them: what is fixed once stays fixed
    return [_weight_shape(linear) for linear in linears]


def _weight_shape(linear: nn.Linear) -> tuple[int, int] | None:
    if is_lazy(linear.weight):
        return None
    out_features, in_features = linear.weight.shape  # PyTorch multiplies with the transpose
    return out_features, in_features


def repair(net: nn.Sequential, in_features: int) -> nn.Sequential:
    """A network that accepts the width, made of the given one's layers as far as they fit.

    Nothing has to be run: the width changes at linear layers only, and each knows what it gives.
    """
    came = in_features
    repaired = OrderedDict[str, nn.Module]()
    for name, module in net.named_children():
        if isinstance(module, nn.Linear):
            repaired[name] = module if _fits(module, came) else _replacement(module, came)
            came = module.out_features
        else:
            repaired[name] = module
    return nn.Sequential(repaired)


def _fits(linear: nn.Linear, came: int) -> bool:
    """Whether the layer takes that size, and no other.

    A lazy layer would take it, too. But it would take it for good, in the network that was given
    as well: a module that stands in two networks is initialized for both.
    """
    return not is_lazy(linear.weight) and linear.weight.shape[1] == came


def _replacement(linear: nn.Linear, came: int) -> nn.Linear:
    """The same layer for another input size. A lazy weight, too, knows its dtype and device."""
    return nn.Linear(
        came,
        linear.out_features,
        bias=linear.bias is not None,
        device=linear.weight.device,
        dtype=linear.weight.dtype,
    )

"""Networks as plain data: what they are made of, and their values, to be built again elsewhere.

Only what PyTorch's own layers make up is exported, looked at without asking any of its methods:
classes by identity, attributes past what a subclass or an instance may say.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch
from msgspec.structs import replace
from torch import nn
from torch.nn.parameter import UninitializedParameter, is_lazy

from graders.lab.frameworks.common.instruments import UnmeasurableError
from graders.lab.frameworks.torch import INSTRUMENTS
from graders.lab.frameworks.torch.looking import known_values_of
from graders.lab.frameworks.torch.reading import (
    attributes_of,
    held_by,
    parameters_of,
)
from graders.lab.observations import Values
from graders.networks import STAND_IN, Conv2d, Flatten, Layer, Linear, MaxPool2d, Network, ReLU

_PARAMETERS = (nn.Parameter, UninitializedParameter)
_DTYPES = (torch.float32, torch.float64)
_LAZY = (nn.LazyLinear, nn.LazyConv2d)
_WEIGHTED = (nn.Linear, nn.Conv2d, *_LAZY)
_HOOKS = ("_forward_hooks", "_forward_pre_hooks", "_backward_hooks", "_backward_pre_hooks")


class _NotPlainError(Exception):
    """The network has something in it that a description cannot say."""


@INSTRUMENTS.offer
def export(net: nn.Module) -> tuple[Network, tuple[Values | None, ...]] | None:
    """The network's description and the values of its parameters; None if it is no plain one."""
    try:
        made = _layer(net)
        if not isinstance(made, Network):  # where a single layer stops, no layer is counted
            return None
        dtypes = {str(parameter.dtype).removeprefix("torch.") for parameter in parameters_of(net)}
        dtype = dtypes.pop() if dtypes else None
        return replace(made, dtype=dtype, device=_device(net)), _values(net)
    except (_NotPlainError, UnmeasurableError):
        return None


def _device(net: nn.Module) -> str | None:
    """Where it is: said even if it is at home, for the one at home may be another one there."""
    devices = {str(parameter.device) for parameter in parameters_of(net)}
    if len(devices) > 1:
        raise _NotPlainError
    return devices.pop() if devices else None


def _values(net: nn.Module) -> tuple[Values | None, ...]:
    # In the order in which a copy has them: a layer that stands twice, or ties, is no plain one.
    parameters = [p for module in _all(net) for p in held_by(module, "_parameters").values()]
    parameters = [parameter for parameter in parameters if parameter is not None]
    if len({id(parameter) for parameter in parameters}) < len(parameters):
        raise _NotPlainError
    for parameter in parameters:
        plain = type(parameter) in _PARAMETERS and parameter.device.type != STAND_IN
        if not (plain and parameter.requires_grad and parameter.dtype in _DTYPES):
            raise _NotPlainError
    if len({parameter.dtype for parameter in parameters}) > 1:
        raise _NotPlainError
    return tuple(known_values_of(parameter) for parameter in parameters)


def _all(module: nn.Module) -> Iterator[nn.Module]:
    """A module and those below it, each as often as it stands there."""
    yield module
    for inner in held_by(module, "_modules").values():
        yield from _all(inner)


def _layer(module: nn.Module) -> Layer:
    attributes = attributes_of(module)
    lazy = type(module) in _LAZY
    for name in _HOOKS:
        # A lazy layer has a hook of its own that initializes it.
        if len(attributes[name]) > (lazy and name == "_forward_pre_hooks"):
            raise _NotPlainError
    if "forward" in attributes or not attributes["training"]:
        raise _NotPlainError
    kind = type(module)
    if kind not in _WEIGHTED and attributes["_parameters"]:
        raise _NotPlainError
    if kind is nn.Sequential:
        return Network(tuple(map(_layer, held_by(module, "_modules").values())))
    if attributes["_modules"]:
        raise _NotPlainError
    return _simple(kind, attributes)


def _simple(kind: type, attributes: dict[str, Any]) -> Layer:
    if kind is nn.ReLU:
        return ReLU(attributes["inplace"])
    if kind is nn.Flatten and (attributes["start_dim"], attributes["end_dim"]) == (1, -1):
        return Flatten()
    if kind is nn.MaxPool2d and isinstance(attributes["kernel_size"], int):
        return _pooling(attributes)
    if kind in (nn.Linear, nn.LazyLinear):
        weight, bias = _weight_and_bias(kind, attributes, dimensions=2)
        in_features = None if weight is None else weight[1]
        out_features = attributes["out_features"] if weight is None else weight[0]
        return Linear(in_features, out_features, bias)
    if kind in (nn.Conv2d, nn.LazyConv2d):
        return _convolution(kind, attributes)
    raise _NotPlainError


def _pooling(attributes: dict[str, Any]) -> Layer:
    kernel = attributes["kernel_size"]
    usual = (kernel, 0, 1, False, False)
    names = ("stride", "padding", "dilation", "return_indices", "ceil_mode")
    if tuple(attributes[name] for name in names) != usual:
        raise _NotPlainError
    return MaxPool2d(kernel)


def _convolution(kind: type, attributes: dict[str, Any]) -> Layer:
    sizes = [attributes[name] for name in ("kernel_size", "stride", "padding")]
    square = all(isinstance(size, tuple) and len(set(size)) == 1 for size in sizes)
    plain = attributes["dilation"] == (1, 1) and attributes["padding_mode"] == "zeros"
    if not (square and plain):
        raise _NotPlainError
    weight, bias = _weight_and_bias(kind, attributes, dimensions=4)
    groups = attributes["groups"]
    in_channels = None if weight is None else weight[1] * groups
    out_channels = attributes["out_channels"] if weight is None else weight[0]
    kernel, stride, padding = (size[0] for size in sizes)
    return Conv2d(in_channels, out_channels, kernel, stride, padding, bias, groups)


def _weight_and_bias(
    kind: type, attributes: dict[str, Any], dimensions: int
) -> tuple[tuple[int, ...] | None, bool]:
    """The weight's shape, None if it is lazy, and whether there is a bias."""
    parameters = attributes["_parameters"]
    if list(parameters) != ["weight", "bias"] or parameters["weight"] is None:
        raise _NotPlainError
    weight, has_bias = parameters["weight"], parameters["bias"] is not None
    waiting = {is_lazy(parameter) for parameter in parameters.values() if parameter is not None}
    if waiting != {kind in _LAZY}:  # half initialized, or initialized by a state dict
        raise _NotPlainError
    if is_lazy(weight):
        return None, has_bias
    if weight.dim() != dimensions:
        raise _NotPlainError
    return tuple(weight.shape), has_bias

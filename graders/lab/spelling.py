"""How a description is written down in each framework: code that can be pasted.

Plain text made from plain data: no framework is imported here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from graders.networks import Batch, Layers, Linear, Network, ReLU


class Spelling(Struct, frozen=True):
    """A framework's name for people, and how it writes descriptions."""

    title: str
    code: Callable[[Any], str]


def _options(device: str | None, dtype: str | None) -> str:
    return (f", device={device!r}" if device else "") + (f", dtype=torch.{dtype}" if dtype else "")


def _torch_layer(layer: Linear | ReLU, options: str) -> str:
    match layer:
        case ReLU(inplace=inplace):
            return "nn.ReLU(inplace=True)" if inplace else "nn.ReLU()"
        case Linear(in_features=None, out_features=out_features, bias=bias):
            arguments = f"{out_features}"
            name = "nn.LazyLinear"
        case Linear(in_features=in_features, out_features=out_features, bias=bias):
            arguments = f"{in_features}, {out_features}"
            name = "nn.Linear"
    return f"{name}({arguments}{'' if bias else ', bias=False'}{options})"


def _torch(value: Any) -> str:
    match value:
        case Layers():
            return _torch(value.network())
        case Network(layers=layers, device=device, dtype=dtype):
            inside = ", ".join(_torch_layer(layer, _options(device, dtype)) for layer in layers)
            return f"nn.Sequential({inside})"
        case Batch(shape=shape, device=device, dtype=dtype):
            return f"torch.randn({', '.join(map(str, shape))}{_options(device, dtype)})"
        case Linear() | ReLU():
            return _torch_layer(value, "")
        case _:
            return repr(value)


SPELLINGS = {"torch": Spelling("PyTorch", _torch)}

"""How descriptions are written in PyTorch."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from graders.lab.frameworks.common.spelling import Spelling, parts
from graders.lab.frameworks.torch import by_hand
from graders.lab.frameworks.torch.recipe import RECIPE
from graders.networks import (
    Batch,
    BatchNorm,
    Conv2d,
    Dropout,
    DType,
    Flatten,
    Layer,
    Layers,
    Linear,
    MaxPool2d,
    Network,
    ReLU,
)


def _options(device: str | None, dtype: str | None) -> str:
    return (f", device={device!r}" if device else "") + (f", dtype=torch.{dtype}" if dtype else "")


def _torch_layer(layer: Layer, options: str) -> str:
    match layer:
        case ReLU(inplace=inplace):
            return "nn.ReLU(inplace=True)" if inplace else "nn.ReLU()"
        case Linear(in_features=in_features, out_features=out_features, bias=bias):
            lazy = in_features is None
            given = f"{out_features}" if lazy else f"{in_features}, {out_features}"
            name = "nn.LazyLinear" if lazy else "nn.Linear"
            return f"{name}({given}{'' if bias else ', bias=False'}{options})"
        case Conv2d():
            return _torch_convolution(layer, options)
        case BatchNorm(features=features, rank=rank):
            inside = options.removeprefix(", ") if features is None else f"{features}{options}"
            return f"nn.{'Lazy' if features is None else ''}BatchNorm{rank}d({inside})"
        case MaxPool2d(kernel=kernel):
            return f"nn.MaxPool2d({kernel})"
        case Flatten():
            return "nn.Flatten()"
        case Dropout(probability=probability):
            return f"nn.Dropout({probability})"
        case Network(layers=layers):
            inside = ", ".join(_torch_layer(inner, options) for inner in layers)
            return f"nn.Sequential({inside})"


def _torch_convolution(layer: Conv2d, options: str) -> str:
    lazy = layer.in_channels is None
    given = f"{layer.out_channels}" if lazy else f"{layer.in_channels}, {layer.out_channels}"
    extras = {
        "stride": (layer.stride, 1),
        "padding": (layer.padding, 0),
        "groups": (layer.groups, 1),
        "bias": (layer.bias, True),
    }
    said = "".join(f", {name}={value}" for name, (value, usual) in extras.items() if value != usual)
    return f"nn.{'LazyConv2d' if lazy else 'Conv2d'}({given}, {layer.kernel}{said}{options})"


def _torch(value: Any) -> str:
    match value:
        case Layers():
            return _torch(value.network())
        case Network(device=device, dtype=dtype):
            return _torch_layer(value, _options(device, dtype))
        case Batch(shape=shape, device=device, dtype=dtype):
            return f"torch.randn({', '.join(map(str, shape))}{_options(device, dtype)})"
        case DType(name=name):
            return f"torch.{name}"
        case Linear() | ReLU() | Conv2d() | BatchNorm() | MaxPool2d() | Flatten() | Dropout():
            return _torch_layer(value, "")
        case Struct():
            return parts(value, _torch)
        case _:
            return repr(value)


SPELLING = Spelling(
    RECIPE.title,
    _torch,
    by_hand.TORCH,
    looks=frozenset(by_hand.TORCH_LOOKS),
    views=by_hand.TORCH_VIEWS,
    in_place=by_hand.TORCH_IN_PLACE,
    names=by_hand.TORCH_NAMES,
)

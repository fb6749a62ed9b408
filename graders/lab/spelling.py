"""How a description is written down in each framework: code that can be pasted.

Plain text made from plain data: no framework is imported here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from msgspec import Struct

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


class Spelling(Struct, frozen=True):
    """A framework's name for people, and how it writes descriptions."""

    title: str
    code: Callable[[Any], str]
    instruments: dict[str, str]


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
            # What an exercise draws as a whole: its parts, each as code.
            parts = {name: getattr(value, name) for name in value.__struct_fields__}
            return ", ".join(f"{name}={_torch(part)}" for name, part in parts.items())
        case _:
            return repr(value)


# How one would do by hand what an instrument does; `{0}`, `{1}` are its arguments as code.
_TORCH_INSTRUMENTS = {
    "fed": "{0}({1})",
    "fed_by_keyword": "{0}(input={1})",
    "named_values": "dict({0}.named_parameters())",
    "input_size": "{0}.in_features",
    "is_training": "{0}.training",
    "start_drawing": "torch.manual_seed({0})",
    "pickled": "pickle.loads(pickle.dumps({0}))",
    "deep_copied": "copy.deepcopy({0})",
    "loaded": "{0}.load_state_dict({1}.state_dict())",
    "cast": "{0}.to({1})",
    "switch": "{0}.train({1})",
    "stir": "for p in {0}.parameters(): p.data += torch.randn_like(p)",
    "shape_given": "{0}({1}).shape",
    "applied": "{0}.apply({1})",
    "inputs": "({0},)",
    "numbers_in": "print({0})",
    "forward": "{0}({1})",
    "run_whole": "{0}({1})",
    "evaluate": "{0}.eval()",
    "look": "print({0})",
    "values": "list({0}.parameters())",
    "copied": "copy.deepcopy({0})",
    "saved": "{0}.state_dict()",
    "restore": "{0}.load_state_dict({1})",
    "sgd": "torch.optim.SGD({0}.parameters(), lr=0.1)",
    "layer": "{0}[{1}]",
    "named_buffers": "list({0}.named_buffers())",
    "named_gradients": "[(name, p.grad) for name, p in {0}.named_parameters()]",
    "known_values": "list({0}.named_parameters())",
    "evaluating": "[name for name, m in {0}.named_modules() if not m.training]",
    "checkpoint": "copy.deepcopy({0}.state_dict())",
    "carried": "print({0}.state_dict())",
    "input_sizes": "[m.in_features for m in {0}.modules() if isinstance(m, nn.Linear)]",
    "optimizer_class": "getattr(torch.optim, {0})",
    "descend": "{0}({2}).sum().backward(); {1}.step()",
    "freeze": "{0}[{1}].requires_grad_(False)",
    "tie_layers": "{0}[{2}].weight, {0}[{2}].bias = {0}[{1}].weight, {0}[{1}].bias",
    "modes": "[m.training for m in {0}.modules()]",
    "statistics": "dict({0}.named_buffers())",
    "gradients": "[p.grad for p in {0}.parameters()]",
    "shape_after": "{0}({1}).shape[1:]",
    "parameters_by_layer": (
        "[{{name: tuple(p.shape) for name, p in layer.named_parameters()}} for layer in {0}]"
    ),
}

SPELLINGS = {"torch": Spelling("PyTorch", _torch, _TORCH_INSTRUMENTS)}

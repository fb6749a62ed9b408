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
    instruments: dict[str, str]


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
        case Struct():
            # What an exercise draws as a whole: its parts, each as code.
            parts = {name: getattr(value, name) for name in value.__struct_fields__}
            return ", ".join(f"{name}={_torch(part)}" for name, part in parts.items())
        case _:
            return repr(value)


# How one would do by hand what an instrument does; `{0}`, `{1}` are its arguments as code.
_TORCH_INSTRUMENTS = {
    "forward": "{0}({1})",
    "look": "print({0})",
    "values": "list({0}.parameters())",
    "copied": "copy.deepcopy({0})",
    "saved": "{0}.state_dict()",
    "restore": "{0}.load_state_dict({1})",
    "sgd": "torch.optim.SGD({0}.parameters(), lr=0.1)",
    "sequence": "nn.Sequential(*{0})",
    "layer": "{0}[{1}]",
}

SPELLINGS = {"torch": Spelling("PyTorch", _torch, _TORCH_INSTRUMENTS)}

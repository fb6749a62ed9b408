"""How descriptions are written in MXNet Gluon."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from graders.lab.spellings.spelling import ByHand, Spelling
from graders.networks import Batch, DType, Layer, Layers, Linear, Network, ReLU

_VIEWS = {
    "weight_shapes": "print({0})",
    "shapes": "[p.shape for p in {0}.collect_params().values()]",
}

_LOOKS: dict[str, ByHand] = {
    "look": "print({0}.collect_params())",
    "known_shapes": "{{name: p.shape for name, p in {0}.collect_params().items()}}",
    "values": "[p.data() for p in {0}.collect_params().values()]",
}

_DEEDS: dict[str, ByHand] = {
    "forward": "{0}({1})",
    "initialize": "mx.random.seed({1}); {0}.initialize()",
    "hybridize": "{0}.hybridize()",
}


def _layer(layer: Layer, dtype: str) -> str:
    match layer:
        case Linear(in_features=in_features, out_features=out_features, bias=bias):
            given = "" if in_features is None else f", in_units={in_features}"
            return f"nn.Dense({out_features}{given}{'' if bias else ', use_bias=False'}{dtype})"
        case ReLU():
            return "nn.Activation('relu')"
        case Network(layers=layers):
            return f"sequential({', '.join(_layer(inner, dtype) for inner in layers)})"
    return repr(layer)


def _dtype(name: str | None) -> str:
    return f", dtype={name!r}" if name else ""


def _code(value: Any) -> str:
    match value:
        case Layers():
            return _code(value.network())
        case Network(dtype=dtype):
            return _layer(value, _dtype(dtype))
        case Linear() | ReLU():
            return _layer(value, "")
        case Batch(shape=shape, dtype=dtype):
            return f"np.ones({shape}{_dtype(dtype)})"
        case DType(name=name):
            return repr(name)
        case Struct():
            parts = {name: getattr(value, name) for name in value.__struct_fields__}
            return ", ".join(f"{name}={_code(part)}" for name, part in parts.items())
        case _:
            return repr(value)


SPELLING = Spelling("MXNet", _code, {**_LOOKS, **_DEEDS}, looks=frozenset(_LOOKS), views=_VIEWS)

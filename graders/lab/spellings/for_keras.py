"""How descriptions are written in Keras."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from graders.lab.spellings.spelling import ByHand, Spelling
from graders.networks import Batch, DType, Layer, Layers, Linear, Network, ReLU

_VIEWS = {
    "weight_shapes": "[layer.built and layer.kernel.shape for layer in {0}.layers]",
    "shapes": "[tuple(w.shape) for w in {0}.weights]",
    "initialized": "[layer.built for layer in {0}.layers]",
    "scalars": "sum(math.prod(w.shape) for w in {0}.weights)",
}

_LOOKS: dict[str, ByHand] = {
    "look": "{0}.summary()",
    "values": "{0}.get_weights()",
    "construction": "# what add() or build() raised",
}

_DEEDS: dict[str, ByHand] = {"forward": "{0}({1})", "set_values": "{0}.set_weights(yours)"}


def _layers(layer: Layer, dtype: str, *, first: bool = False) -> list[str]:
    match layer:
        case Linear(in_features=in_features, out_features=out_features, bias=bias):
            made = f"layers.Dense({out_features}{'' if bias else ', use_bias=False'}{dtype})"
            if in_features is None:
                return [made]
            if first:
                return [f"keras.Input(({in_features},){dtype})", made]
            return [f"built({made}, {in_features})"]
        case ReLU():
            return [f"layers.ReLU({dtype.removeprefix(', ')})"]
        case Network(layers=layers):
            inside = [
                code
                for place, inner in enumerate(layers)
                for code in _layers(inner, dtype, first=place == 0)
            ]
            return [f"keras.Sequential([{', '.join(inside)}])"]
    return [repr(layer)]


def _dtype(name: str | None) -> str:
    return f", dtype={name!r}" if name else ""


def _code(value: Any) -> str:
    match value:
        case Layers():
            return _code(value.network())
        case Network(dtype=dtype):
            return _layers(value, _dtype(dtype))[0]
        case Linear() | ReLU():
            return _layers(value, "")[-1]
        case Batch(shape=shape, dtype=dtype):
            return f"keras.ops.ones({shape}{_dtype(dtype)})"
        case DType(name=name):
            return repr(name)
        case Struct():
            parts = {name: getattr(value, name) for name in value.__struct_fields__}
            return ", ".join(f"{name}={_code(part)}" for name, part in parts.items())
        case _:
            return repr(value)


SPELLING = Spelling("Keras", _code, {**_LOOKS, **_DEEDS}, looks=frozenset(_LOOKS), views=_VIEWS)

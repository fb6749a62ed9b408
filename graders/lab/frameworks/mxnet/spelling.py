"""How descriptions are written in MXNet Gluon.

`sequential(…)` constructs, `initialized(…)` asks for initialization as well. Where no line of Gluon's
says what an instrument does, there is a name that does.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from graders.lab.frameworks.common.spelling import ByHand, Spelling, parts
from graders.lab.frameworks.mxnet.recipe import RECIPE
from graders.networks import Batch, BatchNorm, DType, Layer, Layers, Linear, Network, ReLU

# `data()` raises while a parameter waits.
_READY = "for p in {0}.collect_params().values() if p._data is not None"
_DATA = f"[p.data() {_READY}]"

_VIEWS = {
    "named_shapes": "print({0}.collect_params())",
    "weight_shapes": "print({0})",
    "shapes": "[p.shape for p in {0}.collect_params().values()]",
    "initialized": "print({0})",
    "has_bias": "[layer.bias is not None for layer in {0} if hasattr(layer, 'weight')]",
    "tokens": "[id(p) for p in {0}.collect_params().values()]",
    "names": "list({0}.collect_params())",
    "scalars": f"sum(p.data().size {_READY})",
}

# They change nothing: what they showed matters only where it was compared.
_LOOKS: dict[str, ByHand] = {
    "look": "print({0}.collect_params())",
    "stages": "{{name: stage(p) for name, p in {0}.collect_params().items()}}",
    "stages_in_order": "[stage(p) for p in {0}.collect_params().values()]",
    "values": _DATA,
    "known_values": _DATA,
    "value_of": "[p.data() for p in {0}.collect_params().values() if p.shape == {1}][0]",
    "replaced": "[p for p in {0}.collect_params().values() if id(p) not in ids_before]",
    "moved_since": "[(name, abs(p.data() - before[name]).max()) for name, p in by_place({0})]",
    "what_became_of": "['kept' if {1}[i].weight is {0}[i].weight else 'replaced' for i in {2}]",
    "in_halves": "np.concatenate([{0}(half) for half in np.split({1}, 2)])",
    "felt": (
        "x = {1}; x.attach_grad(); with autograd.record(): loss = {0}(x).sum(); "
        "loss.backward(); x.grad"
    ),
    "sharing": "widths_that_share_a_parameter({0}, {1})",
    "unknown_to": "shapes_used_but_unknown_to({0}, {1}, {2})",
}


def _constructed(net: str) -> str:
    """A network that is asked for initialization, without that."""
    return net.removeprefix("initialized(").removesuffix(")") if "(" in net else f"anew({net})"


def _backward(net: str, x: str) -> str:
    return f"with autograd.record(): loss = {net}({x}).sum(); loss.backward()"


def _gradient_of(net: str, shape: str, x: str) -> str:
    found = f"[p.grad() for p in {net}.collect_params().values() if p.shape == {shape}]"
    return f"{_backward(net, x)}; {found}"


_DEEDS: dict[str, ByHand] = {
    "forward": "{0}({1})",
    "constructed": _constructed,
    "initialize": "mx.random.seed({1}); {0}.initialize()",
    "initialize_with": "{0}.initialize({1})",
    "constant_init": "mx.init.Constant({0})",
    "start_drawing": "mx.random.seed({0})",
    "set_values": "for p, data in zip({0}.collect_params().values(), yours): p.set_data(data)",
    "stir": "for p in {0}.collect_params().values(): p.set_data(p.data() + noise)",
    "layer": "{0}[{1}]",
    "copied": "copy.deepcopy({0})",
    "gradient_of": _gradient_of,
    "saved": "{0}.save_parameters('file')",
    "restore": "{0}.load_parameters('file')",
}

_NAMES = {
    "Dense": "layer",
    "Constant": "init",
    "function": "init",
}


def _layer(layer: Layer, dtype: str) -> str:
    match layer:
        case Linear(in_features=in_features, out_features=out_features, bias=bias):
            given = "" if in_features is None else f", in_units={in_features}"
            return f"nn.Dense({out_features}{given}{'' if bias else ', use_bias=False'}{dtype})"
        case ReLU():
            return "nn.Activation('relu')"
        case BatchNorm(features=features):
            return f"nn.BatchNorm({'' if features is None else f'in_channels={features}'})"
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
            return f"initialized({_layer(value, _dtype(dtype))})"
        case Linear() | ReLU() | BatchNorm():
            return _layer(value, "")
        case Batch(shape=shape, dtype=dtype):
            return f"np.ones({shape}{_dtype(dtype)})"
        case DType(name=name):
            return repr(name)
        case Struct():
            return parts(value, _code)
        case _:
            return repr(value)


SPELLING = Spelling(
    RECIPE.title,
    _code,
    {**_LOOKS, **_DEEDS},
    looks=frozenset(_LOOKS),
    views=_VIEWS,
    in_place=frozenset({"layer", "constant_init"}),
    names=_NAMES,
)

"""How descriptions are written in Keras."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from graders.lab.frameworks.common.spelling import ByHand, Spelling, parts
from graders.lab.frameworks.keras.recipe import RECIPE
from graders.networks import Batch, DType, Layer, Layers, Linear, Network, ReLU


def _gradient_of(net: str, shape: str, batch: str) -> str:
    found = f"[w for w in {net}.weights if w.shape == {shape}][0].value"
    return f"with tf.GradientTape() as tape: y = {net}({batch}); tape.gradient(y, {found})"


# What a `look` shows of weights, by the view of it that a check compares.
_VIEWS = {
    "named_shapes": "{{w.path: tuple(w.shape) for w in {0}.weights}}",
    "weight_shapes": "[layer.built and layer.kernel.shape for layer in dense_layers({0})]",
    "shapes": "[tuple(w.shape) for w in {0}.weights]",
    "initialized": "[layer.built for layer in dense_layers({0})]",
    "has_bias": "[layer.use_bias for layer in dense_layers({0})]",
    "tokens": "[id(w) for w in {0}.weights]",
    "names": "[w.path for w in {0}.weights]",
    "scalars": "sum(math.prod(w.shape) for w in {0}.weights)",
    "dtypes": "[w.dtype for w in {0}.weights]",
}

# They change nothing: what they showed matters only where it was compared.
_LOOKS: dict[str, ByHand] = {
    "look": "{0}.summary()",
    "values": "{0}.get_weights()",
    "construction": "# what add() raised while {0} was put together, or None",
    "what_became_of": (
        "['kept' if same_weights(dense_layers({0})[i], {1}) else 'replaced' for i in {2}]"
    ),
    "gone": "[number for number in {1} if number not in [id(w) for w in {0}.weights]]",
    "value_of": "[w for w in {0}.weights if w.shape == {1}][0].numpy()",
    "felt": "columns_with_a_gradient({0}, {1})",
    "sharing": "widths_that_share_a_weight({0}, {1})",
    "in_halves": "keras.ops.concatenate([{0}(half) for half in keras.ops.split({1}, 2)])",
    "unknown_to": "shapes_used_but_unknown_to({0}, {1}, {2})",
}

_DEEDS: dict[str, ByHand] = {
    "forward": "{0}({1})",
    "set_values": "{0}.set_weights(yours)",
    "stir": "for w in {0}.weights: w.assign_add(keras.random.normal(w.shape, dtype=w.dtype))",
    "freeze": "dense_layers({0})[{1}].trainable = False",
    "gradient_of": _gradient_of,
    # Networks made of others.
    "layer": "{0}.layers[{1}]",
    # Initializers.
    # Training, and weights carried over.
    "sgd": "keras.optimizers.SGD(0.1); sgd.build({0}.trainable_variables)",
}

_IN_PLACE = frozenset({"layer"})
"""What needs no name of its own: its code stands where it is used."""

_NAMES = {
    "builtin_function_or_method": "init",
    "function": "init",
    "SGD": "sgd",
}
"""What variables are called, by the class of what they hold; all else is a network."""


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
            return parts(value, _code)
        case _:
            return repr(value)


SPELLING = Spelling(
    RECIPE.title,
    _code,
    {**_LOOKS, **_DEEDS},
    looks=frozenset(_LOOKS),
    views=_VIEWS,
    in_place=_IN_PLACE,
    names=_NAMES,
)

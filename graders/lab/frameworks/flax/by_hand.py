"""How one would do by hand what Flax's instruments do: code that can be pasted.

A network that lives in a lab has variables of its own: in code they are a variable beside it. Where no
line of Flax's says it, there is a name that does.
"""

from __future__ import annotations

import ast

from graders.lab.frameworks.common.spelling import ByHand

_SHAPES = "jax.tree.map(jnp.shape, {0})"


def _dense(sizes: list[int]) -> str:
    return ", nn.relu, ".join(f"nn.Dense({size})" for size in sizes)


def _nested(sizes: list[int]) -> str:
    inner = "".join(f", nn.Sequential([nn.relu, nn.Dense({size})])" for size in sizes[1:])
    return f"nn.Sequential([nn.Sequential([nn.Dense({sizes[0]})]){inner}])"


def _module(features: str, make: str) -> str:
    sizes: list[int] = ast.literal_eval(features)
    match make:
        case "'sequence'":
            return f"nn.Sequential([{_dense(sizes)}])"
        case "'nested'":
            return _nested(sizes)
        case "'Tied'":
            return f"tied({sizes[0]}, {len(sizes)})"
        case _:
            return f"{make[1:-1]}({tuple(sizes)})"


def _given_to_sequence(sizes: str) -> tuple[str, str]:
    """A sequence of these layers, and the variables that are given for it."""
    layers: list[tuple[int | None, int]] = ast.literal_eval(sizes)
    held = ", ".join(
        f"'layers_{2 * number}': "
        f"{{'kernel': jnp.ones(({taken}, {given})), 'bias': jnp.zeros({given})}}"
        for number, (taken, given) in enumerate(layers)
        if taken is not None
    )
    net = f"nn.Sequential([{_dense([given for _, given in layers])}])"
    return net, f"{{'params': {{{held}}}}}"


def _initial(net: str, seed: str, *inputs: str) -> str:
    return f"{net}.init({', '.join([f'jax.random.key({seed})', *inputs])})"


def _abstract(net: str, *inputs: str) -> str:
    return f"jax.eval_shape({', '.join([f'{net}.init', 'jax.random.key(0)', *inputs])})"


def _inputs(*arrays: str) -> str:
    return f"({', '.join(arrays)},)"


_VARIABLES = "variables"

FLAX_VIEWS = {
    "weight_shapes": _SHAPES.format(_VARIABLES),
    "shapes": _SHAPES.format(_VARIABLES),
    "named_shapes": _SHAPES.format(_VARIABLES),
    "scalars": "sum(p.size for p in jax.tree.leaves(variables['params']))",
}
"""What a `look` shows of parameters, by the view of it that a check compares."""

FLAX_LOOKS: dict[str, ByHand] = {
    "look": _SHAPES.format(_VARIABLES),
    "values": "jax.tree.leaves(variables)",
    "shapes_in": _SHAPES,
    "numbers_in": "{0}",
    "inferred": _abstract,
    "felt": "jax.grad(lambda x: {0}.apply(variables, x).sum())({1}).any(0).nonzero()",
    "gradient_of": "jax.grad(lambda variables: {0}.apply(variables, {2}).sum())(variables)",
    "sharing": "widths_that_share_a_parameter({0}, {1})",
    "in_halves": (
        "jnp.concatenate([{0}.apply(variables, half) for half in jnp.array_split({1}, 2)])"
    ),
}
"""They change nothing: what they showed matters only where it was compared."""

# Some of these only look, too. But what they show is what a whole case is about.
_DEEDS: dict[str, ByHand] = {
    "forward": "variables = variables or {0}.init(jax.random.key(0), {1}); {0}.apply(variables, {1})",
    "infer": _abstract,
    "initial": _initial,
    "module": _module,
    "inputs": _inputs,
    "stir": "variables = jax.tree.map(lambda p: p + jax.random.normal(key, p.shape), variables)",
    "set_values": "variables = your_variables",
}

FLAX: dict[str, ByHand] = {**FLAX_LOOKS, **_DEEDS}

FLAX_NAMES = {
    "dict": _VARIABLES,
    "FrozenDict": _VARIABLES,
    "function": "init",
    "Inputs": "inputs",
}
"""What variables are called, by the class of what they hold; all else is a network."""

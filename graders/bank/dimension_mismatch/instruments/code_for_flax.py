"""How one does by hand what these instruments do: code that can be pasted."""

from __future__ import annotations

import ast

from graders import OwnSpelling

_SHAPES = "jax.tree.map(jnp.shape, {0})"


def _dense(sizes: list[int]) -> str:
    return ", nn.relu, ".join(f"nn.Dense({size})" for size in sizes)


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


def _stop(sizes: str, in_features: str) -> str:
    net, variables = _given_to_sequence(sizes)
    return f"{net}.apply({variables}, jnp.ones((2, {in_features})))"


def _kernels_after(sizes: str, widths: str) -> str:
    net, variables = _given_to_sequence(sizes)
    if variables == "{'params': {}}":
        first = ast.literal_eval(widths)[0]
        variables = f"{net}.init(jax.random.key(0), jnp.ones((2, {first})))"
    return f"{_SHAPES.format(variables)}  # apply changes nothing in them"


SPELLING = OwnSpelling(
    deeds={
        "stop": _stop,
        "kernels_after": _kernels_after,
        "given": "variables_for({0}, {1})",
    },
)

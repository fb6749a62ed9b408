"""Variables as Flax has them: trees of arrays, or of their shapes; each leaf has a path.

A path begins with its collection: "params/layers_0/kernel".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import jax
import numpy as np
from flax.core import FrozenDict

from graders.lab.frameworks.common.instruments import UnmeasurableError

ABSTRACT_KEY = jax.eval_shape(lambda: jax.random.key(0))
"""A key without numbers, for what is done without numbers."""

PARAMETERS = "params/"
"""What the path of a parameter begins with."""

_LEAVES = (jax.Array, jax.ShapeDtypeStruct, np.ndarray)


def is_leaf(value: object) -> bool:
    """Whether it is an array, or the shape of one."""
    return issubclass(type(value), _LEAVES)


def are_variables(value: Any) -> bool:
    """Whether it is a tree of arrays, as `init` gives it, and not without any."""
    if not isinstance(value, dict | FrozenDict):
        return False
    leaves = jax.tree.leaves(value)
    return bool(leaves) and all(map(is_leaf, leaves))


def leaves_of(variables: Any) -> dict[str, Any]:
    """Each leaf by its path; UnmeasurableError if this is no tree of arrays."""
    if variables is not None and not isinstance(variables, dict | FrozenDict):
        raise UnmeasurableError(f"variables were expected, not a {type(variables).__name__}")
    found, _ = jax.tree_util.tree_flatten_with_path(variables or {})
    leaves = {jax.tree_util.keystr(path, simple=True, separator="/"): leaf for path, leaf in found}
    for path, leaf in leaves.items():
        if not is_leaf(leaf):
            raise UnmeasurableError(f"an array was expected at {path}, not a {type(leaf).__name__}")
    return leaves


def tree_of(leaves: dict[str, Any]) -> dict[str, Any]:
    """The nested dict that has these leaves."""
    tree: dict[str, Any] = {}
    for path, leaf in leaves.items():
        *above, last = path.split("/")
        inner = tree
        for name in above:
            inner = inner.setdefault(name, {})
        inner[last] = leaf
    return tree


def in_order_of_use(init: Callable[..., Any], *inputs: Any) -> dict[str, Any]:
    """The shape of each leaf by its path, as `init` comes to need them; nothing is computed."""
    paths: list[str] = []

    def noted(key: Any, *given: Any) -> Any:
        variables = init(key, *given)
        paths.extend(_paths(variables))  # once it has left here, JAX will have sorted it by text
        return variables

    leaves = leaves_of(jax.eval_shape(noted, ABSTRACT_KEY, *inputs))
    return {path: leaves[path] for path in paths}


def _paths(tree: Any, above: str = "") -> Iterable[str]:
    for name, inner in tree.items():
        if isinstance(inner, dict | FrozenDict):
            yield from _paths(inner, f"{above}{name}/")
        else:
            yield f"{above}{name}"

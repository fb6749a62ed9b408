"""What only this exercise asks of live networks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax
import numpy as np

from graders import Values
from graders.lab.frameworks.flax.tools import PARAMETERS, Inputs, is_leaf, leaves_of, tree_of

Variables = Any
"""A tree of arrays: it stays in the lab."""


Initializer = Callable[[str, Any], Any]


class Recorder:
    """An initializer that changes nothing, and notes what it is given."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def __call__(self, name: str, array: Any) -> Any:
        """Note a parameter."""
        shape = tuple(array.shape) if is_leaf(array) else type(array).__name__
        self.seen.append(f"{name} {shape}")
        return array


def recorder() -> Recorder:
    """An initializer that notes what it is given and changes nothing."""
    return Recorder()


def met(recorder: Recorder) -> list[str]:
    """The names and shapes that a recorder was given, sorted."""
    return sorted(recorder.seen)


def _filled(name: str, array: Any) -> Any:
    numbers = np.linspace(1, 2 + len(name), max(array.size, 1), dtype=np.float32)
    return jax.device_put(numbers[: array.size].reshape(array.shape))


def filler() -> Initializer:
    """An initializer whose numbers are decided by a parameter's name and shape."""
    return _filled


def _constant(value: float) -> Initializer:
    def fill(name: str, array: Any) -> Any:
        numbers = {"kernel": value, "bias": 0.0}
        last = name.rpartition("/")[2]
        return np.full(array.shape, numbers[last], np.float32) if last in numbers else array

    return fill


def shown(variables: Any, init: Initializer) -> Variables:
    """The variables with what an initializer gives for each parameter."""
    leaves = leaves_of(variables)
    for path in [path for path in leaves if path.startswith(PARAMETERS)]:
        leaves[path] = init(path.removeprefix(PARAMETERS), leaves[path])
    return tree_of(leaves)


def filled(variables: Any, value: float) -> Variables:
    """The variables with all kernels filled with a number, and with biases of 0."""
    return shown(variables, _constant(value))


def numbers_of_inputs(inputs: Inputs) -> tuple[Values, ...]:
    """The numbers of each of the inputs."""
    return inputs()

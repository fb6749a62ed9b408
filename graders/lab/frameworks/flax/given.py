"""Variables of which some arrays are given: put together, looked at, repaired, completed."""

from __future__ import annotations

from typing import Any

import jax
import numpy as np
from flax import linen as nn

from graders.lab.frameworks.common.instruments import values_of
from graders.lab.frameworks.flax import INSTRUMENTS
from graders.lab.frameworks.flax.trees import in_order_of_use, leaves_of, tree_of
from graders.lab.observations import Values

Shapes = dict[str, tuple[int, ...]]
Variables = Any
"""A tree of arrays: it stays in the lab. One without any is plain, and no instrument's answer."""


def rows_of(in_features: int, rows: int = 1) -> Any:
    """A batch of ones."""
    return np.ones((rows, in_features), np.float32)


def drawn(shapes: Shapes, seed: int) -> dict[str, Any]:
    """Arrays that no initializer gives."""
    drawing = np.random.default_rng(seed)
    numbers = {path: drawing.uniform(1, 2, shape) for path, shape in shapes.items()}
    return tree_of({path: jax.device_put(x.astype(np.float32)) for path, x in numbers.items()})


# --- what there is --------------------------------------------------------------------------------


@INSTRUMENTS.offer
def shapes_in(variables: Any) -> dict[str, tuple[int, ...]]:
    """The shape of each array by its path, the collection first."""
    return {path: tuple(leaf.shape) for path, leaf in leaves_of(variables).items()}


@INSTRUMENTS.offer
def numbers_in(variables: Any) -> dict[str, Values]:
    """The numbers of each array by its path, the collection first."""
    return {path: values_of(leaf) for path, leaf in leaves_of(variables).items()}


# --- what init gives --------------------------------------------------------------------------------


@INSTRUMENTS.offer
def initial(net: nn.Module, seed: int, *inputs: Any) -> Variables:
    """What `init` gives with the key of that seed."""
    return net.init(jax.random.key(seed), *inputs)


@INSTRUMENTS.offer
def inferred(net: nn.Module, *inputs: Any) -> dict[str, tuple[int, ...]]:
    """The shape of each array that `init` would give, by its path; nothing is computed."""
    return {path: tuple(leaf.shape) for path, leaf in in_order_of_use(net.init, *inputs).items()}

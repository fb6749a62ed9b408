"""What only this exercise asks of live networks."""

from __future__ import annotations

from typing import Any

import jax
import numpy as np
from flax import linen as nn

from graders import Stop
from graders.lab.frameworks.flax.tools import (
    Model,
    drawn,
    in_order_of_use,
    leaves_of,
    module,
    rows_of,
    tree_of,
    tried,
)

Shapes = dict[str, tuple[int, ...]]

Variables = Any
"""A tree of arrays: it stays in the lab."""


Sizes = list[tuple[int | None, int]]


def _kernels(net: nn.Module) -> list[str]:
    """The paths of the kernels in the order of a forward."""
    return [path for path in in_order_of_use(net.init, rows_of(1)) if path.endswith("/kernel")]


def _sequence(sizes: Sizes) -> tuple[nn.Module, list[str]]:
    """A sequence of layers of these output sizes, and where their kernels stand."""
    net = module([out_features for _, out_features in sizes], "sequence")
    return net, [f"params/layers_{2 * number}/kernel" for number in range(len(sizes))]


def _shapes_given(kernels: list[str], sizes: Sizes) -> Shapes:
    """The kernel and the bias of each layer whose input size is given, by path."""
    shapes: Shapes = {}
    for path, (in_features, out_features) in zip(kernels, sizes, strict=True):
        if in_features is not None:
            shapes[path] = (in_features, out_features)
            shapes[f"{path.removesuffix('kernel')}bias"] = (out_features,)
    return shapes


def given(net: nn.Module, sizes: Sizes, seed: int) -> Variables:
    """Variables with arrays for each layer whose input size is given, and none for the others."""
    return drawn(_shapes_given(_kernels(net), sizes), seed)


def stop(sizes: Sizes, in_features: int) -> Stop | None:
    """Where `apply` stops if these layers are given; None if it goes through."""
    net, kernels = _sequence(sizes)
    model = Model(net)
    model.variables = _abstract(_shapes_given(kernels, sizes))
    course, _, complaint = tried(model, rows_of(in_features, 2))
    return None if complaint is None else course.stop(model)


def _abstract(shapes: Shapes) -> dict[str, Any]:
    leaves = {path: jax.ShapeDtypeStruct(shape, np.float32) for path, shape in shapes.items()}
    return tree_of(leaves)


def kernels_after(sizes: Sizes, widths: list[int]) -> list[tuple[int, int] | None]:
    """The kernels' shapes after batches of these widths; None where there is none.

    The first batch makes the variables, if nothing is given.
    """
    net, kernels = _sequence(sizes)
    model = Model(net)
    model.variables = _abstract(_shapes_given(kernels, sizes)) or None
    for width in widths:
        _, model.variables, _ = tried(model, rows_of(width, 2))
    found = leaves_of(model.variables)
    return [tuple(found[path].shape) if path in found else None for path in kernels]

"""Variables of which some arrays are given: put together, looked at, repaired, completed."""

from __future__ import annotations

from typing import Any

import jax
import numpy as np
from flax import linen as nn

from graders.lab.frameworks.common.instruments import values_of
from graders.lab.frameworks.common.shared import raised
from graders.lab.frameworks.flax import INSTRUMENTS
from graders.lab.frameworks.flax.building import Model
from graders.lab.frameworks.flax.modules import module
from graders.lab.frameworks.flax.running import tried
from graders.lab.frameworks.flax.trees import in_order_of_use, leaves_of, tree_of
from graders.lab.observations import Forward, Stop, Values

Sizes = list[tuple[int | None, int]]
Shapes = dict[str, tuple[int, ...]]
Variables = Any
"""A tree of arrays: it stays in the lab. One without any is plain, and no instrument's answer."""


def rows_of(in_features: int, rows: int = 1) -> Any:
    """A batch of ones."""
    return np.ones((rows, in_features), np.float32)


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


def _drawn(shapes: Shapes, seed: int) -> dict[str, Any]:
    """Arrays that no initializer gives."""
    drawing = np.random.default_rng(seed)
    numbers = {path: drawing.uniform(1, 2, shape) for path, shape in shapes.items()}
    return tree_of({path: jax.device_put(x.astype(np.float32)) for path, x in numbers.items()})


@INSTRUMENTS.offer
def given(net: nn.Module, sizes: Sizes, seed: int) -> Variables:
    """Variables with arrays for each layer whose input size is given, and none for the others."""
    return _drawn(_shapes_given(_kernels(net), sizes), seed)


@INSTRUMENTS.offer
def part_of(
    net: nn.Module, in_features: int, kept: list[bool], grown: list[bool], seed: int
) -> Variables:
    """Variables with those of the net's arrays that are `kept`; `grown` ones are larger by one.

    Both go through the arrays in the order of a forward, and are repeated as needed.
    """
    shapes: Shapes = {}
    for number, (path, leaf) in enumerate(in_order_of_use(net.init, rows_of(in_features)).items()):
        if kept[number % len(kept)]:
            first, *others = leaf.shape
            shapes[path] = (first + grown[number % len(grown)], *others)
    return _drawn(shapes, seed)


# --- what there is --------------------------------------------------------------------------------


@INSTRUMENTS.offer
def shapes_in(variables: Any) -> dict[str, tuple[int, ...]]:
    """The shape of each array by its path, the collection first."""
    return {path: tuple(leaf.shape) for path, leaf in leaves_of(variables).items()}


@INSTRUMENTS.offer
def numbers_in(variables: Any) -> dict[str, Values]:
    """The numbers of each array by its path, the collection first."""
    return {path: values_of(leaf) for path, leaf in leaves_of(variables).items()}


# --- what a forward does with it --------------------------------------------------------------------


@INSTRUMENTS.offer
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


@INSTRUMENTS.offer
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


@INSTRUMENTS.offer
def applied(net: nn.Module, variables: Any, *inputs: Any) -> Forward:
    """What `apply` gives, or what it raises."""
    try:
        return Forward(values_of(net.apply(variables, *inputs)))
    except Exception as error:  # noqa: BLE001  the variables may be anybody's
        return Forward(raised(error))


# --- what init gives --------------------------------------------------------------------------------


@INSTRUMENTS.offer
def initial(net: nn.Module, seed: int, *inputs: Any) -> Variables:
    """What `init` gives with the key of that seed."""
    return net.init(jax.random.key(seed), *inputs)


@INSTRUMENTS.offer
def inferred(net: nn.Module, *inputs: Any) -> dict[str, tuple[int, ...]]:
    """The shape of each array that `init` would give, by its path; nothing is computed."""
    return {path: tuple(leaf.shape) for path, leaf in in_order_of_use(net.init, *inputs).items()}


@INSTRUMENTS.offer
def inferred_at(net: nn.Module, in_features: int) -> dict[str, tuple[int, ...]]:
    """The same for a batch of that width, of which there need not be any numbers."""
    return inferred(net, jax.ShapeDtypeStruct((1, in_features), np.float32))


@INSTRUMENTS.offer
def lacking(net: nn.Module, variables: Any, in_features: int) -> list[str]:
    """The paths that `init` would give, and that are not there; sorted."""
    there = leaves_of(variables)
    return sorted(
        path for path in in_order_of_use(net.init, rows_of(in_features)) if path not in there
    )


@INSTRUMENTS.offer
def mended(net: nn.Module, variables: Any, in_features: int, seed: int) -> Variables:
    """What `init` gives, but with each array that is there already and has the same shape."""
    fresh = leaves_of(initial(net, seed, rows_of(in_features)))
    there = leaves_of(variables)
    kept = {p: there[p] for p, leaf in fresh.items() if p in there and there[p].shape == leaf.shape}
    return tree_of({**fresh, **kept})


@INSTRUMENTS.offer
def abstract(net: nn.Module, *inputs: Any) -> Variables:
    """What `eval_shape` of `init` gives: a tree of shapes, without numbers."""
    return tree_of(in_order_of_use(net.init, *inputs))

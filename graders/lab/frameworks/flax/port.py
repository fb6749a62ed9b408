"""What the common instruments need of Flax: see `Port`.

A parameter is a place in a model's variables: arrays are never changed.
"""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from graders.lab.frameworks.common import instruments, shared
from graders.lab.frameworks.common.shared import array_of
from graders.lab.frameworks.flax.building import Model, models
from graders.lab.frameworks.flax.looking import held, name_of
from graders.lab.frameworks.flax.trees import leaves_of, tree_of
from graders.lab.observations import Values

raised = shared.raised
values_of = instruments.values_of


class Place:
    """Where a parameter stands in the variables of a model."""

    def __init__(self, model: Model, path: str, leaf: Any) -> None:
        self.model = model
        self.path = path
        self.leaf = leaf
        self.shape: tuple[int, ...] = tuple(leaf.shape)

    @property
    def rank(self) -> int:
        """Its place among all leaves, in JAX's own order."""
        return list(leaves_of(self.model.variables)).index(self.path)

    def put(self, leaf: Any) -> None:
        """Let the model have another array there."""
        self.leaf = leaf
        self.model.variables = _with(self.model, {self.path: leaf})


def _with(model: Model, changed: dict[str, Any]) -> Any:
    """The model's variables with other arrays in some places."""
    return tree_of({**leaves_of(model.variables), **changed})


def _ready(net: Any, x: Any) -> Model:
    """The model, with numbers: those that `init` gives for this batch, if there were none."""
    model = models.of(net)
    if not model.has_numbers:
        model.variables = model.module.init(model.key, x)
    return model


def named_parameters(net: Any) -> list[tuple[str, Place]]:
    """By path, as a forward comes to need them. Before `init` there are none."""
    model = models.of(net)
    return [(name_of(path), Place(model, path, leaf)) for path, leaf in held(model).items()]


def read(place: Place) -> Values | None:
    """The numbers; None of what is only a shape."""
    return values_of(place.leaf) if not isinstance(place.leaf, jax.ShapeDtypeStruct) else None


def write(place: Place, numbers: Values) -> None:
    """Put another array there."""
    place.put(array_of(numbers))


def add_noise(places: list[Place], seed: int) -> None:
    """One after the other, if there are numbers."""
    drawing = np.random.default_rng(seed)
    for place in sorted(places, key=lambda place: place.rank):
        if place.model.has_numbers:
            noise = drawing.standard_normal(place.shape).astype(place.leaf.dtype)
            place.put(place.leaf + noise)


def call(net: Any, x: Any) -> Any:
    """`init`, if there are no numbers yet, and `apply`."""
    model = _ready(net, x)
    return model.module.apply(model.variables, x)


def _loss(model: Model, changed: dict[str, Any], x: Any) -> Any:
    """A loss whose gradient with respect to each output is another number, well away from 0."""
    output = model.module.apply(_with(model, changed), x)
    weights = np.linspace(0.5, 1.5, output.size, dtype=np.float32)
    order = np.random.default_rng(0).permutation(output.size)
    return jnp.vdot(output.reshape(-1), weights[order])


def gradients(net: Any, batches: list[Any]) -> tuple[list[Place], list[list[Values | None]]]:
    """The first batch makes the variables, if there are none."""
    model = _ready(net, batches[0])
    places = sorted((place for _, place in named_parameters(net)), key=lambda place: place.rank)
    there = {place.path: place.leaf for place in places}
    rows: list[list[Values | None]] = []
    for x in batches:
        found = jax.grad(lambda changed, x=x: _loss(model, changed, x))(there)
        rows.append([values_of(found[path]) for path in there])
    return places, rows


def gradient_of_input(net: Any, x: Any) -> Values:
    """The gradient of the batch."""
    model = _ready(net, x)
    return values_of(jax.grad(lambda data: _loss(model, {}, data))(jnp.asarray(x)))

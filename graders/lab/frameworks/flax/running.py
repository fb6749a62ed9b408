"""Forwards of Flax models. The first one is `init` and `apply`, each further one `apply` alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import jax
from flax import linen as nn

from graders.lab.frameworks.common.instruments import values_of
from graders.lab.frameworks.common.shared import raised
from graders.lab.frameworks.flax import INSTRUMENTS
from graders.lab.frameworks.flax.building import Model, layers_of, models
from graders.lab.frameworks.flax.trees import in_order_of_use, tree_of
from graders.lab.observations import Forward, Raised, Stop, Trace


class _Course:
    """Goes through a module layer by layer, and keeps the shape that each gives."""

    def __init__(self) -> None:
        self.shapes: list[tuple[int, ...]] = []
        self.paths: list[tuple[str, ...] | None] = []

    def __call__(self, module: nn.Module, x: Any) -> Any:
        """What `module(x)` does."""
        self.shapes[:] = [tuple(x.shape)]
        self.paths.clear()
        for layer in layers_of(module):
            self.paths.append(tuple(layer.path) if isinstance(layer, nn.Module) else None)
            x = layer(x)
            self.shapes.append(tuple(x.shape))
        return x

    def stop(self, model: Model) -> Stop | None:
        """Where it stopped, if that was at a layer that holds parameters."""
        if not self.paths or self.paths[-1] is None:
            return None
        held = (model.variables or {}).get("params", {})
        for name in self.paths[-1]:
            held = held.get(name, {})
        kernel = held.get("kernel")
        before = [path for path in self.paths[:-1] if path is not None]
        came = self.shapes[-1][-1] if self.shapes[-1] else None
        return Stop(len(before), came, None if kernel is None else kernel.shape[0])


def tried(model: Model, x: Any) -> tuple[_Course, Any, Raised | None]:
    """A forward without numbers: its course, the variables that it would leave, what it raises."""
    course = _Course()
    try:
        if model.variables is not None:
            shapes = jax.tree.map(
                lambda leaf: jax.ShapeDtypeStruct(leaf.shape, leaf.dtype), model.variables
            )
            jax.eval_shape(nn.apply(course, model.module), shapes, x)
            return course, model.variables, None
        leaves = in_order_of_use(nn.init(course, model.module), x)
        model.order = list(leaves)
        return course, tree_of(leaves), None
    except Exception as error:  # noqa: BLE001  the network may be anybody's
        return course, model.variables, raised(error)


def _attempted(run: Callable[[], Any]) -> Forward:
    try:
        return Forward(values_of(run()))
    except Exception as error:  # noqa: BLE001  the network may be anybody's
        return Forward(raised(error))


@INSTRUMENTS.offer
def infer(net: Any, x: Any) -> Raised | None:
    """A forward without numbers: afterwards the shapes are known. What was raised, or None."""
    model = models.of(net)
    _, model.variables, complaint = tried(model, x)
    return complaint


@INSTRUMENTS.offer
def forward(net: Any, x: Any) -> Forward:
    """`init`, if there are no numbers yet, and `apply`."""
    model = models.of(net)
    course, _, complaint = tried(model, x)
    if complaint is not None:
        return Forward(complaint, course.stop(model))
    return _attempted(lambda: _run(model, x))


def _run(model: Model, x: Any) -> Any:
    if not model.has_numbers:
        model.variables = model.module.init(model.key, x)
    return model.module.apply(model.variables, x)


@INSTRUMENTS.offer
def trace(net: Any, x: Any) -> Trace:
    """What a forward does, with the shape after each layer; no number is computed."""
    model = models.of(net)
    course, model.variables, complaint = tried(model, x)
    return Trace(tuple(course.shapes), complaint)

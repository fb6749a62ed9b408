"""Networks for inputs of several widths: what is shared, what is felt, what is passed over."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from flax import linen as nn

from graders.lab.frameworks.common.instruments import values_of
from graders.lab.frameworks.common.shared import raised
from graders.lab.frameworks.flax import INSTRUMENTS
from graders.lab.frameworks.flax.building import Model, models
from graders.lab.frameworks.flax.trees import PARAMETERS, leaves_of, tree_of
from graders.lab.observations import Forward, Values


class _Padded(nn.Module):  # type: ignore[misc]  # flax is not looked into
    """A network behind zeros that are appended to its input."""

    net: nn.Module
    width: int

    @nn.compact  # type: ignore[untyped-decorator]
    def __call__(self, x: Any) -> Any:
        return self.net(jnp.pad(x, [(0, 0)] * (x.ndim - 1) + [(0, self.width - x.shape[-1])]))


def _parameters(model: Model) -> dict[str, Any]:
    leaves = leaves_of(model.variables) if model.has_numbers else {}
    return {path: leaf for path, leaf in leaves.items() if path.startswith(PARAMETERS)}


def _with(model: Model, changed: dict[str, Any]) -> Any:
    """The model's variables with other arrays in some places."""
    return tree_of({**leaves_of(model.variables), **changed})


def _ready(net: Any, x: Any) -> Model:
    """The model, with numbers: those that `init` gives for this batch, if there were none."""
    model = models.of(net)
    if not model.has_numbers:
        model.variables = model.module.init(model.key, x)
    return model


def _loss(model: Model, changed: dict[str, Any], x: Any) -> Any:
    """A loss whose gradient with respect to each output is another number, well away from 0."""
    output = model.module.apply(_with(model, changed), x)
    weights = np.linspace(0.5, 1.5, output.size, dtype=np.float32)
    order = np.random.default_rng(0).permutation(output.size)
    return jnp.vdot(output.reshape(-1), weights[order])


@INSTRUMENTS.offer
def padded(net: Any, width: int) -> Any:
    """The same live network, with the variables that it has, behind zeros up to a width."""
    model = models.of(net)
    behind = Model(_Padded(model.module, width), model.seed)
    if model.variables is not None:
        inner = model.variables.items()
        behind.variables = {collection: {"net": tree} for collection, tree in inner}
    return behind


@INSTRUMENTS.offer
def stir(net: Any, seed: int) -> None:
    """Add noise to every parameter: what is 0 or dead by chance comes to life."""
    model = models.of(net)
    drawing = np.random.default_rng(seed)
    noise = {
        path: leaf + drawing.standard_normal(leaf.shape).astype(leaf.dtype)
        for path, leaf in _parameters(model).items()
    }
    if noise:
        model.variables = _with(model, noise)


@INSTRUMENTS.offer
def gradient_of(net: Any, shape: tuple[int, ...], x: Any) -> Values | None:
    """The gradient of a loss with respect to the first parameter of that shape, or None."""
    model = _ready(net, x)
    found = {p: leaf for p, leaf in _parameters(model).items() if leaf.shape == tuple(shape)}
    chosen = dict(list(found.items())[:1])
    if not chosen:
        return None
    (gradient,) = jax.grad(lambda changed: _loss(model, changed, x))(chosen).values()
    return values_of(gradient)


@INSTRUMENTS.offer
def felt(net: Any, x: Any) -> list[int]:
    """The columns of a batch that the loss depends on, by its gradient in any row."""
    model = _ready(net, x)
    gradient = jax.grad(lambda data: _loss(model, {}, data))(jnp.asarray(x))
    columns = np.flatnonzero(np.asarray(gradient).any(axis=0))
    return [int(column) for column in columns]


@INSTRUMENTS.offer
def sharing(net: Any, batches: list[Any]) -> list[int]:
    """The widths that have a parameter in common: the longest list that one parameter has.

    A width has a parameter if it gives it a gradient.
    """
    having: dict[str, list[int]] = {}
    for x in batches:
        model = _ready(net, x)
        having = having or {path: [] for path in _parameters(model)}
        gradients = jax.grad(lambda p, m=model, x=x: _loss(m, p, x))(_parameters(model))
        for path, gradient in gradients.items():
            if np.asarray(gradient).any():
                having[path].append(x.shape[-1])
    return max(having.values(), key=len, default=[])


@INSTRUMENTS.offer
def in_halves(net: Any, x: Any) -> Forward:
    """What the first and the last rows of a batch give by themselves, put together again."""
    try:
        model = _ready(net, x)
        halves = [model.module.apply(model.variables, half) for half in np.array_split(x, 2)]
        return Forward(values_of(np.concatenate([np.asarray(half) for half in halves])))
    except Exception as error:  # noqa: BLE001  the network may be anybody's
        return Forward(raised(error))

"""Networks as plain data: what they are made of, and their values, to be built again elsewhere.

Only what flax.linen's own layers make up is exported, with everything else about them as usual:
classes by identity, attributes past what a subclass or an instance may say.
"""

from __future__ import annotations

from typing import Any

import jax
from flax import linen as nn

from graders.lab.frameworks.common.instruments import UnmeasurableError
from graders.lab.frameworks.common.shared import array_of
from graders.lab.frameworks.flax import INSTRUMENTS
from graders.lab.frameworks.flax.building import Model, layers_of, models
from graders.lab.frameworks.flax.given import rows_of
from graders.lab.frameworks.flax.port import named_parameters, read
from graders.lab.frameworks.flax.trees import in_order_of_use, tree_of
from graders.lab.observations import Values
from graders.networks import Layer, Linear, Network, ReLU

_USUAL = vars(nn.Dense(1))
_DESCRIBED = ("features", "use_bias", "parent", "_parent_ref", "name", "_id", "_state")


class _NotPlainError(Exception):
    """The network has something in it that a description cannot say."""


@INSTRUMENTS.offer
def export(net: Any) -> tuple[Network, tuple[Values | None, ...]] | None:
    """The network's description and the values of its parameters; None if it is no plain one."""
    try:
        model = models.of(net)
        made = _layer(model.module)
    except (_NotPlainError, UnmeasurableError):
        return None
    layers = [layer for layer in layers_of(model.module) if isinstance(layer, nn.Module)]
    tied = len({id(layer) for layer in layers}) < len(layers)
    known = model.variables is None or model.has_numbers
    if tied or not known or not isinstance(made, Network):
        return None
    return made, tuple(read(place) for _, place in named_parameters(net))


def _layer(module: Any) -> Layer:
    if module is nn.relu:
        return ReLU()
    if type(module) is nn.Sequential:
        return Network(tuple(map(_layer, vars(module)["layers"])))
    if type(module) is not nn.Dense:
        raise _NotPlainError
    attributes = vars(module)
    told = {name: attributes.get(name) for name in _USUAL if name not in _DESCRIBED}
    if any(told[name] is not _USUAL[name] for name in told) or attributes["name"] is not None:
        raise _NotPlainError
    return Linear(None, attributes["features"], bool(attributes["use_bias"]))


@INSTRUMENTS.offer
def take_values(net: Model, numbers: tuple[Values | None, ...]) -> None:
    """Give variables to a network that has just been built: these, if there are any."""
    known = [one for one in numbers if one is not None]
    if not known:
        return
    paths = in_order_of_use(net.module.init, rows_of(known[0].shape[0]))
    arrays = (jax.device_put(array_of(one)) for one in known)
    net.variables = tree_of(dict(zip(paths, arrays, strict=True)))
    net.order = list(paths)

"""From descriptions to Flax modules.

A module holds no parameters: what lives in the lab is a `Model`, a module with the variables that it
has by now. `nn.Dense` takes no input size, so one that is given cannot be said, and is not: `unsaid`.
"""

from __future__ import annotations

from typing import Any

import jax
import numpy as np
from flax import linen as nn

from graders.lab.frameworks.common.instruments import UnmeasurableError
from graders.lab.frameworks.common.shared import as_network
from graders.lab.frameworks.flax import INSTRUMENTS
from graders.networks import Description, Layer, Linear, Network, ReLU


class Model:
    """A module, the seed of its key, and its variables: None until there are any.

    `unsaid` is how many input sizes its description gave that Flax has no place for; `order`, the
    paths of its variables as a forward comes to need them.
    """

    def __init__(self, module: nn.Module, seed: int = 0, unsaid: int = 0) -> None:
        self.module = module
        self.seed = seed
        self.unsaid = unsaid
        self.variables: Any = None
        self.order: list[str] = []

    @property
    def key(self) -> Any:
        """The key that `init` gets."""
        return jax.random.key(self.seed)

    @property
    def has_numbers(self) -> bool:
        """Whether it has variables, and they are more than shapes."""
        leaves = jax.tree.leaves(self.variables)
        shapes = [leaf for leaf in leaves if isinstance(leaf, jax.ShapeDtypeStruct)]
        return self.variables is not None and not shapes


class Models:
    """The models of a case: modules that come from elsewhere get theirs at first sight."""

    def __init__(self) -> None:
        self._known: dict[int, Model] = {}

    def forget(self) -> None:
        """Start a new case."""
        self._known.clear()

    def of(self, net: Any) -> Model:
        """The model; of a bare module, that which this case has made of it before."""
        if type(net) is Model:
            return net
        if not issubclass(type(net), nn.Module):
            kind = type(net).__name__
            raise UnmeasurableError(f"a flax.linen module was expected, not a {kind}")
        return self._known.setdefault(id(net), Model(net))


models = Models()


def model(description: Description) -> Model:
    """A module without variables, and the seed with which it will draw them."""
    network = as_network(description)
    return Model(_sequence(network, network.dtype), network.seed, _unsaid(network))


def _sequence(network: Network, dtype: str | None) -> nn.Module:
    return nn.Sequential([_layer(layer, dtype) for layer in network.layers])


def _layer(layer: Layer, dtype: str | None) -> Any:
    match layer:
        case Linear(out_features=out_features, bias=bias):
            kept = dtype or np.float32
            return nn.Dense(out_features, use_bias=bias, dtype=dtype, param_dtype=kept)
        case ReLU():
            return nn.relu
        case Network():
            return _sequence(layer, dtype)
    raise NotImplementedError(f"{type(layer).__name__} in Flax")


@INSTRUMENTS.offer
def unsaid(net: Any) -> int:
    """How many input sizes the description gave that Flax has no place for."""
    return models.of(net).unsaid


def _unsaid(layer: Layer) -> int:
    if isinstance(layer, Network):
        return sum(map(_unsaid, layer.layers))
    return int(isinstance(layer, Linear) and layer.in_features is not None)


def layers_of(module: Any) -> list[Any]:
    """The layers of a sequence, those of sequences in it included; else the module itself."""
    if type(module) is not nn.Sequential:
        return [module]
    return [leaf for layer in module.layers for leaf in layers_of(layer)]

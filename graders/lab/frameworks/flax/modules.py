"""Modules of several makes, as plain Flax code has them, and how each is written.

`features` are the output sizes of its `Dense` layers; a ReLU stands between each two of them.
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
from flax import linen as nn

from graders.lab.frameworks.flax import INSTRUMENTS


class MLP(nn.Module):  # type: ignore[misc]  # flax is not looked into
    """Names are Flax's own: Dense_0, Dense_1."""

    features: tuple[int, ...]

    @nn.compact  # type: ignore[untyped-decorator]
    def __call__(self, x: Any) -> Any:
        """Layer by layer."""
        for number, features in enumerate(self.features):
            x = nn.Dense(features)(nn.relu(x) if number else x)
        return x


class Counting(nn.Module):  # type: ignore[misc]  # flax is not looked into
    """Has a parameter that is no kernel and no bias, and a variable that is no parameter."""

    features: tuple[int, ...]

    @nn.compact  # type: ignore[untyped-decorator]
    def __call__(self, x: Any) -> Any:
        """An MLP, scaled; what it has seen is counted."""
        seen = self.variable("counters", "rows", lambda: jnp.zeros(()))
        if not self.is_initializing() and self.is_mutable_collection("counters"):
            seen.value = seen.value + len(x)
        scale = self.param("scale", nn.initializers.ones_init(), (self.features[-1],))
        return MLP(self.features)(x) * scale


class Tied(nn.Module):  # type: ignore[misc]  # flax is not looked into
    """One layer, used as often as there are features, which are all the same."""

    features: tuple[int, ...]

    @nn.compact  # type: ignore[untyped-decorator]
    def __call__(self, x: Any) -> Any:
        """Again and again."""
        layer = nn.Dense(self.features[0])
        for _ in self.features:
            x = layer(x)
        return x


class Branches(nn.Module):  # type: ignore[misc]  # flax is not looked into
    """As many inputs as branches, and as many outputs."""

    features: tuple[int, ...]

    @nn.compact  # type: ignore[untyped-decorator]
    def __call__(self, *inputs: Any) -> Any:
        """One layer an input."""
        if len(inputs) != len(self.features):
            raise TypeError(f"{len(self.features)} inputs were expected, {len(inputs)} came")
        return tuple(nn.Dense(size)(x) for size, x in zip(self.features, inputs, strict=True))


def _sequence(features: tuple[int, ...]) -> nn.Module:
    layers: list[Any] = []
    for size in features:
        layers += [nn.relu, nn.Dense(size)] if layers else [nn.Dense(size)]
    return nn.Sequential(layers)


def _nested(features: tuple[int, ...]) -> nn.Module:
    first, *others = (nn.Dense(size) for size in features)
    inner = [nn.Sequential([nn.relu, layer]) for layer in others]
    return nn.Sequential([nn.Sequential([first]), *inner])


_MAKES = {
    "sequence": _sequence,
    "nested": _nested,
    "MLP": MLP,
    "Counting": Counting,
    "Branches": Branches,
    "Tied": Tied,
}


@INSTRUMENTS.offer
def module(features: list[int], make: str) -> nn.Module:
    """A module of that make: "sequence", "nested", "MLP", "Counting", "Branches" or "Tied"."""
    return _MAKES[make](tuple(features))

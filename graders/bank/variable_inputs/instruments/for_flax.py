"""What only this exercise asks of live networks."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
from flax import linen as nn

from graders.lab.frameworks.flax.tools import Model, models


class _Padded(nn.Module):  # type: ignore[misc]  # flax is not looked into
    """A network behind zeros that are appended to its input."""

    net: nn.Module
    width: int

    @nn.compact  # type: ignore[untyped-decorator]
    def __call__(self, x: Any) -> Any:
        return self.net(jnp.pad(x, [(0, 0)] * (x.ndim - 1) + [(0, self.width - x.shape[-1])]))


def padded(net: Any, width: int) -> Any:
    """The same live network, with the variables that it has, behind zeros up to a width."""
    model = models.of(net)
    behind = Model(_Padded(model.module, width), model.seed)
    if model.variables is not None:
        inner = model.variables.items()
        behind.variables = {collection: {"net": tree} for collection, tree in inner}
    return behind

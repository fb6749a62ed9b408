"""Explicit initialization: variables when you say so, with numbers that you choose.

The task stands in prompt.flax.en.md, and in Chinese in prompt.flax.zh.md.
"""

from collections.abc import Callable

import jax
from flax import linen as nn


def apply_init(
    net: nn.Module,
    inputs: tuple,
    seed: int,
    init: Callable[[str, jax.Array], jax.Array] | None = None,
) -> dict:
    """All variables for these inputs; each parameter is what `init` makes of it."""
    raise NotImplementedError


def constant(value: float) -> Callable[[str, jax.Array], jax.Array]:
    """An initializer for `apply_init`: kernels are the value, biases 0, others as they are."""
    raise NotImplementedError

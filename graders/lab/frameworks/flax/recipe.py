"""Flax, as it is installed and written."""

from __future__ import annotations

from graders.lab.frameworks.common.recipe import Recipe

RECIPE = Recipe(
    "Flax",
    order=2,
    distributions=(("flax",), ("jax",)),
    names={
        "flax": "flax",
        "jax": "jax",
        "jnp": "jax.numpy",
        "nn": "flax.linen",
        "np": "numpy",
    },
    variables={
        "JAX_PLATFORMS": "cpu",
        "JAX_TRACEBACK_FILTERING": "off",  # it reads files for each exception
        # Networks here are small, and each new shape is compiled: what takes long is to make it fast.
        "XLA_FLAGS": "--xla_backend_optimization_level=0",
    },
    pinned=("flax==0.12.8", "jax==0.10.2"),
)

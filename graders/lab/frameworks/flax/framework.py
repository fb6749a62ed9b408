"""Flax (linen) in a lab, on the processor."""

from __future__ import annotations

import os
from typing import Any

from graders.lab.frameworks.flax.recipe import RECIPE

os.environ.update(RECIPE.variables)


import jax
import numpy as np
from flax import linen as nn

from graders.lab.frameworks.common.instruments import import_all
from graders.lab.frameworks.common.measured import offer_common
from graders.lab.frameworks.common.shared import OnTheProcessor, numbers_of
from graders.lab.frameworks.flax import INSTRUMENTS, building, looking, port, quick_draws, running
from graders.lab.frameworks.flax.trees import are_variables
from graders.networks import Batch, Description, mlp

import_all("graders.lab.frameworks.flax")
offer_common(INSTRUMENTS, port)

quick_draws.install()

_SETTINGS = ("jax_enable_x64", "jax_disable_jit", "jax_default_prng_impl")


class _Flax(OnTheProcessor):
    """What the lab asks of Flax: see `Framework`."""

    instruments = INSTRUMENTS

    def build(self, description: Description) -> building.Model:
        return building.model(description)

    def make_batch(self, batch: Batch) -> Any:
        return numbers_of(batch)  # JAX takes numpy's arrays, and compiles nothing for them

    def dtype(self, name: str) -> Any:
        return np.dtype(name)

    def is_live(self, value: object) -> bool:
        kinds = (building.Model, nn.Module, jax.Array)
        return issubclass(type(value), kinds) or are_variables(value)

    def unwrap(self, value: object) -> object:
        return value

    def get_warm(self) -> None:
        """Trace, and compute nothing: a copy of a process in which JAX has compiled hangs."""
        running.tried(building.model(mlp([(None, 2), (None, 1)])), np.zeros((2, 3), np.float32))

    def swap_random(self, state: Any) -> Any:
        return state  # JAX draws with keys that it is given, and keeps no state

    def start_case(self, seed: int) -> None:
        del seed
        looking.memory.forget()
        building.models.forget()

    def global_state(self) -> tuple[Any, ...]:
        return tuple(getattr(jax.config, name) for name in _SETTINGS)

    def restore_global_state(self, state: tuple[Any, ...]) -> None:
        for name, value in zip(_SETTINGS, state, strict=True):
            if getattr(jax.config, name) != value:
                jax.config.update(name, value)


FRAMEWORK = _Flax()

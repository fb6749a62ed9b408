"""Keras 3 on TensorFlow in a lab, on the processor."""

from __future__ import annotations

import os
import random
from typing import Any

from graders.lab.frameworks.keras.recipe import RECIPE

os.environ.update(RECIPE.variables)


import keras
import tensorflow as tf

from graders.lab.frameworks.common.instruments import import_all
from graders.lab.frameworks.common.measured import offer_of_objects
from graders.lab.frameworks.common.shared import OnTheProcessor
from graders.lab.frameworks.keras import INSTRUMENTS, building, looking, port
from graders.networks import Batch, Description

import_all("graders.lab.frameworks.keras")
offer_of_objects(INSTRUMENTS, port)


class _Keras(OnTheProcessor):
    """What the lab asks of Keras: see `Framework`."""

    instruments = INSTRUMENTS

    def build(self, description: Description) -> Any:
        return building.build(description)

    def make_batch(self, batch: Batch) -> Any:
        return building.make_batch(batch)

    def dtype(self, name: str) -> str:
        return name

    def is_live(self, value: object) -> bool:
        kinds = (keras.layers.Layer, keras.optimizers.Optimizer, keras.Variable, tf.Tensor)
        return issubclass(type(value), kinds)

    def unwrap(self, value: object) -> object:
        if type(value) is not tf.TensorShape:
            return value
        sizes: Any = value
        return tuple(sizes)

    def get_warm(self) -> None:
        """Nothing is computed: TensorFlow's threads would not survive in a copy of the process."""
        tf.config.threading.set_inter_op_parallelism_threads(1)
        tf.config.threading.set_intra_op_parallelism_threads(1)
        keras.config.disable_traceback_filtering()

    def swap_random(self, state: Any) -> Any:
        left = random.getstate()
        if state is not None:
            random.setstate(state)
        return left

    def start_case(self, seed: int) -> None:
        looking.memory.forget()
        keras.backend.clear_session(free_memory=False)  # names are numbered anew
        keras.utils.set_random_seed(seed)

    def global_state(self) -> tuple[Any, ...]:
        return (
            keras.config.floatx(),
            keras.config.dtype_policy(),
            tf.config.functions_run_eagerly(),
        )

    def restore_global_state(self, state: tuple[Any, ...]) -> None:
        if state == self.global_state():
            return
        keras.config.set_floatx(state[0])
        keras.config.set_dtype_policy(state[1])
        tf.config.run_functions_eagerly(state[2])


FRAMEWORK = _Keras()

"""MXNet Gluon 1.9.1 in a lab, under `npx.set_np()`."""

from __future__ import annotations

import os
import warnings
from typing import Any

from graders.lab.frameworks.mxnet.recipe import RECIPE

os.environ.update(RECIPE.variables)


with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it names np.bool, which numpy 1.23 still has
    import mxnet as mx
    from mxnet import np, npx
    from mxnet.gluon import Block, Parameter, Trainer

from graders.lab.frameworks.common.instruments import import_all
from graders.lab.frameworks.common.measured import offer_of_objects
from graders.lab.frameworks.common.shared import OnTheProcessor
from graders.lab.frameworks.mxnet import INSTRUMENTS, building, looking, port
from graders.networks import Batch, Description, Linear, Network, ReLU

import_all("graders.lab.frameworks.mxnet")
offer_of_objects(INSTRUMENTS, port)
npx.set_np()


class _MXNet(OnTheProcessor):
    """What the lab asks of MXNet: see `Framework`."""

    instruments = INSTRUMENTS

    def build(self, description: Description) -> Any:
        return building.build(description)

    def make_batch(self, batch: Batch) -> Any:
        return building.make_batch(batch)

    def dtype(self, name: str) -> str:
        return name

    def is_live(self, value: object) -> bool:
        kinds = (Block, Trainer, Parameter, mx.init.Initializer, np.ndarray)
        return issubclass(type(value), kinds)

    def unwrap(self, value: object) -> object:
        return value

    def get_warm(self) -> None:
        """MXNet hands its engine over when a process is copied; with NaiveEngine there are no threads."""
        net = building.build(Network((Linear(None, 2), ReLU(), Linear(2, 1))))
        with mx.autograd.record():
            loss = net(np.ones((2, 3))).sum()
        loss.backward()

    def swap_random(self, state: Any) -> Any:
        """MXNet's generator cannot be read: its labs have a process each."""
        return state

    def start_case(self, seed: int) -> None:
        looking.memory.forget()
        mx.random.seed(seed)

    def global_state(self) -> tuple[Any, ...]:
        return (
            npx.is_np_shape(),
            npx.is_np_array(),
            mx.autograd.is_recording(),
            mx.current_context(),
        )

    def restore_global_state(self, state: tuple[Any, ...]) -> None:
        if state[:2] != self.global_state()[:2]:
            npx.set_np(shape=state[0], array=state[1])


FRAMEWORK = _MXNet()

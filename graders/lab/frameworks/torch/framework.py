"""PyTorch in a lab."""

from __future__ import annotations

import copy
import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import torch
from torch import nn

from graders.lab.devices import Placement
from graders.lab.frameworks.common.instruments import import_all
from graders.lab.frameworks.common.measured import offer_of_objects
from graders.lab.frameworks.torch import INSTRUMENTS, accelerators, building, looking, port
from graders.lab.frameworks.torch.accelerators import ACCELERATORS
from graders.lab.frameworks.torch.kept import Checkpoint
from graders.networks import STAND_IN, Batch, Description, mlp

import_all("graders.lab.frameworks.torch")
offer_of_objects(INSTRUMENTS, port)


class _Torch:
    """What the lab asks of PyTorch: see `Framework`."""

    instruments = INSTRUMENTS

    @property
    def lost(self) -> str:
        return ACCELERATORS.lost

    def devices(self, *, accelerators: bool = True) -> tuple[str, ...]:
        found = ACCELERATORS.found() if accelerators else ()
        return ("cpu", STAND_IN, *found)

    def why_no_more(self) -> str:
        return ACCELERATORS.why_no_more()

    def wake(self, devices: tuple[str, ...], workers: int) -> None:
        ACCELERATORS.wake(devices, workers)

    def within(self, placement: Placement) -> Callable[[], AbstractContextManager[None]]:
        return ACCELERATORS.within(placement)

    def give_back(self) -> None:
        looking.memory.forget()
        ACCELERATORS.give_back()

    def build(self, description: Description) -> nn.Module:
        return building.network(description)

    def make_batch(self, batch: Batch) -> torch.Tensor:
        return building.batch_of(batch)

    def dtype(self, name: str) -> torch.dtype | None:
        return building.dtype_named(name)

    def is_live(self, value: object) -> bool:
        return issubclass(type(value), (nn.Module, torch.optim.Optimizer, io.BytesIO, Checkpoint))

    def unwrap(self, value: object) -> object:
        return tuple(value) if type(value) is torch.Size else value

    def get_warm(self) -> None:
        torch.set_num_threads(1)  # a pool of threads would not survive in a copy of the process
        net = building.network(mlp([(None, 2), (2, 1)]))
        optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
        net(torch.zeros(2, 1)).sum().backward()
        optimizer.step()
        # The first time that "meta" computes, PyTorch imports hundreds of modules: a second in every child.
        copy.deepcopy(net).to("meta")(torch.zeros(2, 1, device="meta"))

    def swap_random(self, state: list[torch.Tensor] | None) -> list[torch.Tensor]:
        drawing = accelerators.generators()
        left = [generator.get_state() for generator in drawing]
        for generator, known in zip(drawing, state or (), strict=False):
            generator.set_state(known)
        return left

    def start_case(self, seed: int) -> None:
        looking.memory.forget()
        accelerators.start_drawing(seed)

    def global_state(self) -> tuple[Any, ...]:
        return (
            torch.get_default_dtype(),
            torch.get_default_device(),
            torch.is_grad_enabled(),
            torch.get_num_threads(),
            torch.are_deterministic_algorithms_enabled(),
        )

    def restore_global_state(self, state: tuple[Any, ...]) -> None:
        now = self.global_state()
        if now == state:
            return
        dtype, device, gradients, threads, deterministic = state
        torch.set_default_dtype(dtype)
        if now[1] != device:
            torch.set_default_device(None)  # what it was before may be a lab's own home
        if torch.get_default_device() != device:
            torch.set_default_device(device)
        torch.set_grad_enabled(gradients)
        if now[3] != threads:
            torch.set_num_threads(threads)
        torch.use_deterministic_algorithms(deterministic)


FRAMEWORK = _Torch()

"""PyTorch in a lab."""

from __future__ import annotations

import copy
import importlib
import io
import pkgutil
from typing import Any

import torch
from torch import nn

from graders.lab.frameworks import with_torch
from graders.lab.frameworks.with_torch import INSTRUMENTS, building, looking
from graders.lab.frameworks.with_torch.checkpoints import Checkpoint
from graders.networks import Batch, Description, mlp

for _found in pkgutil.iter_modules(with_torch.__path__, f"{with_torch.__name__}."):
    importlib.import_module(_found.name)  # each offers its instruments


class _Torch:
    """What the lab asks of PyTorch: see `Framework`."""

    instruments = INSTRUMENTS

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
        copy.deepcopy(net).to("meta")

    def swap_random(self, state: torch.Tensor | None) -> torch.Tensor:
        left = torch.default_generator.get_state()
        if state is not None:
            torch.default_generator.set_state(state)
        return left

    def start_case(self, seed: int) -> None:
        looking.memory.forget()
        torch.default_generator.manual_seed(seed)

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
            torch.set_default_device(None if device.type == "cpu" else device)
        torch.set_grad_enabled(gradients)
        if now[3] != threads:
            torch.set_num_threads(threads)
        torch.use_deterministic_algorithms(deterministic)


FRAMEWORK = _Torch()

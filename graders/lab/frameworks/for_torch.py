"""PyTorch in a lab."""

from __future__ import annotations

import io
from typing import Any

import torch
from torch import nn

from graders.lab.frameworks.with_torch import INSTRUMENTS, building, looking
from graders.lab.frameworks.with_torch import running as _running  # noqa: F401  its instruments
from graders.lab.frameworks.with_torch import sharing as _sharing  # noqa: F401  its instruments
from graders.networks import Batch, Description


class _Torch:
    """What the lab asks of PyTorch: see `Framework`."""

    instruments = INSTRUMENTS

    def build(self, description: Description) -> nn.Module:
        return building.network(description)

    def make_batch(self, batch: Batch) -> torch.Tensor:
        return building.batch_of(batch)

    def is_live(self, value: object) -> bool:
        return issubclass(type(value), (nn.Module, torch.optim.Optimizer, io.BytesIO))

    def unwrap(self, value: object) -> object:
        return tuple(value) if type(value) is torch.Size else value

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

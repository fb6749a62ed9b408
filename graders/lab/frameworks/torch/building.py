"""Live modules and tensors from descriptions."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import torch
from torch import nn

from graders.lab.frameworks.torch.accelerators import generators, start_drawing
from graders.lab.observations import Values
from graders.networks import (
    Batch,
    BatchNorm,
    Conv2d,
    Description,
    Dropout,
    Flatten,
    Layer,
    Layers,
    Linear,
    MaxPool2d,
    Network,
    ReLU,
)


def dtype_named(name: str | None) -> torch.dtype | None:
    """Torch's dtype of that name; None for its default."""
    return None if name is None else getattr(torch, name)


@contextlib.contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Draw with `seed` inside, and go on outside as if nothing had been drawn."""
    before = [(generator, generator.get_state()) for generator in generators()]
    start_drawing(seed)
    try:
        yield
    finally:
        for generator, state in before:
            generator.set_state(state)


def _linear(layer: Linear, device: str | None, dtype: torch.dtype | None) -> nn.Module:
    if layer.in_features is None:
        return nn.LazyLinear(layer.out_features, layer.bias, device, dtype)
    return nn.Linear(layer.in_features, layer.out_features, layer.bias, device, dtype)


def _convolution(layer: Conv2d, device: str | None, dtype: torch.dtype | None) -> nn.Module:
    options: dict[str, Any] = {
        "stride": layer.stride,
        "padding": layer.padding,
        "groups": layer.groups,
        "bias": layer.bias,
        "device": device,
        "dtype": dtype,
    }
    made: nn.Module
    if layer.in_channels is None:
        made = nn.LazyConv2d(layer.out_channels, layer.kernel, **options)
    else:
        made = nn.Conv2d(layer.in_channels, layer.out_channels, layer.kernel, **options)
    return made


def _batch_norm(layer: BatchNorm, device: str | None, dtype: torch.dtype | None) -> nn.Module:
    if layer.features is None:
        lazy = nn.LazyBatchNorm1d if layer.rank == 1 else nn.LazyBatchNorm2d
        return lazy(device=device, dtype=dtype)
    eager = nn.BatchNorm1d if layer.rank == 1 else nn.BatchNorm2d
    return eager(layer.features, device=device, dtype=dtype)


def module(layer: Layer, device: str | None, dtype: torch.dtype | None) -> nn.Module:
    """One layer."""
    match layer:
        case Linear():
            return _linear(layer, device, dtype)
        case ReLU(inplace=inplace):
            return nn.ReLU(inplace=inplace)
        case Conv2d():
            return _convolution(layer, device, dtype)
        case BatchNorm():
            return _batch_norm(layer, device, dtype)
        case MaxPool2d(kernel=kernel):
            return nn.MaxPool2d(kernel)
        case Flatten():
            return nn.Flatten()
        case Dropout(probability=probability):
            return nn.Dropout(probability)
        case Network(layers=layers):
            return nn.Sequential(*(module(inner, device, dtype) for inner in layers))


def tensor(values: Values) -> torch.Tensor:
    """The tensor that has these numbers."""
    return torch.tensor(values.numbers, dtype=dtype_named(values.dtype)).reshape(values.shape)


def network(description: Description) -> nn.Module:
    """What a description says, its values drawn with its own seed."""
    if isinstance(description, Layers):
        description = description.network()
    if not isinstance(description, Network):
        with seeded(0):
            return module(description, None, None)
    dtype = dtype_named(description.dtype)
    with seeded(description.seed):
        return nn.Sequential(
            *(module(layer, description.device, dtype) for layer in description.layers)
        )


_drawing = torch.Generator()


def normal(shape: tuple[int, ...], seed: int, dtype: torch.dtype | None = None) -> torch.Tensor:
    """Normal random numbers, drawn on the CPU: they are the same on every device."""
    _drawing.manual_seed(seed)
    return torch.randn(shape, generator=_drawing, dtype=dtype, device="cpu")


def batch_of(batch: Batch) -> torch.Tensor:
    """The input that a batch describes, the same on every device."""
    drawn = normal(batch.shape, batch.seed, dtype_named(batch.dtype))
    return drawn.to(batch.device or torch.get_default_device())

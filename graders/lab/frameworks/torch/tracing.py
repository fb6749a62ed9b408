"""A network layer by layer, for pictures: what each holds, and what a batch becomes on its way."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import nn

from graders.lab.frameworks.torch import INSTRUMENTS
from graders.lab.frameworks.torch.looking import parameter_seen
from graders.lab.frameworks.torch.reading import named_parameters_of
from graders.lab.frameworks.torch.running import output_of, raised
from graders.lab.observations import ParameterSeen, Part, Trace


@INSTRUMENTS.offer
def parts(net: nn.Module) -> tuple[Part, ...]:
    """The layers in the order of a forward; nested networks lie flat."""
    return tuple(Part(type(layer).__name__, _held_by(layer)) for layer in _layers(net))


@INSTRUMENTS.offer
def trace(net: nn.Module, x: torch.Tensor) -> Trace:
    """What `net(x)` does, with the shape after each layer."""
    shapes = [tuple(x.shape)]
    for layer in _layers(net):
        try:
            x = output_of(layer, x)
        except Exception as error:  # noqa: BLE001  this is what a picture is about
            return Trace(tuple(shapes), raised(error))
        shapes.append(tuple(x.shape))
    return Trace(tuple(shapes))


def _layers(net: nn.Module) -> Iterator[nn.Module]:
    """The layers of a sequence, those of sequences in it included; else the module itself."""
    if type(net) is not nn.Sequential:
        yield net
        return
    for child in net:
        yield from _layers(child)


def _held_by(layer: nn.Module) -> tuple[ParameterSeen, ...]:
    held = named_parameters_of(layer, remove_duplicate=False)
    return tuple(parameter_seen(name, parameter) for name, parameter in held)

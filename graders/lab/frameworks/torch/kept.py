"""Inputs and state dicts as live objects, where plain ones would be taken for data."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

import torch

from graders.lab.frameworks.torch import INSTRUMENTS
from graders.lab.frameworks.torch.looking import values_of
from graders.lab.observations import Values


class Inputs(tuple[torch.Tensor, ...]):
    """A tuple of tensors that can be looked at again: being callable, it stays in the lab."""

    __slots__ = ()

    def __call__(self) -> tuple[Values, ...]:
        """The numbers in it."""
        return tuple(map(values_of, self))


@INSTRUMENTS.offer
def inputs(*tensors: torch.Tensor) -> Inputs:
    """Inputs for a network that can be looked at again after a submission has had them."""
    return Inputs(tensors)


@INSTRUMENTS.offer
def numbers_in(inputs: Inputs) -> tuple[Values, ...]:
    """The numbers of each of the inputs."""
    return inputs()


class Checkpoint(OrderedDict[str, Any]):
    """A state dict that stays in the lab, where a plain one would be taken for data."""

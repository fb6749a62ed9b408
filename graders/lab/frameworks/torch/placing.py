"""Networks on other devices than the default one: moved there, and run where no numbers are."""

from __future__ import annotations

import re

import torch
from torch import nn

from graders.lab.frameworks.torch import INSTRUMENTS
from graders.lab.frameworks.torch.running import output_of, raised
from graders.lab.observations import Raised

_TWO_DEVICES = re.compile(r"same device|expected device")


@INSTRUMENTS.offer
def mixture(net: nn.Module, x: torch.Tensor) -> Raised | None:
    """What a forward raises because it brings two devices together; None if it does not.

    Whatever else it raises says nothing: a design may ask for numbers, and "meta" has none.
    """
    try:
        output_of(net, x)
    except Exception as error:  # noqa: BLE001  the network may be anybody's
        found = raised(error)
        mixed = _TWO_DEVICES.search(found.message) is not None or _runs_by_default(net, x)
        return found if mixed else None
    return None


def _runs_by_default(net: nn.Module, x: torch.Tensor) -> bool:
    """Whether a forward goes well once its device is the default one.

    What is copied out of "meta" into a new tensor raises the same as asking for numbers does.
    """
    try:
        with torch.device(x.device):
            output_of(net, x)
    except Exception:  # noqa: BLE001  the network may be anybody's
        return False
    return True


@INSTRUMENTS.offer
def shape_given(net: nn.Module, x: torch.Tensor) -> tuple[int, ...] | Raised:
    """The shape of its output, or what was raised: for devices on which numbers are nowhere."""
    try:
        return tuple(output_of(net, x).shape)
    except Exception as error:  # noqa: BLE001  the layer may be anybody's
        return raised(error)

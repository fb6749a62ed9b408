"""Raise SystemExit: plainly, with a hostile code, past the watch over a call, and from a network."""

import torch
from torch import nn


class SilentExit(SystemExit):
    """Says that it is an AssertionError, and that its code is whatever is wanted."""

    __class__ = AssertionError

    @property
    def code(self):
        return 0

    def __str__(self):
        raise SystemExit(0)


class LeavesWhenAsked:
    """Leaves as soon as somebody wants to know which module it is from.

    A host that lists what a submission defines, because a function is missing, asks just that,
    and perhaps outside of the block that turns exceptions into data.
    """

    def __getattribute__(self, name):
        raise SystemExit(0)


public_name = LeavesWhenAsked()
# There is no `after_forwards`: somebody will look for names that resemble it.


def first_mismatch(layers, in_features):
    raise SystemExit(0)


def sizes_at_mismatch(layers, in_features):
    raise SilentExit


class Leaves(nn.Sequential):
    """Raises SystemExit when it is run, and when it is looked at."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        raise SystemExit(True)

    def children(self):
        raise SystemExit(None)

    def __iter__(self):
        raise SystemExit(0)


def repair(net, in_features):
    return Leaves(nn.Linear(1, 1))

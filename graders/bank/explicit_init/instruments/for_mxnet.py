"""What only this exercise asks of live networks."""

from __future__ import annotations

from typing import Any

import mxnet as mx
from mxnet.gluon import Block, nn

from graders.lab.frameworks.mxnet.tools import leaves, normal


class _ByShape(mx.init.Initializer):  # type: ignore[misc]
    """Fills with numbers that the shape decides."""

    def _init_weight(self, name: Any, array: Any) -> None:
        del name
        array[:] = normal(array.shape, array.size)


def filler() -> Any:
    """An initializer that fills with numbers that a parameter's shape decides."""
    return _ByShape()


def filled_anew(net: Block, init: Any) -> None:
    """Ask for initialization by an initializer, of what has data too."""
    net.initialize(init, force_reinit=True)


def insisting(net: Block, value: float) -> None:
    """Let each dense layer be as if constructed with `weight_initializer=mx.init.Constant(value)`."""
    for leaf in leaves(net):
        if isinstance(leaf, nn.Dense):
            leaf.weight.init = mx.init.Constant(value)


class Branches(nn.HybridSequential):  # type: ignore[misc]
    """Networks side by side, each with an input of its own. Counts its forwards."""

    forwards = 0

    def forward(self, *inputs: Any) -> Any:
        """What each branch answers."""
        self.forwards += 1
        if len(inputs) != len(self):
            raise TypeError(f"forward takes {len(self)} inputs, {len(inputs)} came")
        return [net(x) for net, x in zip(self, inputs, strict=True)]


def branches(nets: list[Block]) -> Block:
    """The same live networks as branches of one that takes as many inputs."""
    made = Branches()
    made.add(*nets)
    return made


def repeated_forwards(net: Branches) -> int:
    """How many forwards there have been after the first."""
    return max(net.forwards - 1, 0)

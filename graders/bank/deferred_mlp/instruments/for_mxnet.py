"""What only this exercise asks of live networks."""

from __future__ import annotations

from mxnet.gluon import Block

from graders.lab.frameworks.mxnet.tools import named_parameters, parameters


def known_shapes(net: Block) -> dict[str, tuple[int, ...]]:
    """The shape of each parameter as MXNet keeps it: -1 where a size is not known."""
    return {name: tuple(p.shape) for name, p in named_parameters(net).items()}


def open_shapes(net: Block) -> list[tuple[int, ...]]:
    """The same without the names, each parameter once."""
    return [tuple(parameter.shape) for parameter in parameters(net)]

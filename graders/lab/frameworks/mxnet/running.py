"""Calls of Gluon networks, and the layers that they go through."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Self

from msgspec import structs
from mxnet import autograd, np
from mxnet.gluon import Block

from graders.lab.frameworks.common.instruments import UnmeasurableError, values_of
from graders.lab.frameworks.common.shared import array_of, numbers_of
from graders.lab.frameworks.common.shared import raised as said_by
from graders.lab.frameworks.mxnet import INSTRUMENTS
from graders.lab.frameworks.mxnet.looking import (
    has_data,
    leaves,
    named_parameters,
)
from graders.lab.observations import Forward, Raised, Stop, Trace, Values
from graders.networks import batch

_COUNTED = re.compile(r"\b([a-z]+)\d+_")


def raised(error: BaseException) -> Raised:
    """What a network raised; without the numbers that MXNet gives to names."""
    said = said_by(error)
    message = _COUNTED.sub(r"\1_", said.message).removeprefix("MXNetError: ")
    return structs.replace(said, message=message)


def output_of(net: Callable[[Any], Any], x: Any) -> Any:
    """What a forward returns, which has to be an array."""
    output = net(x)
    if not issubclass(type(output), np.ndarray):
        raise UnmeasurableError(f"forward returned a {type(output).__name__}, not an array")
    return output


def _stop(leaves: list[Block], number: int, x: Any) -> Stop:
    weight = getattr(leaves[number], "weight", None)
    before = [leaf for leaf in leaves[:number] if named_parameters(leaf)]
    return Stop(
        len(before),
        x.size // x.shape[0] if x.ndim > 1 else 1,  # Dense flattens all but the first dimension
        weight.shape[1] if weight is not None and has_data(weight) else None,
    )


class _Course:
    """What each leaf got and gave during one call of the whole."""

    def __init__(self, net: Block) -> None:
        self.leaves = leaves(net)
        self.shapes: list[tuple[int, ...]] = []
        self.at: tuple[int, Any] | None = None
        self._hooks: list[Any] = []

    def __enter__(self) -> Self:
        for number, leaf in enumerate(self.leaves):
            self._hooks.append(leaf.register_forward_pre_hook(self._entered(number)))
            self._hooks.append(leaf.register_forward_hook(self._left))
        return self

    def _entered(self, number: int) -> Any:
        def hook(_block: Block, arguments: tuple[Any, ...]) -> None:
            self.at = (number, arguments[0])

        return hook

    def _left(self, _block: Block, _arguments: Any, output: Any) -> None:
        if hasattr(output, "shape"):  # while a whole is compiled, symbols go through
            self.shapes.append(tuple(output.shape))
            self.at = None

    def __exit__(self, *_raised: object) -> None:
        for hook in self._hooks:
            hook.detach()

    def stop(self) -> Stop | None:
        """Where it stopped. None: a whole that is compiled stops nowhere."""
        if self.at is None or not hasattr(self.at[1], "ndim"):
            return None
        return _stop(self.leaves, *self.at)


@INSTRUMENTS.offer
def forward(net: Block, x: Any) -> Forward:
    """Call it as anyone does."""
    with _Course(net) as course:
        try:
            return Forward(values_of(output_of(net, x).asnumpy()))
        except Exception as error:  # noqa: BLE001  the network may be anybody's
            return Forward(raised(error), course.stop())


@INSTRUMENTS.offer
def trace(net: Block, x: Any) -> Trace:
    """What `net(x)` does, with the shape after each layer."""
    with _Course(net) as course:
        try:
            net(x).wait_to_read()
        except Exception as error:  # noqa: BLE001  this is what a picture is about
            return Trace((tuple(x.shape), *course.shapes), raised(error))
    return Trace((tuple(x.shape), *course.shapes))


def normal(shape: tuple[int, ...], seed: int) -> Any:
    """Normally distributed numbers that shape and seed decide; MXNet's own generator rests."""
    return np.array(numbers_of(batch(*shape, seed=seed)))


def generic_loss(output: Any) -> Any:
    """A scalar to which every entry contributes in a way of its own."""
    return (output * normal(output.shape, 0)).sum()


def backward(net: Callable[[Any], Any], listed: list[Any], batches: list[Any] | Any) -> None:
    """Let the generic loss, summed over the batches, leave its gradients in what is `listed`."""
    for parameter in listed:
        parameter.grad()[:] = 0  # its own zero_grad knows only the arrays of old
    every = batches if isinstance(batches, list) else [batches]
    with autograd.record(train_mode=False):
        loss = sum(generic_loss(output_of(net, x)) for x in every)
    loss.backward()


@INSTRUMENTS.offer
def saved(net: Block) -> list[tuple[str, Values]]:
    """What `save_parameters` writes to a file: every parameter by its place, with its numbers."""
    return [(name, values_of(p.data().asnumpy())) for name, p in named_parameters(net).items()]


@INSTRUMENTS.offer
def restore(net: Block, numbers: list[tuple[str, Values]]) -> Raised | None:
    """Load it as `load_parameters` does; what was raised, or None."""
    known = named_parameters(net)
    given = dict(numbers)
    try:
        for name in sorted(known.keys() ^ given.keys()):
            raise AssertionError(f"Parameter '{name}' is missing on one side")  # noqa: TRY301
        for name, parameter in known.items():
            wanted = given[name]
            data = np.array(array_of(wanted), dtype=wanted.dtype)
            parameter._load_init(data, parameter.list_ctx())  # noqa: SLF001  load_parameters does
    except Exception as error:  # noqa: BLE001  the network may be anybody's
        return raised(error)
    return None

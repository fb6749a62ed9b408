"""Networks for inputs of several widths: what is shared, what is felt, what is trained."""

from __future__ import annotations

from typing import Any

from mxnet import autograd, np
from mxnet.gluon import Block, Parameter, Trainer

from graders.lab.frameworks.common.instruments import UnmeasurableError, values_of
from graders.lab.frameworks.mxnet import INSTRUMENTS
from graders.lab.frameworks.mxnet.looking import has_data, parameters
from graders.lab.frameworks.mxnet.running import (
    backward,
    generic_loss,
    normal,
    output_of,
    raised,
)
from graders.lab.observations import Forward, Values


class _Padded(Block):  # type: ignore[misc]
    """A network behind zeros that are appended to its input."""

    def __init__(self, net: Block, width: int) -> None:
        super().__init__()
        self.net = net
        self.width = width

    def forward(self, x: Any) -> Any:
        missing = np.zeros((x.shape[0], self.width - x.shape[1]))
        return self.net(np.concatenate([x, missing], axis=1) if missing.size else x)


class _Added(Block):  # type: ignore[misc]
    """Blocks side by side: one input, the sum of what they answer."""

    def __init__(self, blocks: list[Block]) -> None:
        super().__init__()
        for number, block in enumerate(blocks):
            self.register_child(block, str(number))

    def forward(self, x: Any) -> Any:
        return sum(block(x) for block in self._children.values())


@INSTRUMENTS.offer
def padded(net: Block, width: int) -> Block:
    """The same live network, fed with inputs that are first padded with zeros to a width."""
    return _Padded(net, width)


@INSTRUMENTS.offer
def added(blocks: list[Block]) -> Block:
    """The same live blocks side by side, their outputs summed."""
    return _Added(blocks)


def _trainable(net: Block) -> list[Parameter]:
    return [p for p in parameters(net) if has_data(p) and p.grad_req != "null"]


def _of_shape(net: Block, shape: tuple[int, ...]) -> Parameter | None:
    found = (p for p in parameters(net) if has_data(p) and tuple(p.shape) == tuple(shape))
    return next(found, None)


@INSTRUMENTS.offer
def value_of(net: Block, shape: tuple[int, ...]) -> Values | None:
    """The numbers of the first parameter of that shape, whatever its name, or None."""
    parameter = _of_shape(net, shape)
    return None if parameter is None else values_of(parameter.data().asnumpy())


@INSTRUMENTS.offer
def gradient_of(net: Block, shape: tuple[int, ...], x: Any) -> Values | None:
    """The gradient of the first parameter of that shape, of a generic loss."""
    backward(net, _trainable(net), x)
    parameter = _of_shape(net, shape)
    return None if parameter is None else values_of(parameter.grad().asnumpy())


@INSTRUMENTS.offer
def felt(net: Block, x: Any) -> list[int]:
    """The columns of a batch that the loss depends on, by its gradient in any row."""
    x = x.copy()
    x.attach_grad()
    with autograd.record(train_mode=False):
        loss = generic_loss(output_of(net, x))
    loss.backward()
    return [column for column, minds in enumerate(x.grad.asnumpy().any(axis=0)) if minds]


@INSTRUMENTS.offer
def sharing(net: Block, batches: list[Any]) -> list[int]:
    """The widths that have a parameter in common: the longest list that one parameter has.

    A width has a parameter if it gives it a gradient, and if its output changes with it.
    """
    listed = _trainable(net)
    having: list[list[Any]] = [[] for _ in listed]
    for x in batches:
        backward(net, listed, x)
        for has, parameter in zip(having, listed, strict=True):
            if parameter.grad().asnumpy().any():
                has.append(x)
    longest: list[int] = []
    for parameter, has in sorted(zip(listed, having, strict=True), key=lambda p: -len(p[1])):
        if len(has) > len(longest):
            longest = max(longest, _moved_by(parameter, net, has), key=len)
    return longest


def _moved_by(parameter: Parameter, net: Block, batches: list[Any]) -> list[int]:
    """The widths whose output changes with a parameter. The parameter is put back."""
    before = parameter.data().copy()
    outputs = [output_of(net, x).asnumpy() for x in batches]
    parameter.set_data(before + normal(tuple(parameter.shape), 0))
    changed = [(net(x).asnumpy() != y).any() for x, y in zip(batches, outputs, strict=True)]
    parameter.set_data(before)
    return [x.shape[-1] for x, moved in zip(batches, changed, strict=True) if moved]


@INSTRUMENTS.offer
def in_halves(net: Block, x: Any) -> Forward:
    """What the first and the last rows of a batch give by themselves, put together again."""
    middle = x.shape[0] // 2
    try:
        halves = [output_of(net, half) for half in (x[:middle], x[middle:])]
        return Forward(values_of(np.concatenate(halves).asnumpy()))
    except Exception as error:  # noqa: BLE001  the network may be anybody's
        return Forward(raised(error))


@INSTRUMENTS.offer
def trainer(net: Block) -> Trainer:
    """A trainer of all parameters that the network lists now."""
    return Trainer(net.collect_params(), "sgd", {"learning_rate": 0.1})


class _Watching:
    """Notes which parameters' data are asked for."""

    def __enter__(self) -> dict[int, Parameter]:
        self._usual = Parameter.data
        used: dict[int, Parameter] = {}

        def noted(parameter: Parameter, *arguments: Any, **options: Any) -> Any:
            used[id(parameter)] = parameter
            return self._usual(parameter, *arguments, **options)

        Parameter.data = noted
        return used

    def __exit__(self, *_raised: object) -> None:
        Parameter.data = self._usual


@INSTRUMENTS.offer
def unknown_to(trainer: Trainer, net: Block, batches: list[Any]) -> list[tuple[int, ...]]:
    """Shapes of the parameters that the outputs are made with and should be trained, but are not."""
    if not issubclass(type(trainer), Trainer):
        raise UnmeasurableError(f"expected a trainer, got a {type(trainer).__name__}")
    with _Watching() as used:
        for x in batches:
            output_of(net, x)
    known = {id(parameter) for parameter in trainer._params}  # noqa: SLF001  there is no other list
    return sorted(
        tuple(p.shape) for p in used.values() if p.grad_req != "null" and id(p) not in known
    )

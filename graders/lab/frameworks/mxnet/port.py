"""What the common instruments need of MXNet: see `Port`."""

from __future__ import annotations

from typing import Any

from mxnet import autograd, np
from mxnet.gluon import Block, Parameter, Trainer

from graders.lab.frameworks.common.instruments import UnmeasurableError
from graders.lab.frameworks.common.instruments import values_of as numbers_of
from graders.lab.frameworks.common.shared import array_of
from graders.lab.frameworks.mxnet import looking, running
from graders.lab.frameworks.mxnet.looking import has_data, known_values_of, leaves, memory
from graders.lab.frameworks.mxnet.running import (
    backward,
    generic_loss,
    normal,
    output_of,
)
from graders.lab.observations import Values

call = running.output_of
raised = running.raised
read = known_values_of
token = memory.token


def values_of(array: Any) -> Values:
    """The numbers of an array."""
    return numbers_of(array.asnumpy())


def layers(net: Block) -> Block:
    """A sequence itself can be asked for its blocks by number."""
    return net


def weighted_layers(net: Block) -> list[list[Parameter]]:
    """The blocks that have a weight."""
    found = [leaf for leaf in leaves(net) if isinstance(getattr(leaf, "weight", None), Parameter)]
    return [[leaf.weight, *looking.parameters(leaf)] for leaf in found]


def named_parameters(net: Block) -> list[tuple[str, Parameter]]:
    """Under each of their places."""
    return list(looking.named_parameters(net).items())


def write(parameter: Parameter, numbers: Values) -> None:
    """The parameter takes the dtype of the numbers."""
    parameter.set_data(np.array(array_of(numbers), dtype=numbers.dtype))


def add_noise(parameters: list[Parameter], seed: int) -> None:
    """What has data and is no statistic of a normalization; each by its number."""
    for number, parameter in enumerate(parameters):
        if has_data(parameter) and parameter.grad_req != "null":
            noise = normal(tuple(parameter.shape), 1000 * seed + number)
            parameter.set_data(parameter.data() + noise.astype(parameter.dtype))


def gradients(net: Block, batches: list[Any]) -> tuple[list[Parameter], list[list[Values | None]]]:
    """The arrays that MXNet keeps gradients in are cleared for each batch."""
    there = [parameter for parameter in looking.parameters(net) if has_data(parameter)]
    trained = [parameter for parameter in there if parameter.grad_req != "null"]
    rows: list[list[Values | None]] = []
    for x in batches:
        backward(net, trained, x)
        rows.append([_gradient(parameter) for parameter in there])
    return there, rows


def _gradient(parameter: Parameter) -> Values | None:
    trained = parameter.grad_req != "null"
    return values_of(parameter.grad()) if trained else None


def gradient_of_input(net: Block, x: Any) -> Values:
    """Of a copy of the batch."""
    x = x.copy()
    x.attach_grad()
    with autograd.record(train_mode=False):
        loss = generic_loss(output_of(net, x))
    loss.backward()
    return values_of(x.grad)


def optimized(optimizer: Trainer, net: Block) -> list[Parameter]:
    """What the trainer was given."""
    del net
    if not issubclass(type(optimizer), Trainer):
        raise UnmeasurableError(f"expected a trainer, got a {type(optimizer).__name__}")
    return list(optimizer._params)  # noqa: SLF001  there is no other list


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


def used(net: Block, x: Any) -> list[Parameter]:
    """The parameters whose data a forward asks for."""
    with _Watching() as asked:
        output_of(net, x)
    return [parameter for parameter in asked.values() if parameter.grad_req != "null"]

"""The instruments that all frameworks have, once: each is written over a room's port."""

from __future__ import annotations

import copy
import functools
from typing import Any

from graders.lab.frameworks.common.instruments import Function, Instruments
from graders.lab.frameworks.common.port import Live, ObjectsPort, Port
from graders.lab.observations import Forward, Values

COMMON = Instruments()
"""Functions that take a port before what the instrument takes."""

OF_OBJECTS = Instruments()
"""Those of frameworks whose networks have their parameters in objects."""


def offer_common(instruments: Instruments, port: Port) -> None:
    """Add the common instruments to a room's, over its port; those that it has itself stay."""
    for name, function in COMMON.items():
        instruments.setdefault(name, _over(port, function))


def offer_of_objects(instruments: Instruments, port: ObjectsPort) -> None:
    """Add all of them, where networks have their parameters in objects."""
    offer_common(instruments, port)
    for name, function in OF_OBJECTS.items():
        instruments.setdefault(name, _over(port, function))


def _over(port: Port, function: Function) -> Any:
    @functools.wraps(function)
    def instrument(*arguments: Any) -> Any:
        return function(port, *arguments)

    return instrument


def _parameters(port: Port, net: Any) -> list[Any]:
    """Each parameter once, in order."""
    return list({id(parameter): parameter for _, parameter in port.named_parameters(net)}.values())


# --- numbers ---------------------------------------------------------------------------------


@COMMON.offer
def values(port: Port, net: Any) -> tuple[Values | None, ...]:
    """The numbers of each parameter, in order, each once; None while there are none."""
    return tuple(map(port.read, _parameters(port, net)))


@COMMON.offer
def known_values(port: Port, net: Any) -> list[tuple[str, Values]]:
    """The numbers of each parameter that has some, with its place."""
    found = [(name, port.read(parameter)) for name, parameter in port.named_parameters(net)]
    return [(name, numbers) for name, numbers in found if numbers is not None]


@COMMON.offer
def set_values(port: Port, net: Any, numbers: list[Values]) -> None:
    """Overwrite the parameters, in order, each once."""
    for parameter, wanted in zip(_parameters(port, net), numbers, strict=True):
        port.write(parameter, wanted)


@COMMON.offer
def take_values(port: Port, net: Any, numbers: tuple[Values | None, ...]) -> None:
    """Write values into the parameters of a network that has just been built."""
    for parameter, wanted in zip(_parameters(port, net), numbers, strict=True):
        if wanted is not None:
            port.write(parameter, wanted)


@COMMON.offer
def value_of(port: Port, net: Any, shape: tuple[int, ...]) -> Values | None:
    """The numbers of the first parameter of that shape, whatever its name, or None."""
    parameter = _of_shape(port, net, shape)
    return None if parameter is None else port.read(parameter)


def _of_shape(port: Port, net: Any, shape: tuple[int, ...]) -> Any:
    for parameter in _parameters(port, net):
        numbers = port.read(parameter)
        if numbers is not None and numbers.shape == tuple(shape):
            return parameter
    return None


@COMMON.offer
def moved_since(
    port: Port, net: Any, before: list[tuple[str, Values]]
) -> list[tuple[str, float | None]]:
    """By how much each parameter has changed at most; None if there is no such one any more."""
    now = {name: port.read(parameter) for name, parameter in port.named_parameters(net)}
    return [(name, _largest_difference(now.get(name), was)) for name, was in before]


def _largest_difference(now: Values | None, was: Values) -> float | None:
    if now is None or now.shape != was.shape:
        return None
    return max(abs(a - b) for a, b in zip(now.numbers, was.numbers, strict=True))


@COMMON.offer
def stir(port: Port, net: Any, seed: int) -> None:
    """Add noise to every parameter that has numbers: what is 0 or dead by chance comes to life."""
    port.add_noise(_parameters(port, net), seed)


# --- outputs and gradients -----------------------------------------------------------------------


@COMMON.offer
def in_halves(port: Port, net: Any, x: Any) -> Forward:
    """What the first and the last rows of a batch give by themselves, put together again."""
    middle = (x.shape[0] + 1) // 2
    try:
        first, last = (port.values_of(port.call(net, half)) for half in (x[:middle], x[middle:]))
        shape = (first.shape[0] + last.shape[0], *first.shape[1:])
        return Forward(Values(shape, first.numbers + last.numbers, first.dtype))
    except Exception as error:  # noqa: BLE001  the network may be anybody's
        return Forward(port.raised(error))


@COMMON.offer
def gradient_of(
    port: Port, net: Any, shape: tuple[int, ...], batches: list[Any] | Any
) -> Values | None:
    """The gradient of a generic loss, summed over the batches, for the first parameter of that shape."""
    found = port.gradients(net, batches if isinstance(batches, list) else [batches])
    if found is None:
        return None
    shapes = [tuple(parameter.shape) for parameter in found[0]]
    if tuple(shape) not in shapes:
        return None
    number = shapes.index(tuple(shape))
    return functools.reduce(_sum, (row[number] for row in found[1]))


def _sum(one: Values | None, other: Values | None) -> Values | None:
    if one is None or other is None:
        return other if one is None else one
    numbers = tuple(a + b for a, b in zip(one.numbers, other.numbers, strict=True))
    return Values(one.shape, numbers, one.dtype)


@COMMON.offer
def felt(port: Port, net: Any, x: Any) -> list[int]:
    """The columns of a batch that the loss depends on, by its gradient in any row."""
    gradient = port.gradient_of_input(net, x)
    if gradient is None:
        return []
    columns = gradient.shape[1]
    return [column for column in range(columns) if any(gradient.numbers[column::columns])]


@COMMON.offer
def sharing(port: Port, net: Any, batches: list[Any]) -> list[int]:
    """The widths that have a parameter in common: the longest list that one parameter has.

    A width has a parameter if it gives it a gradient, and if its output changes with it.
    """
    found = port.gradients(net, batches)
    if found is None:
        return []
    having = [
        (parameter, [x for x, row in zip(batches, found[1], strict=True) if _minds(row[number])])
        for number, parameter in enumerate(found[0])
    ]
    longest: list[int] = []
    for parameter, has in sorted(having, key=lambda one: -len(one[1])):
        if len(has) > len(longest):
            longest = max(longest, _moved_by(port, parameter, net, has), key=len)
    return longest


def _minds(gradient: Values | None) -> bool:
    return gradient is not None and any(gradient.numbers)


def _moved_by(port: Port, parameter: Any, net: Any, batches: list[Any]) -> list[int]:
    """The widths whose output changes with a parameter. The parameter is put back."""
    before = port.read(parameter)
    assert before is not None
    outputs = [port.values_of(port.call(net, x)) for x in batches]
    port.add_noise([parameter], 0)
    changed = [
        port.values_of(port.call(net, x)) != y for x, y in zip(batches, outputs, strict=True)
    ]
    port.write(parameter, before)
    return [int(x.shape[-1]) for x, moved in zip(batches, changed, strict=True) if moved]


# --- objects ---------------------------------------------------------------------------------


@OF_OBJECTS.offer
def replaced(port: ObjectsPort, net: Any, tokens: list[int]) -> list[str]:
    """The places of the parameters that are none of the objects known by these tokens."""
    return [name for name, p in port.named_parameters(net) if port.token(p) not in tokens]


@OF_OBJECTS.offer
def what_became_of(port: ObjectsPort, net: Any, other: Any, layers: list[int]) -> list[str]:
    """For some layers of `net`, counted from 0: what `other` made of their parameters.

    "kept" if all parameter objects of a layer are in `other` too, "replaced" if its weight is not.
    """
    there = set(map(id, _parameters(port, other)))
    found = port.weighted_layers(net)
    return [_became(found[index], there) for index in layers]


def _became(parameters: list[Any], there: set[int]) -> str:
    if id(parameters[0]) not in there:
        return "replaced"
    kept = all(id(parameter) in there for parameter in parameters)
    return "kept" if kept else "kept without its bias"


@OF_OBJECTS.offer
def unknown_to(
    port: ObjectsPort, optimizer: Any, net: Any, batches: list[Any]
) -> list[tuple[int, ...]]:
    """Shapes of what the outputs depend on and should be trained, but the optimizer lacks."""
    known = set(map(id, port.optimized(optimizer, net)))
    used = {id(parameter): parameter for x in batches for parameter in port.used(net, x)}
    return sorted(tuple(parameter.shape) for key, parameter in used.items() if key not in known)


@OF_OBJECTS.offer
def layer(port: ObjectsPort, net: Any, index: int) -> Live:
    """One of a sequence's layers, counted from 0."""
    return port.layers(net)[index]


@OF_OBJECTS.offer
def copied(port: ObjectsPort, net: Any) -> Live:
    """A deep copy."""
    del port
    return copy.deepcopy(net)

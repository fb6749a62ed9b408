"""What can be seen of live networks, in which parameters may be known and have no data yet."""

from __future__ import annotations

from typing import Any

from mxnet import np
from mxnet.gluon import Block, Parameter
from numpy import dtype as named_dtype

from graders.lab.frameworks.common.instruments import values_of
from graders.lab.frameworks.common.shared import Memory, array_of
from graders.lab.frameworks.mxnet import INSTRUMENTS
from graders.lab.observations import ParameterSeen, Part, Snapshot, Values

memory = Memory()


def leaves(net: Block) -> list[Block]:
    """The blocks that do the work; a layer may hold an activation, and is one block all the same."""
    children = net._children.values()  # noqa: SLF001  Gluon has no other way to ask
    if not children or net._reg_params:  # noqa: SLF001  as above
        return [net]
    return [leaf for child in children for leaf in leaves(child)]


def has_data(parameter: Parameter) -> bool:
    """Whether it is initialized."""
    return parameter._data is not None  # noqa: SLF001  `data()` raises instead


def named_parameters(net: Block) -> dict[str, Parameter]:
    """By place, not by MXNet's own names, which are numbered through the whole process."""
    found: dict[str, Parameter] = net._collect_params_with_prefix()  # noqa: SLF001  as above
    return found


def parameters(net: Block) -> list[Parameter]:
    """Every parameter object, in order, each once."""
    return list({id(p): p for p in named_parameters(net).values()}.values())


def _seen(name: str, parameter: Parameter) -> ParameterSeen:
    return ParameterSeen(
        name,
        memory.token(parameter),
        tuple(parameter.shape) if has_data(parameter) else None,
        named_dtype(parameter.dtype).name,
        "cpu",
        parameter.grad_req != "null",
    )


@INSTRUMENTS.offer
def look(net: Block) -> Snapshot:
    """Every parameter. Uninitialized means: without data, even if all of its shape is known."""
    return Snapshot(tuple(_seen(name, p) for name, p in named_parameters(net).items()))


@INSTRUMENTS.offer
def known_shapes(net: Block) -> dict[str, tuple[int, ...]]:
    """The shape of each parameter as MXNet keeps it: -1 where a size is not known."""
    return {name: tuple(p.shape) for name, p in named_parameters(net).items()}


@INSTRUMENTS.offer
def open_shapes(net: Block) -> list[tuple[int, ...]]:
    """The same without the names, each parameter once."""
    return [tuple(parameter.shape) for parameter in parameters(net)]


def _stage(parameter: Parameter) -> str:
    if has_data(parameter):
        return "initialized"
    # Where initialization was asked for, it is noted how. Nothing public tells, without raising.
    return "deferred" if parameter._deferred_init else "constructed"  # noqa: SLF001


@INSTRUMENTS.offer
def stages(net: Block) -> dict[str, str]:
    """How far each parameter is: "constructed", "deferred" (until data comes) or "initialized"."""
    return {name: _stage(p) for name, p in named_parameters(net).items()}


@INSTRUMENTS.offer
def stages_in_order(net: Block) -> list[str]:
    """The same without the names, each parameter once."""
    return [_stage(parameter) for parameter in parameters(net)]


@INSTRUMENTS.offer
def parts(net: Block) -> tuple[Part, ...]:
    """The layers in the order of a forward; nested networks lie flat."""
    return tuple(Part(type(leaf).__name__, look(leaf).parameters) for leaf in leaves(net))


def known_values_of(parameter: Parameter) -> Values | None:
    """The numbers of a parameter; None while it has no data."""
    return values_of(parameter.data().asnumpy()) if has_data(parameter) else None


@INSTRUMENTS.offer
def values(net: Block) -> tuple[Values | None, ...]:
    """The numbers of each parameter, in order, each once; None while there is no data."""
    return tuple(map(known_values_of, parameters(net)))


@INSTRUMENTS.offer
def known_values(net: Block) -> list[tuple[str, Values]]:
    """The numbers of each parameter that has data, with its place."""
    found = ((name, known_values_of(p)) for name, p in named_parameters(net).items())
    return [(name, numbers) for name, numbers in found if numbers is not None]


@INSTRUMENTS.offer
def set_values(net: Block, numbers: list[Values]) -> None:
    """Overwrite the parameters, in order, each once."""
    for parameter, wanted in zip(parameters(net), numbers, strict=True):
        parameter.set_data(np.array(array_of(wanted), dtype=wanted.dtype))


@INSTRUMENTS.offer
def replaced(net: Block, tokens: list[int]) -> list[str]:
    """The places of the parameters that are none of the objects known by these tokens."""
    return [name for name, p in named_parameters(net).items() if memory.token(p) not in tokens]


@INSTRUMENTS.offer
def what_became_of(net: Block, other: Block, layers: list[int]) -> list[str]:
    """For some layers of `net`, counted from 0: what `other` made of their parameters.

    "kept" if all parameter objects of a layer are in `other` too, "replaced" if its weight is not.
    """
    there = {id(parameter) for parameter in parameters(other)}
    found = [leaf for leaf in leaves(net) if isinstance(_weight(leaf), Parameter)]
    return [_became(found[index], there) for index in layers]


def _weight(block: Block) -> Any:
    return getattr(block, "weight", None)


def _became(layer: Block, there: set[int]) -> str:
    if id(_weight(layer)) not in there:
        return "replaced"
    kept = all(id(parameter) in there for parameter in parameters(layer))
    return "kept" if kept else "kept without its bias"


@INSTRUMENTS.offer
def moved_since(net: Block, before: list[tuple[str, Values]]) -> list[tuple[str, float | None]]:
    """By how much each parameter has changed at most; None if there is no such one any more."""
    now = {name: known_values_of(p) for name, p in named_parameters(net).items()}
    return [(name, _largest_difference(now.get(name), was)) for name, was in before]


def _largest_difference(now: Values | None, was: Values) -> float | None:
    if now is None or now.shape != was.shape:
        return None
    return max(abs(a - b) for a, b in zip(now.numbers, was.numbers, strict=True))

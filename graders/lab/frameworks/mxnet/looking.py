"""What can be seen of live networks, in which parameters may be known and have no data yet."""

from __future__ import annotations

from typing import Any

from mxnet.gluon import Block, Parameter
from numpy import dtype as named_dtype

from graders.lab.frameworks.common.instruments import values_of
from graders.lab.frameworks.common.shared import Memory
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


def _weight(block: Block) -> Any:
    return getattr(block, "weight", None)


def _became(layer: Block, there: set[int]) -> str:
    if id(_weight(layer)) not in there:
        return "replaced"
    kept = all(id(parameter) in there for parameter in parameters(layer))
    return "kept" if kept else "kept without its bias"


def _largest_difference(now: Values | None, was: Values) -> float | None:
    if now is None or now.shape != was.shape:
        return None
    return max(abs(a - b) for a, b in zip(now.numbers, was.numbers, strict=True))

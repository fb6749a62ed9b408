"""What can be seen of a live network, as typed plain data. Imports nothing of ours.

Shapes are tuples in the framework's own order: PyTorch's weights are (out_features, in_features).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Literal

from msgspec import Struct

# What frameworks call the matrix of a layer: PyTorch and MXNet, Flax and Keras.
_WEIGHTS = ("weight", "kernel")


class Raised(Struct, frozen=True, tag=True):
    """An exception as data.

    `kinds` are the names of its class and of the classes that it extends; `where` is the innermost
    line of the submission that took part, empty if none did; `origin` tells whose code raised it:
    "submission", "framework", "call" (the arguments did not fit the function) or "grader"; `facts`
    are the integers that exercises have an exception carry, by attribute: `layer`.
    """

    kind: str
    message: str = ""
    kinds: tuple[str, ...] = ()
    where: str = ""
    origin: str = "submission"
    facts: dict[str, int] = {}

    def is_a(self, kind: str, facts: Mapping[str, int] = {}) -> bool:
        """Whether it is of this class or of one that extends it, and carries these facts."""
        return kind in self.kinds and facts.items() <= self.facts.items()


class Values(Struct, frozen=True, tag=True):
    """The numbers of a tensor in row-major order."""

    shape: tuple[int, ...]
    numbers: tuple[float, ...]
    dtype: str

    def __post_init__(self) -> None:
        if math.prod(self.shape) != len(self.numbers):
            raise ValueError(f"{len(self.numbers)} numbers do not make up the shape {self.shape}")

    def close_to(self, other: Values, *, relative: float, absolute: float) -> bool:
        """Same shape, and each number within `absolute + relative * |other|`; NaN is never close."""
        return self.shape == other.shape and all(
            math.isfinite(a) and abs(a - b) <= absolute + relative * abs(b)
            for a, b in zip(self.numbers, other.numbers, strict=True)
        )


class ParameterSeen(Struct, frozen=True, tag=True):
    """One parameter of a network.

    `shape` is None while the parameter is uninitialized; `device` is "cpu", "cuda:0" or "meta".
    `token` is the same number for the same parameter object, within one lab and one case, whichever
    network it is seen in.
    """

    name: str
    token: int
    shape: tuple[int, ...] | None
    dtype: str
    device: str
    trainable: bool = True

    @property
    def initialized(self) -> bool:
        """Whether memory has been allocated and filled."""
        return self.shape is not None

    @property
    def size(self) -> int:
        """How many scalars are allocated: 0 while uninitialized."""
        return 0 if self.shape is None else math.prod(self.shape)


class Snapshot(Struct, frozen=True, tag=True):
    """A live network at one moment; looking initializes nothing."""

    parameters: tuple[ParameterSeen, ...]

    @property
    def weight_shapes(self) -> list[tuple[int, ...] | None]:
        """The shape of each layer's weight, None where it is uninitialized."""
        return [seen.shape for seen in self._named(*_WEIGHTS)]

    @property
    def shapes(self) -> list[tuple[int, ...] | None]:
        """The shape of each parameter object, in the network's own order, each object once."""
        return list({seen.token: seen.shape for seen in self.parameters}.values())

    @property
    def named_shapes(self) -> dict[str, tuple[int, ...] | None]:
        """The shape of each parameter by name, None where it is uninitialized."""
        return {seen.name: seen.shape for seen in self.parameters}

    @property
    def initialized(self) -> list[bool]:
        """For each layer that has a weight: whether it is initialized."""
        return [seen.initialized for seen in self._named(*_WEIGHTS)]

    @property
    def has_bias(self) -> list[bool]:
        """For each layer that has a weight: whether it has a bias too, initialized or not."""
        layers = {seen.name.rpartition(".")[0] for seen in self._named("bias")}
        return [seen.name.rpartition(".")[0] in layers for seen in self._named(*_WEIGHTS)]

    @property
    def tokens(self) -> list[int]:
        """Which object each parameter is, in the network's own order, each object once."""
        return list(dict.fromkeys(seen.token for seen in self.parameters))

    @property
    def names(self) -> list[str]:
        """The names of the parameters, sorted, each object under its first name only."""
        first: dict[int, str] = {}
        for seen in self.parameters:
            first.setdefault(seen.token, seen.name)
        return sorted(first.values())

    @property
    def scalars(self) -> int:
        """How many scalars are allocated, tied parameters counted once."""
        return sum({seen.token: seen.size for seen in self.parameters}.values())

    @property
    def devices(self) -> list[str]:
        """The devices that parameters are on, each once, sorted: "cpu", "cuda:0", "meta"."""
        return sorted({seen.device for seen in self.parameters})

    @property
    def dtypes(self) -> list[str]:
        """The dtypes of the parameters, each once, sorted."""
        return sorted({seen.dtype for seen in self.parameters})

    def _named(self, *last: str) -> Sequence[ParameterSeen]:
        return [seen for seen in self.parameters if seen.name.rpartition(".")[2] in last]


class Stop(Struct, frozen=True, tag=True):
    """Where a forward stopped: the layer's index among those with parameters, and two sizes."""

    layer: int
    came: int | None
    taken: int | None


class Forward(Struct, frozen=True, tag=True):
    """What a forward gave: the output, or what was raised, and where it stopped if that is known."""

    output: Values | Raised
    stop: Stop | None = None

    @property
    def stopped_at(self) -> int | None:
        """Index of the layer that stopped the forward; None if it went through."""
        return None if self.stop is None else self.stop.layer

    @property
    def sizes_at_stop(self) -> tuple[int | None, int | None] | None:
        """The size that came to the layer that stopped, and the size that it takes."""
        return None if self.stop is None else (self.stop.came, self.stop.taken)

    @property
    def shape(self) -> tuple[int, ...] | Raised:
        """The output's shape, or what was raised."""
        return self.output.shape if isinstance(self.output, Values) else self.output


class Part(Struct, frozen=True, tag=True):
    """One layer of a network: the name of its class, and its parameters."""

    kind: str
    parameters: tuple[ParameterSeen, ...]


class Trace(Struct, frozen=True, tag=True):
    """A batch on its way: the shape that came, then the one that each layer gave, as far as it went.

    `stopped` is what the layer raised that would have been the next; or what the network raised as a
    whole, if it was not `at_layer`.
    """

    shapes: tuple[tuple[int, ...], ...]
    stopped: Raised | None = None
    at_layer: bool = True


class Gradients(Struct, frozen=True, tag=True):
    """The gradient of each parameter after a backward pass, None where none arrived."""

    by_name: dict[str, Values | None]
    of_input: Values | None = None


Kind = Literal["stream", "display_data", "execute_result", "error"]


class Output(Struct, frozen=True, tag=True):
    """One output of a notebook's cell. `kind` is nbformat's `output_type`.

    `texts`: of a "stream", what was printed by the stream's name; of "display_data" and of an
    "execute_result", text by MIME type; of an "error", its `ename`, `evalue` and `traceback`.
    """

    kind: Kind
    texts: dict[str, str]


class CellRun(Struct, frozen=True, tag=True):
    """What a cell showed, and whether it ran to its end."""

    outputs: tuple[Output, ...]
    completed: bool

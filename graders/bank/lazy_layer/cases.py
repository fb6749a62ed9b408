"""One linear layer, and its histories: data, copies, saved states, casts and training, step by step.

A history is drawn with the layer's state in hand: every step makes sense where it stands, and a
lazy layer can go through it as well as an eager one.
"""

from __future__ import annotations

import itertools

from hypothesis import strategies as st
from msgspec import Struct

from graders import Batch, Cases, Linear

_LARGEST = 20
_width = st.integers(1, _LARGEST)
_LEADING: tuple[tuple[int, ...], ...] = ((2,), (), (1,), (2, 1), (1, 3), (2, 1, 2))


class Dense(Struct, frozen=True, tag=True):
    """A linear layer, as it is once its input size is known."""

    in_features: int
    out_features: int
    bias: bool = True

    @property
    def eager(self) -> Linear:
        """The layer, given its input size."""
        return Linear(self.in_features, self.out_features, self.bias)

    @property
    def lazy(self) -> Linear:
        """The layer, left to find out."""
        return Linear(None, self.out_features, self.bias)

    def batch(self, *leading: int, seed: int = 0, dtype: str | None = None) -> Batch:
        """Data that fits, two rows if no other leading dimensions are given."""
        return Batch((*(leading or (2,)), self.in_features), seed=seed, dtype=dtype)


def layers() -> Cases[Dense]:
    """Layers with and without a bias."""
    sizes = ((1, 1), (2, 1), (1, 2), (2, 2), (3, 2))
    small = (Dense(*size, bias) for size in sizes for bias in (True, False))
    return Cases(tuple(small), st.builds(Dense, _width, _width, st.booleans()))


def leading_dimensions() -> Cases[tuple[int, ...]]:
    """What may stand before the features: nothing, rows, rows of rows."""
    drawn = st.lists(st.integers(1, 4), max_size=3).map(tuple)
    return Cases(_LEADING, drawn)


class Feed(Struct, frozen=True, tag=True, repr_omit_defaults=True):
    """Send data of some shape through the layer, by position or by keyword."""

    shape: tuple[int, ...]
    dtype: str | None = None
    by_keyword: bool = False

    @property
    def batch(self) -> Batch:
        """The data."""
        return Batch(self.shape, dtype=self.dtype)


class Train(Struct, frozen=True, tag=True, repr_omit_defaults=True):
    """One step of the optimizer on data of some shape."""

    shape: tuple[int, ...]
    dtype: str | None = None

    @property
    def batch(self) -> Batch:
        """The data."""
        return Batch(self.shape, dtype=self.dtype)


class Optimize(Struct, frozen=True, tag=True):
    """Make an optimizer over the layer's parameters."""


class Copy(Struct, frozen=True, tag=True):
    """Go on with a deep copy."""


class Pickle(Struct, frozen=True, tag=True):
    """Go on with what pickle gives back."""


class Load(Struct, frozen=True, tag=True, repr_omit_defaults=True):
    """Load the state into another layer, and go on with that one if the state `fits`.

    The other layer is lazy, or has seen data of the width `seen`.
    """

    seen: int | None = None
    dtype: str | None = None
    fits: bool = True

    @property
    def batch(self) -> Batch | None:
        """What the other layer has seen."""
        return None if self.seen is None else Batch((1, self.seen), dtype=self.dtype)


class Restore(Struct, frozen=True, tag=True, repr_omit_defaults=True):
    """Load the state of another layer that has seen data of the same width."""

    shape: tuple[int, ...]
    dtype: str | None = None

    @property
    def batch(self) -> Batch:
        """What the other layer has seen."""
        return Batch(self.shape, dtype=self.dtype)


class Cast(Struct, frozen=True, tag=True):
    """Cast the layer to a dtype."""

    dtype: str


class Switch(Struct, frozen=True, tag=True):
    """Switch to training mode or to evaluation mode."""

    training: bool


Step = Feed | Train | Optimize | Copy | Pickle | Load | Restore | Cast | Switch


class History(Struct, frozen=True, tag=True):
    """A lazy layer that will turn out like `layer`, and what happens to it."""

    layer: Dense
    steps: tuple[Step, ...]


_KINDS = (
    "feed",
    "load into a lazy one",
    "copy",
    "pickle",
    "train",
    "restore",
    "train",
    "load into one of this width",
    "load into one of another width",
    "cast",
    "switch",
    "feed by keyword",
)
"""What can happen, the plainest first. Training takes an optimizer first, so it is there twice."""


class _Hand:
    """The state of the layer while its history is being written."""

    def __init__(self, layer: Dense) -> None:
        self.width = layer.in_features
        self.dtype: str | None = None
        self.initialized = False
        self.optimized = False
        self.training = True

    def step(self, kind: str, leading: tuple[int, ...]) -> Step:
        """One step of some kind, or the nearest to it that makes sense now."""
        shape = (*leading, self.width)
        match kind:
            case "feed" | "feed by keyword":
                self.initialized = True
                return Feed(shape, self.dtype, by_keyword=kind == "feed by keyword")
            case "train" if self.optimized:
                self.initialized = True
                return Train(shape, self.dtype)
            case "train":
                self.optimized = True
                return Optimize()
            case "restore":
                self.initialized = True
                return Restore((1, self.width), self.dtype)
            case "cast":
                self.dtype = "float64" if self.dtype is None else None
                return Cast(self.dtype or "float32")
            case "switch":
                self.training = not self.training
                return Switch(self.training)
            case "load into one of another width":
                return Load(self.width + 1, self.dtype, fits=False)
            case "load into one of this width" if not self.initialized:
                return Load(self.width, self.dtype, fits=False)
            case _:
                return self._handed_over(kind)

    def _handed_over(self, kind: str) -> Step:
        """Another object takes over, of which the optimizer knows nothing."""
        self.optimized = False
        # Pickle loses the dtype of what is lazy, PyTorch's own layer too: nothing is asked there.
        if kind == "copy" or (kind == "pickle" and self.dtype):
            return Copy()
        if kind == "pickle":
            return Pickle()
        self.training = True
        return Load(None if kind == "load into a lazy one" else self.width, self.dtype)


def _written(layer: Dense, kinds: list[tuple[str, tuple[int, ...]]]) -> History:
    """The history with these steps. It ends with data, which brings to light what went before."""
    hand = _Hand(layer)
    steps = [hand.step(kind, leading) for kind, leading in kinds]
    return History(layer, (*steps, hand.step("feed", (2,))))


_WIDEST = 6
_choice = st.integers(0, len(_LEADING) * len(_KINDS) - 1)
_size = st.integers(0, 2 * _WIDEST * _WIDEST - 1)


@st.composite
def _drawn(draw: st.DrawFn) -> History:
    """Each number stands for several choices: to draw one costs as much as to take a step."""
    sizes, without_bias = divmod(draw(_size), 2)
    more_outputs, more_inputs = divmod(sizes, _WIDEST)
    kinds = []
    for number in draw(st.lists(_choice, min_size=1, max_size=6)):
        leading, kind = divmod(number, len(_KINDS))
        kinds.append((_KINDS[kind], _LEADING[leading]))
    return _written(Dense(1 + more_inputs, 1 + more_outputs, not without_bias), kinds)


def histories() -> Cases[History]:
    """Histories of one step to six; the small ones have up to two, and sizes of 1."""
    short = (
        _written(Dense(1, 1), [(kind, (2,)) for kind in kinds])
        for length in range(3)
        for kinds in itertools.product(_KINDS, repeat=length)
    )
    return Cases(tuple(dict.fromkeys(short)), _drawn())

"""Images of several resolutions for one convolutional network: do they pool to the same size?

Each convolution is followed by a pooling that halves both sides, so 2**depth pixels make a window,
and what does not fill a window is dropped. Everything is built window by window, nothing filtered.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hypothesis import strategies as st
from msgspec import Struct

from graders import (
    Batch,
    Cases,
    Conv2d,
    Flatten,
    Layer,
    Linear,
    MaxPool2d,
    Network,
    ReLU,
    batch,
)

Resolution = tuple[int, int]
Resolutions = tuple[Resolution, ...]

_LARGEST = 24
"""The longest side drawn, except where two sides are traded: more would only cost time."""

_WINDOW = {1: 2, 2: 4, 3: 8}
"""The sides of a window by the number of convolutions."""

_depth = st.integers(1, 3)
_few = st.integers(1, 4)
_choice = st.integers(0, 2)
_flag = st.booleans()


class Images(Struct, frozen=True, tag=True):
    """A network, the channels of its images, and the resolutions that come one after another."""

    channels: tuple[int, ...]
    classes: int
    image_channels: int
    resolutions: Resolutions

    @property
    def network(self) -> Network:
        """Convolution, ReLU and pooling for each of `channels`; then flat, and linear."""
        return self.network_on(None)

    def network_on(self, device: str | None) -> Network:
        """The same on a device."""
        layers: list[Layer] = []
        for out_channels in self.channels:
            layers += [Conv2d(None, out_channels, kernel=3, padding=1), ReLU(), MaxPool2d(2)]
        return Network((*layers, Flatten(), Linear(None, self.classes)), device=device)

    def batch(self, resolution: Resolution, rows: int = 2, *, device: str | None = None) -> Batch:
        """Images of that resolution."""
        return batch(rows, self.image_channels, *resolution, device=device)

    @property
    def squares(self) -> list[int]:
        """The heights, each once, from small to large: sides of square images."""
        return sorted({height for height, _ in self.resolutions})


def images() -> Cases[Images]:
    """One resolution that is large enough."""
    return Cases(_small(_small_any), _drawn(lambda draw, window: (_any(draw, window),)))


def whole_images() -> Cases[Images]:
    """One resolution that windows fill."""
    return Cases(_small(_small_whole), _drawn(_whole))


def ragged_images() -> Cases[Images]:
    """One resolution that windows do not fill: rows or columns are left over, or both."""
    return Cases(_small(_small_ragged), _drawn(_ragged))


def pairs_of_images() -> Cases[Images]:
    """Two resolutions; about as often as not, they pool to the same."""
    return Cases(_small(_small_pairs), _drawn(_pair))


def images_with_traded_sides() -> Cases[Images]:
    """Two resolutions with as many pixels, the first k times as high, the second k times as wide.

    Whether they pool to as many features depends on what is left over.
    """
    return Cases(_small(_small_traded), _drawn(_traded))


def images_too_small_later() -> Cases[Images]:
    """Two resolutions; the second has a side that is shorter than a window."""
    return Cases(_small(_small_too_small_later), _drawn(_too_small_later))


def several_images() -> Cases[Images]:
    """Two to four resolutions, the smallest possible first or last."""
    return Cases(_small(_small_several), _drawn(_several))


def several_images_of_many_channels() -> Cases[Images]:
    """The same with four channels or more, and two classes or more.

    A single channel is easily silenced by its ReLU, and a single class by a softmax: where gradients
    are looked at, that would say nothing about a design.
    """
    return _enlarged(several_images())


def _enlarged(cases: Cases[Images]) -> Cases[Images]:
    return cases.map(
        lambda case: Images(
            tuple(count + 3 for count in case.channels),
            case.classes + 1,
            case.image_channels,
            case.resolutions,
        )
    )


# --- small ones ----------------------------------------------------------------------------------

_NETS = (  # channels, classes, channels of the images
    ((1,), 1, 1),
    ((2,), 1, 1),
    ((1,), 2, 1),
    ((1,), 1, 2),
    ((1, 1), 1, 1),
    ((1, 2), 1, 1),
    ((2, 1), 1, 1),
)


def _small(resolutions: Callable[[int], Sequence[Resolutions]]) -> tuple[Images, ...]:
    """Networks of one or two convolutions on such resolutions, the shallow ones first."""
    return tuple(
        Images(channels, classes, image_channels, seen)
        for channels, classes, image_channels in _NETS
        for seen in dict.fromkeys(resolutions(_WINDOW[len(channels)]))
    )


def _small_any(window: int) -> Sequence[Resolutions]:
    w, w1, w2 = window, window + 1, 2 * window
    return [((w, w),), ((w, w1),), ((w1, w),), ((w, w2),), ((w2, w),)]


def _small_whole(window: int) -> Sequence[Resolutions]:
    sides = (window, 2 * window)
    return [((height, width),) for height in sides for width in sides]


def _small_ragged(window: int) -> Sequence[Resolutions]:
    sides = (window, window + 1, 2 * window - 1)
    every: list[Resolutions] = [((height, width),) for height in sides for width in sides]
    return every[1:]


def _small_pairs(window: int) -> Sequence[Resolutions]:
    w, w1, w2 = window, window + 1, 2 * window
    return [
        ((w, w), (w, w)),
        ((w, w), (w, w1)),
        ((w, w1), (w, w)),
        ((w, w), (w1, w1)),
        ((w, w), (w, w2)),
        ((w, w2), (w, w)),
        ((w, w2 - 1), (w, w2)),
        ((w, w), (w2, w2)),
        ((w, w2), (w2, w)),
    ]


def _small_traded(window: int) -> Sequence[Resolutions]:
    w, w1, w2 = window, window + 1, 2 * window
    return [
        ((w2, w), (w, w2)),
        ((w, w2), (w2, w)),
        ((3 * w, w), (w, 3 * w)),
        ((2 * w1, w), (w1, w2)),
        ((2 * (w2 - 1), w), (w2 - 1, w2)),
    ]


def _small_too_small_later(window: int) -> Sequence[Resolutions]:
    w, less, w2 = window, window - 1, 2 * window
    return [
        ((w, w), (w, less)),
        ((w, w), (less, w)),
        ((w, w), (less, less)),
        ((w, w), (1, 1)),
        ((w, w), (w2, less)),
        ((w2, w), (less, w2)),
    ]


def _small_several(window: int) -> Sequence[Resolutions]:
    w, w1, w2 = window, window + 1, 2 * window
    return [
        ((w, w), (w, w1)),
        ((w, w), (w1, w)),
        ((w, w), (w2, w)),
        ((w2, w), (w, w)),
        ((w, w), (w2, w2)),
        ((w2, w2), (w, w)),
        ((w2, w), (w, w2 + 1), (w, w)),
    ]


# --- drawn ones ----------------------------------------------------------------------------------

_SIDES = {window: st.integers(window, _LARGEST) for window in _WINDOW.values()}
_WINDOWS = {window: st.integers(1, _LARGEST // window) for window in _WINDOW.values()}
_REST = {window: st.integers(0, window - 1) for window in _WINDOW.values()}
_SHORT = {window: st.integers(1, window - 1) for window in _WINDOW.values()}
# Sides to be made k times as long, by window and k.
_TRADED = {
    (window, k): st.integers(window, max(window, _LARGEST // k))
    for window in _WINDOW.values()
    for k in (2, 3)
}


@st.composite
def _drawn(
    draw: st.DrawFn,
    resolutions: Callable[[st.DrawFn, int], Resolutions],
) -> Images:
    channels = tuple([draw(_few) for _ in range(draw(_depth))])
    return Images(channels, draw(_few), draw(_few), resolutions(draw, _WINDOW[len(channels)]))


def _any(draw: st.DrawFn, window: int) -> Resolution:
    return draw(_SIDES[window]), draw(_SIDES[window])


def _whole(draw: st.DrawFn, window: int) -> Resolutions:
    return ((draw(_WINDOWS[window]) * window, draw(_WINDOWS[window]) * window),)


def _turned(draw: st.DrawFn, resolution: Resolution) -> Resolution:
    """As it is, or the other way round."""
    height, width = resolution
    return (width, height) if draw(_flag) else resolution


def _ragged(draw: st.DrawFn, window: int) -> Resolutions:
    left_over = draw(_WINDOWS[window]) * window + draw(_SHORT[window])
    return (_turned(draw, (left_over, draw(_SIDES[window]))),)


def _pair(draw: st.DrawFn, window: int) -> Resolutions:
    """Any two, two with the same height, or two that differ only in what is left over."""
    kind, (height, width) = draw(_choice), _any(draw, window)
    if kind == 0:
        rest = _REST[window]
        then = (height // window * window + draw(rest), width // window * window + draw(rest))
    elif kind == 1:
        then = (height, draw(_SIDES[window]))
    else:
        then = _any(draw, window)
    return (height, width), then


def _traded(draw: st.DrawFn, window: int) -> Resolutions:
    times = 3 if draw(_flag) else 2
    sides = _TRADED[window, times]
    height, width = draw(sides), draw(sides)
    return (times * height, width), (height, times * width)


def _too_small_later(draw: st.DrawFn, window: int) -> Resolutions:
    too_small = (draw(_SHORT[window]), draw(st.integers(1, _LARGEST)))
    return _any(draw, window), _turned(draw, too_small)


def _several(draw: st.DrawFn, window: int) -> Resolutions:
    others = tuple([_any(draw, window) for _ in range(draw(_choice) + 1)])
    smallest = (window, window)
    return (*others, smallest) if draw(_flag) else (smallest, *others)

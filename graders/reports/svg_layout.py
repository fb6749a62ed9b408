"""Where everything goes in the drawing of one network.

Layers lie below one another, each a box as wide as the sheet. Moments stand side by side, each a lane
through all the boxes. Lengths are in the sheet's units.
"""

from __future__ import annotations

from functools import cached_property
from itertools import accumulate
from typing import Literal

from msgspec import Struct

from graders.judging.report import ParameterDrawn, Pass
from graders.reports.svg_canvas import CODE, SMALL, lines_of, shortened, width_of

MARGIN = 12.0
INSIDE = 10.0
LINE = 16.0
ROW = 23.0
PORT = 4.0
STRAND = 6.0
BEFORE_LABEL, LABEL, AFTER_LABEL = 7.0, 13.0, 17.0
IMAGE_OFFSET = 3.0
"""How far the channels of an image lie apart."""

_NARROW_LANE, _WIDE_LANE = 58.0, 112.0
_LARGEST_IMAGE, _SMALLEST_IMAGE = 34.0, 4.0
_MOST_SHEETS = 4
_MOST_STRANDS = 6
_LONGEST_NAME, _LONGEST_SHAPE = 18, 24
_IMAGE_RANK = 4


class Band(Struct, frozen=True):
    """One layer: its code, and how it takes its input, as a sign and in words; "" if anyhow."""

    code: str
    port: Literal["", "given", "open"] = ""
    tag: str = ""


class Lane(Struct, frozen=True):
    """One moment: the parameters of each layer then, and the batch that came, if one did.

    `number` counts the batches from 1.
    """

    heading: str
    state: list[list[ParameterDrawn]]
    passed: Pass | None = None
    number: int = 0

    def held(self, layer: int) -> dict[str, ParameterDrawn]:
        """The parameters of one layer by name."""
        return {p.name: p for p in self.state[layer]} if layer < len(self.state) else {}

    def shape(self, arrow: int) -> list[int] | None:
        """What is on the arrow to that layer, None if the batch did not come so far."""
        shapes = self.passed.shapes if self.passed else []
        return shapes[arrow] if arrow < len(shapes) else None

    def stops_at(self, layer: int) -> bool:
        """Whether the batch went no further than to that layer."""
        return self.passed is not None and self.passed.stopped == layer


class Place(Struct, frozen=True):
    """One parameter in the drawing: its layer, and its row there."""

    layer: int
    row: int


class Layout:
    """The places of one network's parts, on a sheet that is `width` wide or what it needs."""

    def __init__(self, bands: list[Band], lanes: list[Lane], width: float) -> None:
        self.bands, self.lanes = bands, lanes
        held = [p for lane in lanes for layer in lane.state for p in layer]
        shapes = [shape for lane in lanes if lane.passed for shape in lane.passed.shapes]
        images = [shape for shape in shapes if is_image(shape)]
        self._has_images = bool(images)
        self._largest = max((max(image[2:]) for image in images), default=1)
        self.names = max((width_of(shown_name(p.name), SMALL) + 10 for p in held), default=0)
        labels = [shape_text(shape) for shape in [*shapes, *(p.shape for p in held)]]
        widest = max((width_of(label, SMALL) for label in labels), default=0)
        least = max(widest + 2 * INSIDE, _NARROW_LANE) + 2 * self._gutter
        around = 2 * (MARGIN + INSIDE) + self.names
        self.width = max(width, around + least * len(lanes))
        self.lane = max(least, min((self.width - around) / len(lanes), _WIDE_LANE))

    @property
    def inside(self) -> float:
        """How wide a layer's text may be."""
        return self.width - 2 * (MARGIN + INSIDE)

    @property
    def signs(self) -> list[str]:
        """The signs that occur in it and that want to be explained."""
        held = [p for lane in self.lanes for layer in lane.state for p in layer]
        found = {
            "initialized": any(p.shape is not None for p in held),
            "waiting": any(p.shape is None for p in held),
            "tied": any(self.ties),
            "image": self._has_images,
        }
        return [sign for sign, occurs in found.items() if occurs]

    @cached_property
    def ties(self) -> list[list[list[Place]]]:
        """For each lane the places that are joined, a list for each parameter that has several."""
        return [self._ties(lane) for lane in self.lanes]

    @cached_property
    def tops(self) -> list[float]:
        """Where each layer begins, and where everything ends, counted from the first arrow."""
        below = [self.height(layer) + self.gap(layer + 1) for layer in range(len(self.bands))]
        return list(accumulate(below, initial=self.gap(0)))

    def centre(self, lane: int) -> float:
        """The middle of a lane, from the left."""
        return MARGIN + INSIDE + self.names + self.lane * (lane + 0.5)

    def strand(self, lane: int, number: int) -> float:
        """Where the line runs that joins a tied parameter, from the left."""
        return self.centre(lane) + self.lane / 2 - 2 - STRAND * (number % _MOST_STRANDS)

    def head(self, layer: int) -> list[str]:
        """The layer's code in lines."""
        return lines_of(self.bands[layer].code, self.inside, CODE, most=3)

    def rows(self, layer: int) -> list[str]:
        """The names of a layer's parameters, at whatever moment it has them."""
        return list(dict.fromkeys(name for lane in self.lanes for name in lane.held(layer)))

    def tag_width(self, layer: int) -> float:
        """How wide the words are that say how a layer takes its input, and their sign."""
        return width_of(self.bands[layer].tag, SMALL) + 3 * PORT

    def tag_beside(self, layer: int) -> bool:
        """Whether those words fit on the line of the code."""
        code = width_of(self.head(layer)[-1], CODE)
        return code + 2 * INSIDE + self.tag_width(layer) <= self.inside

    def stopped(self, layer: int) -> list[int]:
        """The numbers of the batches that the layer stops."""
        return [lane.number for lane in self.lanes if lane.stops_at(layer)]

    def rows_begin(self, layer: int) -> float:
        """Where the first row is, below the top of the layer."""
        lines = len(self.head(layer)) + bool(self.stopped(layer))
        tagged = bool(self.bands[layer].tag) and not self.tag_beside(layer)
        return 8 + LINE * (lines + tagged)

    def height(self, layer: int) -> float:
        """How high the layer's box is."""
        return self.rows_begin(layer) + ROW * len(self.rows(layer)) + 6

    def gap(self, arrow: int) -> float:
        """How long the arrow to that layer is; there is a last one behind the last layer."""
        shapes = [shape for lane in self.lanes if (shape := lane.shape(arrow)) is not None]
        if not shapes:
            return BEFORE_LABEL if 0 < arrow < len(self.bands) else 0
        label = BEFORE_LABEL + max(map(self.image_height, shapes)) + LABEL
        return label + (4 if arrow == len(self.bands) else AFTER_LABEL)

    def image_height(self, shape: list[int]) -> float:
        """How high the drawing of an image is, with all that it needs; 0 for other shapes."""
        if not is_image(shape):
            return 0
        return self.side(shape[2]) + IMAGE_OFFSET * (sheets(shape) - 1) + 6

    def side(self, pixels: int) -> float:
        """How long so many pixels are drawn."""
        return max(_LARGEST_IMAGE * pixels / max(self._largest, 1), _SMALLEST_IMAGE)

    def row_middle(self, place: Place) -> float:
        """The middle of a row, below the top of its layer."""
        return self.rows_begin(place.layer) + ROW * (place.row + 0.5)

    @property
    def _gutter(self) -> float:
        """What the lines that join tied parameters take of a lane, on its right."""
        return STRAND * min(max(map(len, self.ties), default=0), _MOST_STRANDS)

    def _ties(self, lane: Lane) -> list[list[Place]]:
        places: dict[int, list[Place]] = {}
        for layer in range(len(self.bands)):
            held = lane.held(layer)
            for row, name in enumerate(self.rows(layer)):
                if name in held:
                    places.setdefault(held[name].object, []).append(Place(layer, row))
        return [found for found in places.values() if len(found) > 1]


def is_image(shape: list[int]) -> bool:
    """Whether a shape is that of images: batch, channels, height, width."""
    return len(shape) == _IMAGE_RANK


def sheets(shape: list[int]) -> int:
    """As how many sheets the channels of an image are drawn."""
    return min(max(shape[1], 1), _MOST_SHEETS)


def shape_text(shape: list[int] | None) -> str:
    """A shape as Python writes it, `?` while there is none."""
    return "?" if shape is None else shortened(str(tuple(shape)), _LONGEST_SHAPE)


def shown_name(name: str) -> str:
    """A parameter's name, cut if it is long: its end tells most."""
    return name if len(name) <= _LONGEST_NAME else f"…{name[1 - _LONGEST_NAME :]}"

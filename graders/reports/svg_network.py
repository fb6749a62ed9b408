"""Drawing one network: layers as boxes, the way of each batch through them, and what they hold."""

from __future__ import annotations

import math

from graders.judging.report import ParameterDrawn
from graders.reports.svg_canvas import CODE, SMALL, Canvas, Point, lines_of, width_of
from graders.reports.svg_layout import (
    AFTER_LABEL,
    BEFORE_LABEL,
    IMAGE_OFFSET,
    INSIDE,
    LABEL,
    LINE,
    MARGIN,
    PORT,
    Layout,
    Place,
    is_image,
    shape_text,
    sheets,
    shown_name,
)
from graders.reports.texts import Texts

_CHIP = 18.0
_BADGE, _HEAD = 8.0, 5.0
_HEADING = 14.0


def draw_network(canvas: Canvas, layout: Layout, texts: Texts, top: float) -> float:
    """Draw a network from `top` downwards; says where it ends."""
    top = _draw_headings(canvas, layout, top)
    tops = [top + down for down in layout.tops]
    layers, lanes = range(len(layout.bands)), range(len(layout.lanes))
    for layer in layers:
        _draw_box(canvas, layout, layer, tops[layer])
    for lane in lanes:
        _draw_ties(canvas, layout, lane, tops)
    for layer in layers:
        _draw_labels(canvas, layout, layer, tops[layer], texts)
    for lane in lanes:
        _draw_parameters(canvas, layout, lane, tops)
        _draw_way(canvas, layout, lane, tops)
    return tops[-1]


def _draw_headings(canvas: Canvas, layout: Layout, top: float) -> float:
    headings = [_balanced(lane.heading, layout.lane - 4) for lane in layout.lanes]
    lines = max(map(len, headings))
    for lane, heading in enumerate(headings):
        for down, line in enumerate(heading, start=lines - len(heading) + 1):
            at = Point(layout.centre(lane), top + _HEADING * down - 3)
            canvas.text(at, line, anchor="middle", bold=True)
    return top + _HEADING * lines + (2 if lines else 0)


def _balanced(heading: str, width: float) -> list[str]:
    """A heading in lines of about the same length."""
    if not heading:
        return []
    whole, one = width_of(heading, SMALL), width_of("n", SMALL)
    cells = math.ceil(whole / one / math.ceil(whole / width))
    return lines_of(heading, (cells + 0.5) * one, SMALL, most=3)


def _draw_box(canvas: Canvas, layout: Layout, layer: int, top: float) -> None:
    size = (layout.width - 2 * MARGIN, layout.height(layer))
    if layout.stopped(layer):
        canvas.box(Point(MARGIN, top), size, "stopped", round_by=6, stroke_width="2")
    else:
        canvas.box(Point(MARGIN, top), size, "band", round_by=6)


def _draw_labels(canvas: Canvas, layout: Layout, layer: int, top: float, texts: Texts) -> None:
    at = Point(MARGIN + INSIDE, top + LINE + 3)
    for line in layout.head(layer):
        canvas.text(at, line, "label", size=CODE, code=True, bold=True)
        at = at.below(LINE)
    tag, port = layout.bands[layer].tag, layout.bands[layer].port
    if tag:
        at = at if layout.tag_beside(layer) else at.below(LINE)
        end = Point(layout.width - at.x, at.y - LINE)
        canvas.text(Point(end.x - 3 * PORT, end.y), tag, "quiet-label", anchor="end")
        canvas.dot(Point(end.x - PORT, end.y - PORT), PORT, port)
    stopped = layout.stopped(layer)
    if stopped:
        _draw_badge(canvas, Point(at.x + 6, at.y - 4), 6)
        said = texts.say("picture.stops", numbers=", ".join(map(str, stopped)))
        canvas.text(Point(at.x + 17, at.y), said, "alarm-label", bold=True)
    for row, name in enumerate(layout.rows(layer)):
        down = top + layout.row_middle(Place(layer, row)) + 4
        canvas.text(Point(at.x, down), shown_name(name), "quiet-label", code=True)


def _draw_parameters(canvas: Canvas, layout: Layout, lane: int, tops: list[float]) -> None:
    for layer, top in enumerate(tops[:-1]):
        held = layout.lanes[lane].held(layer)
        for row, name in enumerate(layout.rows(layer)):
            if name in held:
                middle = Point(layout.centre(lane), top + layout.row_middle(Place(layer, row)))
                _draw_chip(canvas, middle, held[name])


def _draw_chip(canvas: Canvas, middle: Point, parameter: ParameterDrawn) -> None:
    """One parameter: full with its shape, or an empty dashed place for it."""
    width = _chip_width(parameter)
    corner = Point(middle.x - width / 2, middle.y - _CHIP / 2)
    text = shape_text(parameter.shape)
    known = parameter.shape is not None
    dashes = {} if known else {"stroke_dasharray": "4 3"}
    canvas.box(corner, (width, _CHIP), "filled" if known else "waiting", round_by=5, **dashes)
    paint = "on-filled" if known else "quiet"
    canvas.text(middle.below(4), text, paint, anchor="middle", code=True)


def _chip_width(parameter: ParameterDrawn) -> float:
    return max(width_of(shape_text(parameter.shape), SMALL) + 12, 34)


def _draw_ties(canvas: Canvas, layout: Layout, lane: int, tops: list[float]) -> None:
    """Lines between the places of one parameter, on the right of the lane."""
    for number, places in enumerate(layout.ties[lane]):
        aside = layout.strand(lane, number)
        heights = [tops[place.layer] + layout.row_middle(place) for place in places]
        for place, height in zip(places, heights, strict=True):
            name = layout.rows(place.layer)[place.row]
            width = _chip_width(layout.lanes[lane].held(place.layer)[name])
            edge = Point(layout.centre(lane) + width / 2 + 2, height)
            canvas.path("tie", edge, Point(aside, height), stroke_width="2")
            canvas.dot(edge, 3, "knot")
        ends = Point(aside, heights[0]), Point(aside, heights[-1])
        canvas.path("tie", *ends, stroke_width="2", stroke_linecap="square")


def _draw_way(canvas: Canvas, layout: Layout, lane: int, tops: list[float]) -> None:
    """A batch on its way down: an arrow to each layer that it reached, with its shape."""
    passed = layout.lanes[lane].passed
    if passed is None:
        return
    last = len(layout.bands)
    x = layout.centre(lane)
    for arrow, shape in enumerate(passed.shapes):
        start, end = tops[arrow] - layout.gap(arrow), tops[arrow]
        if arrow:
            canvas.path("flow", Point(x, start), Point(x, start + BEFORE_LABEL - 2))
        label = end - (4 if arrow == last else AFTER_LABEL)
        if is_image(shape):
            _draw_image(canvas, layout, Point(x, label - LABEL), shape)
        canvas.text(Point(x, label - 3), shape_text(shape), anchor="middle", code=True)
        if arrow == passed.stopped:
            canvas.path("halt", Point(x, label), Point(x, end - _BADGE), stroke_width="2")
            _draw_badge(canvas, Point(x, end), _BADGE)
        elif arrow < last:
            _draw_arrow(canvas, Point(x, label), Point(x, end), layout.bands[arrow].port)


def _draw_arrow(canvas: Canvas, start: Point, end: Point, port: str) -> None:
    """An arrow to a layer, and at its end the port that tells whether the layer knows this size."""
    tip = end.below(-PORT) if port else end
    canvas.path("flow", start, tip.below(-_HEAD))
    left, right = Point(tip.x - 4, tip.y - _HEAD - 1), Point(tip.x + 4, tip.y - _HEAD - 1)
    canvas.path("head", left, right, tip)
    if port:
        canvas.dot(end, PORT, port)


def _draw_image(canvas: Canvas, layout: Layout, bottom: Point, shape: list[int]) -> None:
    """Images as sheets, one a channel up to a few; their sides are to scale."""
    height, width = layout.side(shape[2]), layout.side(shape[3])
    behind = sheets(shape) - 1
    for back in reversed(range(behind + 1)):
        aside = IMAGE_OFFSET * (back - behind / 2)
        corner = Point(bottom.x - width / 2 + aside, bottom.y - 3 - height - IMAGE_OFFSET * back)
        canvas.box(corner, (width, height), "image")


def _draw_badge(canvas: Canvas, centre: Point, radius: float) -> None:
    """A cross on a disc: the batch goes no further."""
    canvas.dot(centre, radius, "badge")
    arm = radius * 0.4
    for sign in (1, -1):
        ends = (
            Point(centre.x - arm, centre.y - sign * arm),
            Point(centre.x + arm, centre.y + sign * arm),
        )
        canvas.path("on-badge", *ends, stroke_width="2", stroke_linecap="round")

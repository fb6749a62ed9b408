"""The picture of a failing case as SVG. No logic of judging.

It fits a telephone: what flows, flows downwards. It stands on its own ground, in light and in dark,
and says in words what it shows. Nothing is told by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from graders.judging.report import LayerDrawn, Picture
from graders.reports.picture_words import in_short, in_words
from graders.reports.svg_canvas import CODE, SMALL, Canvas, Point, lines_of, width_of
from graders.reports.svg_layout import MARGIN, Band, Lane, Layout
from graders.reports.svg_network import draw_network
from graders.reports.texts import Texts

_WIDTH, _WIDEST = 336.0, 440.0
_LINE = 15.0
_MOST_ERROR_LINES = 4
_SAMPLE = 20.0

_Drawing = tuple[str, list[Band], list[Lane]]
"""A title, the layers, and the moments to be drawn side by side."""


def picture_svg(picture: Picture, texts: Texts) -> str:
    """What the framework does batch by batch, the submission's network, and a legend."""
    drawings = [*_framework(picture, texts), *_submission(picture, texts)]
    width = max(Layout(bands, lanes, _WIDTH).width for _, bands, lanes in drawings)
    canvas = Canvas(width)
    top = MARGIN
    layouts = []
    for title, bands, lanes in drawings:
        layouts.append(layout := Layout(bands, lanes, width))
        top = _draw_title(canvas, title, top) if title else top
        top = _draw_batches(canvas, lanes, texts, top)
        top = draw_network(canvas, layout, texts, top)
        top = _draw_errors(canvas, lanes, texts, top) + MARGIN
    top = _draw_legend(canvas, layouts, texts, top)
    words = in_short(picture, texts), in_words(picture, texts)
    return canvas.finished(top + MARGIN / 2, *words, texts.language)


def _framework(picture: Picture, texts: Texts) -> Iterator[_Drawing]:
    """The framework's network; once more for those moments that have no room beside the first."""
    if not picture.layers:
        return
    bands = [_band(layer, texts) for layer in picture.layers]
    lanes = [Lane(texts.say("picture.built"), picture.states[0])]
    seen = zip(picture.passes, picture.states[1:], strict=True)
    for number, (passed, state) in enumerate(seen, start=1):
        lanes.append(Lane(texts.say("picture.after", number=number), state, passed, number))
    title = texts.say("picture.happens")
    while lanes:
        fewer = (n for n in range(len(lanes), 1, -1) if _fits(bands, lanes[:n]))
        beside = next(fewer, 1)
        yield title, bands, lanes[:beside]
        title, lanes = "", lanes[beside:]


def _fits(bands: list[Band], lanes: list[Lane]) -> bool:
    return Layout(bands, lanes, _WIDTH).width <= _WIDEST


def _submission(picture: Picture, texts: Texts) -> Iterator[_Drawing]:
    if picture.yours:
        lane = Lane("", [part.parameters for part in picture.yours])
        yield texts.say("picture.yours"), [Band(part.kind) for part in picture.yours], [lane]


def _band(layer: LayerDrawn, texts: Texts) -> Band:
    if layer.given is None:
        return Band(layer.code)
    if layer.given:
        return Band(layer.code, "given", texts.say("picture.given"))
    return Band(layer.code, "open", texts.say("picture.inferred"))


def _draw_title(canvas: Canvas, title: str, top: float) -> float:
    canvas.text(Point(MARGIN, top + CODE), title, size=CODE + 1, bold=True)
    return top + CODE + 8


def _draw_batches(canvas: Canvas, lanes: list[Lane], texts: Texts, top: float) -> float:
    """Which batch is which."""
    for lane in lanes:
        if lane.passed is None:
            continue
        name = texts.say("picture.batch", number=lane.number)
        aside = width_of(name, SMALL) + 8
        canvas.text(Point(MARGIN, top + SMALL), name, "quiet")
        room = canvas.width - 2 * MARGIN - aside
        for line in lines_of(lane.passed.batch, room, SMALL, most=2):
            canvas.text(Point(MARGIN + aside, top + SMALL), line, code=True)
            top += _LINE
    return top + 4


def _draw_errors(canvas: Canvas, lanes: list[Lane], texts: Texts, top: float) -> float:
    """What was raised where a batch stopped."""
    for lane in lanes:
        if lane.passed is None or not lane.passed.error:
            continue
        said = f"✗ {texts.say('picture.batch', number=lane.number)}: {lane.passed.error}"
        for line in lines_of(said, canvas.width - 2 * MARGIN, SMALL, most=_MOST_ERROR_LINES):
            top += _LINE
            canvas.text(Point(MARGIN, top), line, "alarm", code=True)
    return top


def _draw_legend(canvas: Canvas, layouts: list[Layout], texts: Texts, top: float) -> float:
    """What the signs mean that occur, each with a sample."""
    signs = [sign for layout in layouts for sign in layout.signs]
    x = MARGIN
    for sign in dict.fromkeys(signs):
        said = texts.say(f"picture.{sign}")
        needed = _SAMPLE + 6 + width_of(said, SMALL) + 12
        if x > MARGIN and x + needed > canvas.width - MARGIN:
            x, top = MARGIN, top + _LINE + 4
        _draw_sample(canvas, sign, Point(x, top + 2))
        canvas.text(Point(x + _SAMPLE + 6, top + SMALL), said, "quiet")
        x += needed
    return top + _LINE + 4


def _draw_sample(canvas: Canvas, sign: str, corner: Point) -> None:
    match sign:
        case "initialized":
            canvas.box(corner, (_SAMPLE, 11), "filled", round_by=4)
        case "waiting":
            canvas.box(corner, (_SAMPLE, 11), "waiting", round_by=4, stroke_dasharray="4 3")
        case "tied":
            start = corner.below(5)
            canvas.path("tie", start, Point(start.x + _SAMPLE, start.y), stroke_width="2")
            canvas.dot(start, 3, "knot")
            canvas.dot(Point(start.x + _SAMPLE, start.y), 3, "knot")
        case _:
            canvas.box(Point(corner.x + 4, corner.y), (12, 12), "image")

"""A sheet to draw on: SVG that is legible in light and dark, whatever page it stands in.

Colours are attributes, those of the light theme; a style sheet inside replaces them where people like
it dark. So the drawing keeps its looks where style sheets are taken away, as some notebook viewers do.
"""

from __future__ import annotations

from typing import Literal, NamedTuple
from xml.etree import ElementTree as ET  # it writes here, and escapes what it writes

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from graders.judging.transcripts import printable

Anchor = Literal["start", "middle", "end"]

CODE, SMALL = 12.0, 11.0
_CELL = 0.61
"""The width of a character in a font of fixed width, in units of its size; Chinese ones take two."""

_ENLARGED = 1.1
"""How large a unit of the sheet is shown, in pixels, where there is room."""

_FONTS = (
    ".lz-picture{font-family:system-ui,-apple-system,'Segoe UI','Noto Sans','Noto Sans CJK SC',sans-serif}"
    ".lz-code{font-family:ui-monospace,'SF Mono',Menlo,Consolas,'DejaVu Sans Mono',monospace}"
)
_HALO = {"stroke-width": "4", "stroke-linejoin": "round", "paint-order": "stroke"}
"""Keeps a text clear of the lines that run behind it."""

# Each colour in light and in dark; text keeps a contrast of 4.5 on what it stands on.
_COLOURS = {
    "paper": ("#ffffff", "#12171e"),
    "ink": ("#1c232b", "#e8edf3"),
    "muted": ("#566270", "#a3aebb"),
    "edge": ("#7c8896", "#6f7c8a"),
    "band": ("#f1f4f8", "#1d252f"),
    "filled": ("#1a56b8", "#a9c9fb"),
    "on_filled": ("#ffffff", "#0a2145"),
    "image": ("#d5e4fb", "#28446d"),
    "stop": ("#b3261e", "#ff9c92"),
    "tie": ("#8436b0", "#d9aaf5"),
}

# What each kind of thing is painted with.
_PAINTS: dict[str, dict[str, str]] = {
    "sheet": {"fill": "paper", "stroke": "none"},
    "words": {"fill": "ink"},
    "quiet": {"fill": "muted"},
    "alarm": {"fill": "stop"},
    "label": {"fill": "ink", "stroke": "band"} | _HALO,
    "quiet-label": {"fill": "muted", "stroke": "band"} | _HALO,
    "alarm-label": {"fill": "stop", "stroke": "band"} | _HALO,
    "on-filled": {"fill": "on_filled"},
    "on-badge": {"fill": "none", "stroke": "paper"},
    "band": {"fill": "band", "stroke": "edge"},
    "stopped": {"fill": "band", "stroke": "stop"},
    "filled": {"fill": "filled", "stroke": "filled"},
    "waiting": {"fill": "paper", "stroke": "muted"},
    "flow": {"fill": "none", "stroke": "muted"},
    "head": {"fill": "muted", "stroke": "none"},
    "halt": {"fill": "none", "stroke": "stop"},
    "badge": {"fill": "stop", "stroke": "paper"},
    "given": {"fill": "ink", "stroke": "ink"},
    "open": {"fill": "paper", "stroke": "ink"},
    "image": {"fill": "image", "stroke": "filled"},
    "tie": {"fill": "none", "stroke": "tie"},
    "knot": {"fill": "tie", "stroke": "none"},
}


def _style_sheet() -> str:
    """Fonts, and the dark colours. Paper is white, also where the screen is not."""
    rules = []
    for name, paint in _PAINTS.items():
        colours = (f"{part}:{_COLOURS[c][1]}" for part, c in paint.items() if c in _COLOURS)
        rules.append(f".lz-{name}{{{';'.join(colours)}}}")
    return f"{_FONTS}@media screen and (prefers-color-scheme:dark){{{''.join(rules)}}}"


def width_of(text: str, size: float) -> float:
    """How wide a line of text is at most."""
    return cell_len(text) * _CELL * size


def lines_of(text: str, width: float, size: float, most: int) -> list[str]:
    """The text in lines no wider than that, at most so many: the last one says that more was cut."""
    cells = max(int(width / (_CELL * size)), 1)
    plain = printable(text[: cells * (most + 1)]).replace("\n", " ").replace("\t", " ")
    lines = [line.plain.rstrip() for line in Text(plain).wrap(Console(width=cells), cells)]
    if len(lines) <= most:
        return lines
    return [*lines[: most - 1], f"{lines[most - 1][: cells - 1]}…"]


def shortened(text: str, most: int) -> str:
    """The text, cut to so many characters if it is longer."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


class Point(NamedTuple):
    """A place on the sheet; y grows downwards."""

    x: float
    y: float

    def below(self, down: float) -> Point:
        """A place straight below this one."""
        return Point(self.x, self.y + down)


class Canvas:
    """An SVG that is being drawn."""

    def __init__(self, width: float) -> None:
        self.width = width
        self._root = ET.Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "role": "img",
                "class": "lz-picture",
                "font-family": "sans-serif",
            },
        )
        self._sheet = self._rect(Point(0, 0), (width, 0), "sheet", {"rx": "8"})

    def finished(self, height: float, title: str, description: str, language: str) -> str:
        """The whole SVG; `title` and `description` say in words what is to be seen."""
        self._sheet.set("height", f"{height:g}")
        self._root.attrib |= {
            "width": f"{self.width * _ENLARGED:g}",
            "height": f"{height * _ENLARGED:g}",
            "viewBox": f"0 0 {self.width:g} {height:g}",
            "style": "max-width:100%;height:auto",
            "lang": language,
        }
        for place, (tag, text) in enumerate(
            [("title", title), ("desc", description), ("style", _style_sheet())]
        ):
            element = ET.Element(tag)
            element.text = printable(text)
            self._root.insert(place, element)
        return ET.tostring(self._root, encoding="unicode")

    def text(
        self,
        at: Point,
        text: str,
        paint: str = "words",
        *,
        size: float = SMALL,
        anchor: Anchor = "start",
        code: bool = False,
        bold: bool = False,
    ) -> None:
        """One line of text; `at` is on its baseline."""
        element = self._add("text", paint, at._asdict())
        element.text = printable(text)
        element.set("font-size", f"{size:g}")
        if anchor != "start":
            element.set("text-anchor", anchor)
        if bold:
            element.set("font-weight", "600")
        if code:
            element.attrib |= {"class": f"lz-{paint} lz-code", "font-family": "monospace"}

    def box(
        self,
        corner: Point,
        size: tuple[float, float],
        paint: str,
        *,
        round_by: float = 0,
        **more: str,
    ) -> None:
        """A rectangle from its upper left corner."""
        self._rect(corner, size, paint, {"rx": f"{round_by:g}", **_attributes(more)})

    def path(self, paint: str, *points: Point, **more: str) -> None:
        """A line through the points."""
        element = self._add("path", paint, {})
        element.set("d", "M" + "L".join(f"{x:g} {y:g}" for x, y in points))
        element.attrib |= _attributes(more)

    def dot(self, centre: Point, radius: float, paint: str) -> None:
        """A circle."""
        self._add("circle", paint, {"cx": centre.x, "cy": centre.y, "r": radius})

    def _rect(
        self, corner: Point, size: tuple[float, float], paint: str, more: dict[str, str]
    ) -> ET.Element:
        place = {**corner._asdict(), "width": size[0], "height": size[1]}
        element = self._add("rect", paint, place)
        element.attrib |= more
        return element

    def _add(self, tag: str, paint: str, numbers: dict[str, float]) -> ET.Element:
        element = ET.SubElement(self._root, tag, {"class": f"lz-{paint}"})
        for name, number in numbers.items():
            element.set(name, f"{number:g}")
        for part, colour in _PAINTS[paint].items():
            element.set(part, _COLOURS[colour][0] if colour in _COLOURS else colour)
        return element


def _attributes(options: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in options.items()}

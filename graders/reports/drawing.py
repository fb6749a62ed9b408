"""The picture of a failing case as a small table of text. No logic of judging.

A row a layer, in order; time goes from left to right: the weight as it was built, the shape that
each batch had behind the layer, the weight that is left. It is understood without colour.
"""

from __future__ import annotations

import string
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from graders.judging.report import ParameterDrawn, Pass, Picture
from graders.reports.paragraphs import Code, Paragraph
from graders.reports.texts import Texts

_GAP = 2
_NARROWEST_CODE = 20
_LONGEST_ERROR = 160
_MOST_NAMED = 4
_INDENT = "    "
_STOP = "✗"


def drawing(picture: Picture, framework: str, texts: Texts) -> list[RenderableType]:
    """What the framework does, if that tells more than the code of the call.

    Layers that have seen no batch tell nothing if all of them wait, or none, unless the submission's
    own network is another one.
    """
    built = picture.states[0] if picture.states else []
    waiting = {parameter.shape is None for held in built for parameter in held}
    if picture.layers and (picture.passes or len(waiting) > 1 or _differs(picture)):
        return [_Rows(list(_rows(picture, framework, texts)))]
    return []


def yours(picture: Picture, texts: Texts) -> list[RenderableType]:
    """The submission's network at the end, if it is not what the framework's is."""
    if not _differs(picture):
        return []
    marks = _Marks([part.parameters for part in picture.yours])
    parts = (_part(part.kind, part.parameters, marks, texts) for part in picture.yours)
    said = texts.say("picture.says", what=texts.say("picture.yours"), said=" | ".join(parts))
    return [Paragraph(said, indent=_INDENT), *_legend(marks, texts)]


def stops(picture: Picture) -> list[str]:
    """What the framework said where a batch stopped, each once, short."""
    said = dict.fromkeys(p.error for p in picture.passes if p.error)
    return [e if len(e) <= _LONGEST_ERROR else f"{e[: _LONGEST_ERROR - 1]}…" for e in said]


def _differs(picture: Picture) -> bool:
    return bool(picture.yours) and _forms(picture) != _forms_of_yours(picture)


def _forms(picture: Picture) -> list[list[tuple[list[int] | None, int]]]:
    """What the framework's layers hold at the end; the same for networks that look the same."""
    return _numbered(picture.states[-1]) if picture.states else []


def _forms_of_yours(picture: Picture) -> list[list[tuple[list[int] | None, int]]]:
    return _numbered([part.parameters for part in picture.yours])


def _numbered(state: list[list[ParameterDrawn]]) -> list[list[tuple[list[int] | None, int]]]:
    """Shapes, and parameter objects numbered in the order in which they come."""
    numbers: dict[int, int] = {}
    return [[(p.shape, numbers.setdefault(p.object, len(numbers))) for p in held] for held in state]


class _Marks:
    """A letter for each parameter object that stands in several places."""

    def __init__(self, state: list[list[ParameterDrawn]]) -> None:
        times = Counter(parameter.object for held in state for parameter in held)
        tied = [number for number, count in times.items() if count > 1]
        self.by_object = dict(zip(tied, string.ascii_uppercase, strict=False))

    def behind(self, parameter: ParameterDrawn) -> str:
        """The mark to stand behind a parameter."""
        mark = self.by_object.get(parameter.object)
        return f" ={mark}" if mark else ""


def _legend(marks: _Marks, texts: Texts) -> Iterator[RenderableType]:
    if marks.by_object:
        letters = ", ".join(f"={mark}" for mark in marks.by_object.values())
        said = texts.say("picture.says", what=letters, said=texts.say("picture.tied"))
        yield Paragraph(said, "dim")


class _Row(Struct, frozen=True):
    """What a row is about, and its cells from left to right."""

    name: str
    cells: list[str]


def _rows(picture: Picture, framework: str, texts: Texts) -> Iterator[_Row]:
    """The heading; what goes in; each layer."""
    passes, weight = picture.passes, texts.say("drawing.weight")
    if not passes:
        yield _Row(framework, [weight])
        for layer, held in zip(picture.layers, picture.states[0], strict=True):
            yield _Row(layer.code, [_weight(held, texts)])
        return
    ends = picture.states[:: len(passes)] if any(picture.states[0]) else []
    batches = [texts.say("picture.batch", number=number + 1) for number in range(len(passes))]
    yield _Row(framework, _between([weight] * len(ends), batches))
    came = [_came(passed, texts) for passed in passes]
    yield _Row(texts.say("drawing.input"), _between([""] * len(ends), came))
    for position, layer in enumerate(picture.layers):
        weights = [_weight(state[position], texts) for state in ends]
        behind = [_behind(passed, position, texts) for passed in passes]
        yield _Row(layer.code, _between(weights, behind))


def _came(passed: Pass, texts: Texts) -> str:
    """What came to the network, and whether it let that in."""
    shape = _shape(passed.shapes[0])
    refused = passed.error and passed.stopped is None
    return f"{shape} {_STOP} {texts.say('drawing.refused')}" if refused else shape


def _between(ends: list[str], cells: list[str]) -> list[str]:
    """What was before, what happened, what is left; where no layer holds anything, what happened."""
    return [*ends[:1], *cells, *ends[1:]]


def _behind(passed: Pass, position: int, texts: Texts) -> str:
    """What came out of the layer at that position."""
    if passed.stopped == position:
        return f"{_STOP} {texts.say('drawing.stops')}"
    shapes = passed.shapes[position + 1 : position + 2]
    return _shape(shapes[0]) if shapes else ""


def _weight(held: list[ParameterDrawn], texts: Texts) -> str:
    return _size(held[0], texts) if held else ""


def _size(parameter: ParameterDrawn, texts: Texts) -> str:
    return texts.say("drawing.lazy") if parameter.shape is None else _shape(parameter.shape)


def _shape(shape: list[int]) -> str:
    return str(tuple(shape))


def _part(kind: str, held: list[ParameterDrawn], marks: _Marks, texts: Texts) -> str:
    """A layer of the submission's: its weight, or by name whatever it holds."""
    names = [parameter.name for parameter in held]
    if "weight" in names:
        held = [parameter for parameter in held if parameter.name != "bias"]
    sizes = (_size(parameter, texts) + marks.behind(parameter) for parameter in held)
    if [parameter.name for parameter in held] == ["weight"]:
        return f"{kind} {next(sizes)}"
    said = [f"{p.name} {size}" for p, size in zip(held, sizes, strict=True)][:_MOST_NAMED]
    if len(held) > _MOST_NAMED:
        said.append("…")
    return f"{kind} {', '.join(said)}".rstrip()


class _Rows:
    """A table where there is room for one; else a paragraph for each row, with the headings."""

    def __init__(self, rows: list[_Row]) -> None:
        self._heading, *self._rows = rows

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        every = [self._heading, *self._rows]
        columns = zip(*(row.cells for row in every), strict=True)
        needed = sum(max(map(cell_len, column)) + _GAP for column in columns)
        if options.max_width < needed + _NARROWEST_CODE:
            yield from self._paragraphs()
        else:
            yield self._table()

    def _table(self) -> Table:
        table = Table(box=None, padding=(0, _GAP, 0, 0), pad_edge=False, header_style="dim")
        table.add_column(self._heading.name)
        for heading in self._heading.cells:
            table.add_column(heading, no_wrap=True)
        for row in self._rows:
            cells = (Text(c, "red" if c.startswith(_STOP) else "") for c in row.cells)
            table.add_row(Code(row.name), *cells)
        return table

    def _paragraphs(self) -> Iterator[RenderableType]:
        yield Paragraph(self._heading.name, "dim")
        for row in self._rows:
            named = zip(self._heading.cells, row.cells, strict=True)
            said = "; ".join(f"{heading} {cell}" for heading, cell in named if cell)
            yield Paragraph(f"{row.name}  {said}", indent=_INDENT)

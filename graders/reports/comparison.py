"""One network in several frameworks, side by side: what there is at each moment, as data and as text.

No framework is asked here, and nothing is judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct
from rich.console import Console, ConsoleOptions, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from graders.judging.transcripts import printable
from graders.lab.observations import ParameterSeen, Raised, Stop
from graders.reports.markup import templates
from graders.reports.texts import Texts

_MOMENT_COLUMN, _NARROWEST_COLUMN = 14, 26


Sizes = list[tuple[int | None, int]]


class Moment(Struct, frozen=True):
    """What there is in one framework after the construction, or after one batch.

    `output` is the shape that came out, or what was raised; None if the construction went well.
    """

    parameters: tuple[ParameterSeen, ...]
    output: tuple[int, ...] | Raised | None = None
    stop: Stop | None = None


class Column(Struct, frozen=True):
    """One framework: its name for people, its version, and what it did, moment by moment.

    `missing` is the command that installs it, `trouble` says why it could not be asked; `unsaid`
    counts the sizes that it has no place for; `asks` is whether it is asked for initialization.
    """

    title: str
    version: str = ""
    moments: tuple[Moment, ...] = ()
    missing: str = ""
    trouble: str = ""
    unsaid: int = 0
    asks: bool = False


class Comparison(Struct, frozen=True):
    """A network, `(in_features, out_features)` for each layer, and the shapes of the batches."""

    sizes: Sizes
    batches: list[tuple[int, ...]]
    columns: list[Column]


class Cell(Struct, frozen=True):
    """What stands at one place: what came, whether it went wrong, and what there is."""

    said: list[str]
    failed: bool
    held: list[str]


def cells_of(column: Column, sizes: Sizes, texts: Texts) -> list[Cell]:
    """The column's moments in words; one cell alone where nothing could be asked."""
    if column.missing:
        return [Cell([texts.say("frameworks.missing", command=column.missing)], False, [])]
    if column.trouble:
        return [Cell([texts.say("compare.trouble", why=column.trouble)], True, [])]
    cells: list[Cell] = []
    before: Moment | None = None
    for moment in column.moments:
        held = _held(moment, texts)
        if before is not None and _shapes(before) == _shapes(moment):
            held = [texts.say("compare.as_before")]
        said = _remarks(column, texts) if before is None else []
        cells.append(
            Cell([*said, *_said(moment, sizes, texts)], isinstance(moment.output, Raised), held)
        )
        before = moment
    return cells


def _remarks(column: Column, texts: Texts) -> list[str]:
    found = [texts.say("compare.unsaid", count=column.unsaid)] if column.unsaid else []
    return [*found, *([texts.say("compare.initialized")] if column.asks else [])]


def _said(moment: Moment, sizes: Sizes, texts: Texts) -> Iterator[str]:
    match moment.output:
        case Raised(kind=kind, message=message):
            yield texts.say("compare.raises", kind=kind, message=message)
        case tuple() as shape:
            yield texts.say("compare.gives", shape=_by(shape))
    stop = moment.stop
    if stop is not None:
        facts = {"layer": sizes[stop.layer], "came": stop.came, "taken": stop.taken}
        yield texts.say("compare.stop_open" if stop.taken is None else "compare.stop", **facts)


def _shapes(moment: Moment) -> dict[str, tuple[int, ...] | None]:
    return {seen.name: seen.shape for seen in moment.parameters}


def _held(moment: Moment, texts: Texts) -> list[str]:
    """A line a layer: `0: weight 8x5, bias 8`."""
    layers: dict[str, list[str]] = {}
    for seen in moment.parameters:
        path, _, name = seen.name.rpartition(".")
        shape = texts.say("compare.waits") if seen.shape is None else _by(seen.shape)
        layers.setdefault(path, []).append(f"{name} {shape}")
    lines = [f"{path}: {', '.join(held)}" for path, held in layers.items()]
    return lines or [texts.say("compare.nothing")]


def _by(shape: tuple[int, ...]) -> str:
    return "x".join(map(str, shape)) or "()"


def moments_of(comparison: Comparison, texts: Texts) -> list[str]:
    """The names of the moments."""
    after = [texts.say("compare.after_batch", shape=_by(shape)) for shape in comparison.batches]
    return [texts.say("compare.after_construction"), *after]


def versions_of(comparison: Comparison) -> str:
    """The frameworks that were asked, with their versions."""
    return ", ".join(f"{c.title} {c.version}" for c in comparison.columns if c.version)


class InTerminal:
    """A comparison in the terminal: a table, or where that is too narrow one part a moment."""

    def __init__(self, comparison: Comparison, texts: Texts) -> None:
        self._comparison = comparison
        self._texts = texts

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        sizes = self._comparison.sizes
        columns = [(c, cells_of(c, sizes, self._texts)) for c in self._comparison.columns]
        moments = moments_of(self._comparison, self._texts)
        yield Text(f"{self._comparison.sizes}", "bold")
        wide = _MOMENT_COLUMN + _NARROWEST_COLUMN * len(columns) <= options.max_width
        yield from _table(columns, moments) if wide else _stacked(columns, moments)
        yield Text(self._texts.say("compare.legend"), "dim")


def _table(columns: Sequence[tuple[Column, list[Cell]]], moments: list[str]) -> Iterator[Table]:
    """Moments one below the other, frameworks side by side."""
    table = Table(expand=True, show_lines=True)
    table.add_column("", width=_MOMENT_COLUMN, style="bold", overflow="fold")
    for column, _ in columns:
        table.add_column(_head(column), ratio=1, overflow="fold")
    for number, moment in enumerate(moments):
        table.add_row(moment, *(_shown(cells, number) for _, cells in columns))
    yield table


def _stacked(
    columns: Sequence[tuple[Column, list[Cell]]], moments: list[str]
) -> Iterator[Text | Padding]:
    for number, moment in enumerate(moments):
        yield Text(f"\n{moment}", "bold")
        for column, cells in columns:
            if number < len(cells):
                yield Text(_head(column), "cyan")
                yield Padding(_shown(cells, number), (0, 0, 0, 2))


def _head(column: Column) -> str:
    return f"{column.title} {column.version}".strip()


def _shown(cells: list[Cell], number: int) -> Text:
    if number >= len(cells):
        return Text("")
    cell = cells[number]
    text = Text()
    for line in cell.said:
        text.append(f"{printable(line)}\n", "red" if cell.failed else "")
    for line in cell.held:
        text.append(f"{printable(line)}\n", "dim" if cell.said else "")
    text.rstrip()
    return text


def encode(comparison: Comparison, texts: Texts) -> bytes:
    """The comparison as one page that needs nothing else, in the language of the texts."""
    columns = [(column, cells_of(column, comparison.sizes, texts)) for column in comparison.columns]
    page = (
        templates()
        .get_template("comparison.html.jinja")
        .render(
            comparison=comparison,
            columns=[(_head(column), cells) for column, cells in columns],
            moments=moments_of(comparison, texts),
            versions=versions_of(comparison),
            language=texts.language,
            say=texts.say,
        )
    )
    return page.encode()

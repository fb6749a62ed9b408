"""A comparison in words: side by side, stacked where it is narrow, and as a page that is safe."""

import io

import pytest
from rich.console import Console

from graders.lab.observations import ParameterSeen, Raised, Stop
from graders.reports.comparison import Column, Comparison, InTerminal, Moment, encode
from graders.reports.texts import languages, texts


def seen(**shapes: tuple[int, ...] | None) -> tuple[ParameterSeen, ...]:
    return tuple(
        ParameterSeen(f"0.{name}", number, shape, "float32", "cpu")
        for number, (name, shape) in enumerate(shapes.items())
    )


LAZY, MADE = seen(weight=None, bias=None), seen(weight=(8, 5), bias=(8,))
REFUSED = Raised("RuntimeError", "<b>no</b> \x1b[31m`8`")
TORCH = Column(
    "PyTorch",
    "2.13.0",
    (Moment(LAZY), Moment(MADE, (2, 8)), Moment(MADE, REFUSED, Stop(0, 6, 5))),
)
FLAX = Column("Flax", "0.12", (Moment(()),) * 3, unsaid=2)
MXNET = Column("MXNet", "1.9", (Moment(LAZY),) * 3, asks=True)
MISSING = Column("Keras", missing="lazylab frameworks add keras")
BROKEN = Column("Jinx", "1.0", trouble="it said nothing")
ALL = Comparison([(None, 8)], [(2, 5), (2, 6)], [TORCH, FLAX, MXNET, MISSING, BROKEN])


def shown(comparison: Comparison, width: int, language: str = "en") -> str:
    file = io.StringIO()
    Console(file=file, width=width).print(InTerminal(comparison, texts(language)))
    return file.getvalue()


def words(text: str) -> str:
    """The words, however lines were broken and framed."""
    return " ".join(text.replace("│", " ").split())


@pytest.mark.parametrize("width", [20, 40, 80, 100])
def test_narrow_everything_is_there_one_below_the_other(width: int) -> None:
    said = words(shown(ALL, width))
    for part in (
        "[(None, 8)]",
        "after construction PyTorch 2.13.0 0: weight -, bias - Flax 0.12 input sizes",
        "left out: 2 no parameters MXNet 1.9 constructed, and `initialize()` called",
        "Keras not installed: lazylab frameworks add keras",
        "Jinx 1.0 could not be asked: it said nothing",
        "after a batch of shape 2x5 PyTorch 2.13.0 gives 2x8 0: weight 8x5, bias 8",
        "RuntimeError: <b>no</b> \\x1b[31m`8` stops at (None, 8): a width of 6 came, and it takes 5",
        "as before",
    ):
        assert part in said
    assert max(map(len, shown(ALL, width).splitlines())) <= width


def test_wide_they_stand_side_by_side_under_one_heading() -> None:
    lines = shown(ALL, 160).splitlines()
    [heading] = [line for line in lines if "PyTorch 2.13.0" in line]
    assert all(f"{column.title} {column.version}".strip() in heading for column in ALL.columns)
    assert any("gives 2x8" in line and "as before" in line for line in lines)


def test_a_command_is_left_whole_where_there_is_room() -> None:
    assert "lazylab frameworks add keras" in shown(ALL, 60)


def test_a_layer_that_takes_nothing_yet_is_not_said_to_take_none() -> None:
    column = Column("Flax", "1", (Moment((), REFUSED, Stop(0, 0, None)),))
    said = words(shown(Comparison([(None, 3)], [], [column]), 90))
    assert "stops at (None, 3): a width of 0 came no parameters" in said


def test_markup_in_an_error_steers_no_terminal() -> None:
    hostile = Column("PyTorch", "2", (Moment((), Raised("E", "[bold red]x[/]\x1b[2J")),))
    assert "[bold red]x[/]\\x1b[2J" in words(shown(Comparison([(1, 1)], [], [hostile]), 90))


@pytest.mark.parametrize("language", languages())
def test_the_page_has_all_of_it_and_needs_nothing_else(language: str) -> None:
    page = encode(ALL, texts(language)).decode()
    assert f'<html lang="{language}">' in page
    assert "&lt;b&gt;no&lt;/b&gt; \\x1b[31m<code>8</code>" in page
    assert "<b>no</b>" not in page
    assert "<code>0: weight 8x5, bias 8</code>" in page
    assert page.count('class="failed"') == 3  # what was raised, where it stopped, and who is broken
    assert "lazylab frameworks add keras" in page
    assert not {"<script", "http://", "https://", "src="} & {
        part for part in ("<script", "http://", "https://", "src=") if part in page
    }
    assert "PyTorch 2.13.0, Flax 0.12, MXNet 1.9" in page

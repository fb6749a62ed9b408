"""Lines of text and of code: never too wide, never a character lost, and code that can be pasted."""

import ast
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.table import Table

from graders.reports.paragraphs import Code, Paragraph, wrapped

CLOSING = "，。；：、？！）”"  # noqa: RUF001
MIXED = st.text(st.sampled_from("ab( ).,-层卷积，。：（）“”nn…·"), max_size=60)  # noqa: RUF001


def _shown(renderable: RenderableType, width: int) -> list[str]:
    file = io.StringIO()
    Console(file=file, width=width, force_jupyter=False).print(renderable)
    return [line.rstrip() for line in file.getvalue().splitlines()]


@given(MIXED | st.text(st.characters(exclude_categories=["C"]), max_size=40), st.integers(2, 30))
def test_no_line_is_too_wide_and_nothing_is_lost(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


WORDS = st.lists(st.sampled_from(["one", "two,", "延后初始化，", "(2, 1)"])).map(" ".join)  # noqa: RUF001


@given(WORDS, st.integers(12, 30), st.integers(1, 4))
def test_lines_after_the_first_are_indented(text: str, width: int, indent: int) -> None:
    first, *others = wrapped(text, width, " " * indent)
    assert all(cell_len(line) <= width for line in (first, *others))
    assert all(line.startswith(" " * indent) for line in others)


PARTS = ["延后", "初始化，", "（层）", "“卷积”。", " nn.Linear", " "]  # noqa: RUF001


@given(st.lists(st.sampled_from(PARTS)).map("".join))
def test_no_line_begins_with_what_ends_a_sentence(text: str) -> None:
    _, *others = wrapped(text, 20)
    assert all(line[:1] not in (*CLOSING, ".") for line in others if line)
    assert all(line[-1:] not in ("（", "“") for line in wrapped(text, 20))  # noqa: RUF001


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 5, [""]),
        ("a b", 5, ["a b"]),
        ("one two", 5, ["one", "two"]),
        ("one\ntwo", 80, ["one", "two"]),
        ("延后初始化", 4, ["延后", "初始", "化"]),
        ("延后。", 4, ["延", "后。"]),
        ("是 nn.Linear 的", 10, ["是", "nn.Linear", "的"]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
    ],
)
def test_where_lines_break(text: str, width: int, lines: list[str]) -> None:
    assert wrapped(text, width) == lines


@given(MIXED, st.integers(8, 60))
def test_a_paragraph_in_a_table_is_as_wide_as_it_may_be(text: str, width: int) -> None:
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_row("you", Paragraph(text))
    shown = _shown(table, width)
    assert all(cell_len(line) <= width for line in shown)
    assert "".join("".join(line[4:] for line in shown).split()) == "".join(text.split())


ASSIGNED = "net = nn.Sequential(nn.LazyConv2d(1, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2))"


@given(st.integers(30, 120), st.text(st.sampled_from("ab 层\n(‘"), max_size=120))  # noqa: RUF001
def test_broken_code_can_be_pasted(width: int, comment: str) -> None:
    shown = _shown(Code(ASSIGNED, comment), width)
    assert all(cell_len(line) <= width for line in shown)
    assert ast.dump(ast.parse("\n".join(shown))) == ast.dump(ast.parse(ASSIGNED))


def test_a_comment_stands_behind_its_line_if_there_is_room() -> None:
    assert _shown(Code("net(x)", "shape (2, 1)"), 80) == ["net(x)  # shape (2, 1)"]
    assert _shown(Code("net(x)", "shape (2, 1)"), 14) == ["net(x)", "# shape (2, 1)"]
    assert _shown(Code("net(x)", "no " * 40), 40) == [f"net(x)  # {('no ' * 40)[:29]}…"]


def test_styles_are_for_terminals_that_have_them() -> None:
    assert _shown(Paragraph("said", "red"), 20) == ["said"]
    file = io.StringIO()
    colourful = Console(file=file, force_terminal=True, color_system="standard", width=20)
    colourful.print(Paragraph("said", "red"), Code("f()", "1", "bold"))
    assert "\x1b[31msaid" in file.getvalue()
    assert "\x1b[1mf()" in file.getvalue()

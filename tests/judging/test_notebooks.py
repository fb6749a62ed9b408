"""Notebooks are read as files that anybody may have written, and cells that ask for points are known."""

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graders.judging import notebooks
from graders.judging.notebooks import (
    Cell,
    GradeCall,
    NotebookError,
    code_cells,
    grade_call,
    read,
    source_of,
)

IMPORT = "from graders import grade\n"
WORDS = st.text(st.characters(exclude_categories=["Cs"]))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "homework.ipynb"


def _notebook(*cells: Any) -> dict[str, Any]:
    return {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def _code(source: Any) -> dict[str, Any]:
    return {"cell_type": "code", "source": source}


# --- reading ----------------------------------------------------------------------------------


def test_a_notebook_is_read_as_jupyter_writes_it(path: Path) -> None:
    made = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell("# Title"),
            nbformat.v4.new_code_cell("x = 1\nx"),
            nbformat.v4.new_raw_cell("raw"),
            nbformat.v4.new_code_cell("é = '中'"),
        ]
    )
    nbformat.write(made, path)
    assert code_cells(read(path)) == (Cell("x = 1\nx", "cell 1"), Cell("é = '中'", "cell 2"))


def test_a_byte_order_mark_does_no_harm(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(_notebook()).encode())
    assert read(path)["cells"] == []


def test_there_has_to_be_one(path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read(path)
    path.mkdir()
    with pytest.raises(IsADirectoryError):
        read(path)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"x = 1",
        b"\xff\xfe\x00",
        b"\xff",
        b"[" * 100_000,
        b"9" * 10_000,
        b'{"cells": [}',
        b'{"cells": []} x',
    ],
    ids=lambda data: repr(data[:20]),
)
def test_what_is_no_json_is_no_notebook(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    with pytest.raises(NotebookError, match=r"homework\.ipynb is no notebook: ."):
        read(path)


@pytest.mark.parametrize(
    "content",
    [None, 1, "text", [], [1], {}, {"cells": {}}, {"cells": None}, {"worksheets": [{"cells": []}]}],
    ids=repr,
)
def test_what_has_no_cells_is_no_notebook(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(NotebookError, match="is no notebook of format 4: it has no list of cells"):
        read(path)


def test_what_is_too_large_is_not_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notebooks, "MAX_BYTES", 2**20)
    text = json.dumps(_notebook())
    path.write_text(text.ljust(2**20), encoding="utf-8")
    assert read(path) == _notebook()
    path.write_text(text.ljust(3 * 2**20), encoding="utf-8")
    with pytest.raises(NotebookError, match=r"has 3 MiB, and a notebook may have 1: clear its out"):
        read(path)


# --- cells ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("", ""),
        ("x\ny", "x\ny"),
        (["x\n", "y"], "x\ny"),
        (["x\r\n", "y"], "x\r\ny"),
        ([], ""),
    ],
)
def test_a_source_is_one_text_or_lines(source: Any, text: str) -> None:
    assert source_of(_code(source)) == text
    assert code_cells(_notebook(_code(source))) == (Cell(text, "cell 1"),)


def test_a_cell_without_a_source_is_empty() -> None:
    assert code_cells(_notebook({"cell_type": "code"})) == (Cell("", "cell 1"),)


@example(cells=[_code(None)])
@example(cells=[_code(5)])
@given(cells=st.lists(JSON | JSON.map(_code)))
def test_whatever_the_cells_are_they_are_cells(cells: list[Any]) -> None:
    found = code_cells(_notebook(*cells))
    assert all(type(cell.source) is str for cell in found)
    assert len(found) <= len(cells)


def test_only_cells_that_ask_for_points_are_left_out() -> None:
    sources = [
        "x = 1",
        f'{IMPORT}grade("lifecycle")',
        "%matplotlib inline",
        "def grade(name): ...",
        'grade("lifecycle")',
        IMPORT,
        "f(",
        f'{IMPORT}grade("lifecycle", "counts")\nx = 2',
        f'# points\n{IMPORT}\ngrade("lifecycle", "counts")  # here',
        "",
    ]
    markdown = {"cell_type": "markdown", "source": sources[1]}
    found = code_cells(_notebook(markdown, *map(_code, sources)))
    assert found == tuple(
        Cell(source, f"cell {number}")
        for number, source in enumerate(sources, start=1)
        if number not in (2, 9)
    )


# --- asking for points ------------------------------------------------------------------------


@given(
    exercise=WORDS,
    checks=st.lists(WORDS),
    options=st.fixed_dictionaries({}, optional={"framework": WORDS, "lang": WORDS}),
    above=st.sampled_from(["", "import torch\n", "x = f(1)\n", "'''words'''\n", "# words\n"]),
)
def test_what_is_asked_for_is_found(
    exercise: str, checks: list[str], options: dict[str, str], above: str
) -> None:
    arguments = [*map(repr, [exercise, *checks]), *(f"{k}={v!r}" for k, v in options.items())]
    source = f"{above}{IMPORT}grade({', '.join(arguments)})"
    assert grade_call(source) == GradeCall(exercise, tuple(checks), **options)


def test_by_default_it_is_torch_and_english() -> None:
    assert grade_call(f"{IMPORT}grade('lifecycle')") == GradeCall("lifecycle", (), "torch", "en")


@pytest.mark.parametrize(
    "source",
    [
        "from graders import check, grade\ngrade('a', 'b')",
        "from graders import grade, check\ngrade('a', 'b');",
        "from graders import (\n    grade,\n)\ngrade(\n    'a',\n    'b',\n)\n\n# end\n",
        "from graders import grade; grade('a', 'b')",
        "from graders import grade\nprint('first')\ngrade('a', 'b')",
    ],
)
def test_it_is_known_however_it_is_written(source: str) -> None:
    assert grade_call(source) == GradeCall("a", ("b",))


@pytest.mark.parametrize(
    "source",
    [
        "",
        "x",
        "grade('a')",
        "from other import grade\ngrade('a')",
        "from graders.judging import grade\ngrade('a')",
        "from .graders import grade\ngrade('a')",
        "from graders import check as grade\ngrade('a')",
        "from graders import grade as g\ngrade('a')",
        "from graders import *\ngrade('a')",
        "from graders import grades\ngrade('a')",
        "import graders\ngraders.grade('a')",
        "if True:\n    from graders import grade\ngrade('a')",
        *(
            IMPORT + last
            for last in (
                "",
                "grade",
                "x = grade('a')",
                "print(grade('a'))",
                "await grade('a')",
                "grade('a') + 1",
                "grade('a')\n1",
                "if True: grade('a')",
                "for _ in 'a': grade(_)",
            )
        ),
    ],
)
def test_anything_else_is_no_call_of_grade(source: str) -> None:
    assert grade_call(source) is None


@pytest.mark.parametrize(
    "arguments",
    [
        "",
        "name",
        "f('a')",
        "'a' + 'b'",
        "f'{x}'",
        "'a', check",
        "*['a']",
        "'a', *checks",
        "'a', **{'lang': 'zh'}",
        "'a', lang=lang",
        "'a', points=5",
        "'a', exercise='b'",
        "'a', 'b', checks=('c',)",
        "exercise='a'",
        "{[]: 1}",
    ],
)
def test_what_is_no_literal_asks_for_nothing(arguments: str) -> None:
    assert grade_call(f"{IMPORT}grade({arguments})") is None


@pytest.mark.parametrize(
    "arguments", ["5", "None", "b'a'", "['a']", "'a', 5", "'a', ('b',)", "'a', lang=5", "1e999"]
)
def test_what_is_no_text_asks_for_nothing(arguments: str) -> None:
    assert grade_call(f"{IMPORT}grade({arguments})") is None


@pytest.mark.parametrize(
    "source",
    ["f(", "\0", "'\ud800'", "(" * 5_000, "-" * 100_000 + "1", "%time\n" + IMPORT + "grade('a')"],
    ids=["open", "a null byte", "a lone surrogate", "deep", "very deep", "a magic"],
)
def test_what_is_no_python_asks_for_nothing(source: str) -> None:
    assert grade_call(source) is None
    assert code_cells(_notebook(_code(source))) == (Cell(source, "cell 1"),)


@given(source=st.text())
def test_any_text_is_a_call_or_not(source: str) -> None:
    assert grade_call(source) is None
    assert grade_call(f"{IMPORT}{source}") is None

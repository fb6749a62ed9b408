"""The course's cells survive whatever a submission does to them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat import v4
from nbformat.notebooknode import NotebookNode
from nbgrader.utils import is_grade, is_locked, is_solution

from graders.integrations.nbgrader.restoring import SourceCell, restore

COURSE = {
    cell.name: cell
    for cell in (
        SourceCell("task", "markdown", "Do it.", "a", locked=True),
        SourceCell("answer", "code", "def f(): ...", "b", locked=False, solution=True),
        SourceCell("check", "code", "assert f()", "c", locked=True, points=3.0),
        SourceCell("words", "markdown", "Say it.", "d", locked=False, points=2.0, solution=True),
    )
}


def _cell(name: str, **changed: Any) -> NotebookNode:
    course = COURSE[name]
    make = v4.new_code_cell if course.cell_type == "code" else v4.new_markdown_cell
    return make(course.source, metadata={"nbgrader": course.metadata() | changed})


def _untouched() -> NotebookNode:
    return v4.new_notebook(cells=[_cell(name) for name in COURSE])


def _by_name(nb: NotebookNode) -> dict[str, NotebookNode]:
    return {c.metadata.nbgrader.grade_id: c for c in nb.cells if "nbgrader" in c.metadata}


def _is_whole(nb: NotebookNode) -> bool:
    """Whether what gives points is there once, as the course has made it."""
    found = [c.metadata.nbgrader for c in nb.cells if "nbgrader" in c.metadata]
    names = [own["grade_id"] for own in found]
    return (
        len(names) == len(set(names))
        and {"check", "words"} <= set(names) <= set(COURSE)
        and all(dict(own) == COURSE[own["grade_id"]].metadata() for own in found)
        and _by_name(nb)["check"].source == COURSE["check"].source
    )


def test_an_untouched_notebook_stays_as_it_is() -> None:
    nb, twin = _untouched(), _untouched()
    assert restore(nb, COURSE) == []
    assert [c.source for c in nb.cells] == [c.source for c in twin.cells]
    assert [c.metadata for c in nb.cells] == [c.metadata for c in twin.cells]


def test_what_gives_points_comes_back_at_the_end() -> None:
    nb = v4.new_notebook(cells=[_cell("answer")])
    assert restore(nb, COURSE) == ["these cells were missing and are put at the end: check, words"]
    assert [c.metadata.nbgrader.grade_id for c in nb.cells] == ["answer", "check", "words"]
    assert is_grade(nb.cells[1])
    assert is_locked(nb.cells[1])


def test_of_copies_the_last_one_counts() -> None:
    nb = _untouched()
    nb.cells.insert(0, _cell("answer"))
    assert restore(nb, COURSE) == ["there are copies of the cell answer: the last one counts"]
    assert "nbgrader" not in nb.cells[0].metadata
    assert is_solution(nb.cells[2])


def test_students_keep_the_text_of_their_own_cells() -> None:
    nb = _untouched()
    nb.cells[1].source = "def f(): return 1"
    nb.cells[3].source = "My words."
    restore(nb, COURSE)
    assert nb.cells[1].source == "def f(): return 1"
    assert nb.cells[3].source == "My words."


@pytest.mark.parametrize(
    "changed",
    [
        {"grade": False},
        {"points": 99},
        {"points": "many"},
        {"locked": False},
        {"solution": True},
        {"schema_version": 1},
        {"cell_type": "raw"},
        {"task": True},
    ],
)
def test_metadata_are_not_believed(changed: dict[str, Any]) -> None:
    nb = v4.new_notebook(cells=[_cell("answer"), _cell("check", **changed)])
    nb.cells[1].source = "3.0"
    restore(nb, COURSE)
    assert _is_whole(nb)


@pytest.mark.parametrize("own", [{}, {"grade": True}, {"grade_id": 5}, {"grade_id": "none"}, [], 7])
def test_a_cell_that_is_none_of_the_courses_gives_no_points(own: object) -> None:
    nb = _untouched()
    nb.cells.append(v4.new_code_cell("1.0", metadata={"nbgrader": own}))
    restore(nb, COURSE)
    assert _is_whole(nb)
    assert "nbgrader" not in nb.cells[-1].metadata


def test_a_cell_of_another_kind_becomes_what_it_was() -> None:
    nb = _untouched()
    nb.cells[2] = v4.new_markdown_cell("nothing", metadata=nb.cells[2].metadata)
    restore(nb, COURSE)
    assert _by_name(nb)["check"].cell_type == "code"
    assert _by_name(nb)["check"].outputs == []
    assert _is_whole(nb)


METADATA = st.fixed_dictionaries(
    {"grade_id": st.sampled_from([*COURSE, "other", 3, None])},
    optional={
        "grade": st.booleans(),
        "solution": st.booleans(),
        "locked": st.booleans(),
        "points": st.one_of(st.integers(-3, 99), st.text(max_size=3), st.none()),
        "schema_version": st.integers(0, 9),
    },
)


@given(
    cells=st.lists(
        st.tuples(st.sampled_from(["code", "markdown", "raw"]), st.text(max_size=9), METADATA),
        max_size=9,
    )
)
def test_whatever_comes_the_course_is_whole(cells: list[tuple[str, str, dict[str, Any]]]) -> None:
    make = {"code": v4.new_code_cell, "markdown": v4.new_markdown_cell, "raw": v4.new_raw_cell}
    nb = v4.new_notebook(
        cells=[make[kind](text, metadata={"nbgrader": own}) for kind, text, own in cells]
    )
    restore(nb, COURSE)
    assert _is_whole(nb)

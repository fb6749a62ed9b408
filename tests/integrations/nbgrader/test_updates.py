"""A course is brought up to date, and what an instructor has changed stays."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

nbformat = pytest.importorskip("nbformat", reason="needs pip install -e '.[nbgrader]'")

from instructor import (  # noqa: E402
    CHECK,
    NAME,
    SOLUTION,
    TASK,
    Init,
    Notebook,
    cell_of,
    edited,
    newer_task,
    read,
    replaced,
    says,
)

from graders.integrations.nbgrader.assignments import digest, grade_id, source_notebook  # noqa: E402
from graders.integrations.nbgrader.updates import compare  # noqa: E402
from graders.judging.exercises import Bank, Exercise  # noqa: E402


def test_newer_cells_are_told_of_shown_and_written(init: Init, own: Exercise, path: Path) -> None:
    init()
    before = path.read_bytes()
    newer_task(own)
    assert f"{NAME}.ipynb  there are newer cells: --update shows them\n" in init().output
    shown = init("--update").output
    assert "  task-first_mismatch: newer\n    @@ " in shown
    assert "\n    -The network is new" in shown
    assert "\n    +The network is brand new" in shown
    assert shown.endswith("Nothing has been written: --update --write does that.\n")
    assert path.read_bytes() == before
    assert f"{NAME}.ipynb  updated\n" in init("--update", "--write").output
    assert read(path) == source_notebook(own, "torch", "en")


def test_what_jupyter_and_nbgrader_note_is_no_change_and_stays(
    init: Init, own: Exercise, path: Path
) -> None:
    init()

    def run(notebook: Notebook) -> None:
        notebook.metadata["language_info"]["version"] = "3.12"
        cell = cell_of(notebook, SOLUTION)
        cell.id, cell.execution_count = "mine", 7
        cell.outputs = [nbformat.v4.new_output("stream", text="printed")]
        cell.metadata["tags"] = ["hard"]
        cell_of(notebook, CHECK).metadata["nbgrader"]["schema_version"] = 3

    edited(path, run)
    assert f"{NAME}.ipynb  unchanged" in init().output
    replaced(own.solution("torch"), "stopped = _attempt(", "stopped = (_attempt)(")
    init("--update", "--write")
    cell = cell_of(read(path), SOLUTION)
    assert "(_attempt)(" in cell.source
    assert (cell.outputs, cell.execution_count) == ([], None)
    assert (cell.id, cell.metadata["tags"]) == ("mine", ["hard"])
    assert read(path).metadata["language_info"]["version"] == "3.12"


def test_a_cell_that_you_have_changed_stays(init: Init, own: Exercise, path: Path) -> None:
    init()
    edited(path, says(TASK, "My own words."))
    edited(path, lambda n: cell_of(n, CHECK).metadata["nbgrader"].update(points=7))
    assert f"{NAME}.ipynb  you have changed 2 of its cells\n" in init().output
    shown = init("--update", "--write").output
    assert f"  {TASK}: changed by you: stays\n  {CHECK}: changed by you: stays\n" in shown
    assert "@@" not in shown
    assert cell_of(read(path), TASK).source == "My own words."
    assert cell_of(read(path), CHECK).metadata["nbgrader"]["points"] == 7


def test_a_conflict_is_shown_once_and_yours_stays(init: Init, own: Exercise, path: Path) -> None:
    init()
    edited(path, says(TASK, "My own words."))
    newer_task(own)
    output = init().output
    assert "there are newer cells: --update shows them; you have changed 1 of its cells" in output
    for arguments in (("--update",), ("--update", "--write")):
        shown = init(*arguments).output
        assert f"  {TASK}: you have changed it, and there is a newer one: yours stays\n" in shown
        assert "    -My own words.\n" in shown
        assert "    +The network is brand new" in shown
    assert cell_of(read(path), TASK).source == "My own words."
    assert "  you have changed 1 of its cells\n" in init().output
    replaced(own.folder / "prompt.en.md", "brand new", "quite new")
    assert "yours stays" in init("--update").output


def test_a_change_that_is_made_on_both_sides_is_no_conflict(
    init: Init, own: Exercise, path: Path
) -> None:
    init()
    newer_task(own)
    edited(path, says(TASK, cell_of(source_notebook(own, "torch", "en"), TASK).source))
    assert f"{NAME}.ipynb  unchanged" in init().output


def test_settings_that_differ_are_shown(init: Init, own: Exercise, path: Path) -> None:
    init()
    replaced(own.grader, "@check(points=3)", "@check(points=5)")
    shown = init("--update").output
    assert f"  {CHECK}: newer\n    @@ -1,2 +1,2 @@\n    -points: 3\n    +points: 5\n" in shown


def test_cells_of_your_own_stay_where_they_are(init: Init, own: Exercise, path: Path) -> None:
    init()

    def add(notebook: Notebook) -> None:
        mine = nbformat.v4.new_markdown_cell("Mine.", id="mine")
        twin = copy.deepcopy(cell_of(notebook, SOLUTION))
        twin.id, twin.source = "twin", "print(1)"
        notebook.cells[2:2] = [mine, twin]

    edited(path, add)
    newer_task(own)
    replaced(own.solution("torch"), "stopped = _attempt(", "stopped = (_attempt)(")
    assert "stay" not in init("--update", "--write").output
    cells = read(path).cells
    assert [cell.id for cell in cells[:5]] == [
        "task-dimension_mismatch", TASK, "mine", "twin", SOLUTION,
    ]  # fmt: skip
    assert (cells[2].source, cells[3].source) == ("Mine.", "print(1)")
    assert "brand new" in cells[1].source
    assert "(_attempt)(" in cells[4].source


def test_a_cell_that_you_have_removed_stays_away(init: Init, own: Exercise, path: Path) -> None:
    init()
    edited(path, lambda n: n.cells.remove(cell_of(n, CHECK)))
    newer_task(own)
    assert f"  {CHECK}: removed by you: stays away\n" in init("--update", "--write").output
    assert CHECK not in [grade_id(cell) for cell in read(path).cells]
    assert f"{NAME}.ipynb  you have changed 1 of its cells\n" in init().output


def test_a_cell_with_another_name_is_still_the_same(init: Init, own: Exercise, path: Path) -> None:
    init()
    edited(path, lambda n: cell_of(n, CHECK).metadata["nbgrader"].update(grade_id="mine"))
    assert f"  {CHECK}: changed by you: stays\n" in init("--update", "--write").output
    assert len(read(path).cells) == len(source_notebook(own, "torch", "en").cells)


def test_new_cells_come_in_their_place_and_old_ones_go(
    init: Init, own: Exercise, path: Path
) -> None:
    init()
    edited(path, lambda n: n.cells.insert(0, nbformat.v4.new_markdown_cell("First.", id="first")))
    edited(path, says("check-tells_the_two_sizes_that_disagree", "grade_it()"))
    for file in (own.grader, own.folder / "prompt.en.md"):
        replaced(file, "names_the_layer_that_stops", "finds_the_layer_that_stops")
        replaced(file, "tells_the_two_sizes_that_disagree", "tells_both_sizes")
    shown = init("--update", "--write").output
    for line in (
        "check-finds_the_layer_that_stops: new\n    @@",
        "check-tells_both_sizes: new\n",
        f"{CHECK}: generated no more\n    @@",
        "check-tells_the_two_sizes_that_disagree: generated no more, but changed by you: stays\n",
    ):
        assert line in shown
    assert [cell.id for cell in read(path).cells][:9] == [
        "first",
        "task-dimension_mismatch",
        TASK,
        SOLUTION,
        "check-finds_the_layer_that_stops",
        "task-sizes_at_mismatch",
        "solution-sizes_at_mismatch",
        "check-tells_both_sizes",
        "check-tells_the_two_sizes_that_disagree",
    ]
    assert "you have changed 1 of its cells\n" in init().output


def test_new_cells_at_the_top_come_first_and_in_order(mismatch: Exercise) -> None:
    generated = source_notebook(mismatch, "torch", "en")
    existing = copy.deepcopy(generated)
    del existing.cells[:2], existing.metadata["lazylab"]["cells"][:2]
    update = compare(existing, generated)
    assert [(change.kind, change.grade_id) for change in update.changes] == [
        ("new", "task-dimension_mismatch"),
        ("new", TASK),
    ]
    assert update.notebook == generated


def test_a_cell_may_change_its_kind(mismatch: Exercise) -> None:
    generated = source_notebook(mismatch, "torch", "en")
    existing = copy.deepcopy(generated)
    cell = cell_of(existing, TASK)
    cell.cell_type, cell.outputs, cell.execution_count = "code", [], None
    cell.metadata["lazylab"]["digest"] = digest(cell)
    update = compare(existing, generated)
    nbformat.validate(update.notebook)
    assert update.notebook == generated


@pytest.mark.parametrize(
    "metadata", [{}, {"lazylab": 3}, {"lazylab": {"cells": 3}}, {"lazylab": {"language": []}}]
)
def test_a_notebook_of_which_nothing_is_known_is_all_yours(
    init: Init, own: Exercise, path: Path, metadata: dict[str, Any]
) -> None:
    init()

    def forget(notebook: Notebook) -> None:
        notebook.metadata = nbformat.from_dict(metadata)
        for cell in notebook.cells:
            cell.metadata.pop("lazylab")
        cell_of(notebook, TASK).source = "My own words."

    edited(path, forget)
    shown = init("--update", "--write").output
    assert f"  {TASK}: you have changed it" in shown
    assert shown.count("yours stays") == 1
    assert cell_of(read(path), TASK).source == "My own words."


def test_a_notebook_of_an_older_format_is_brought_up_to_date(
    init: Init, own: Exercise, path: Path
) -> None:
    init()
    found = json.loads(path.read_text(encoding="utf-8"))
    found["nbformat_minor"] = 4
    for cell in found["cells"]:
        del cell["id"]
    path.write_text(json.dumps(found), encoding="utf-8")
    assert f"{NAME}.ipynb  unchanged" in init().output
    newer_task(own)
    init("--update", "--write")
    nbformat.validate(read(path))
    assert read(path).nbformat_minor == 5
    assert "brand new" in cell_of(read(path), TASK).source


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["source", "points", "remove", "add", "rename", "swap"]),
        st.integers(min_value=0, max_value=30),
    ),
    max_size=6,
)


@pytest.fixture(scope="module")
def generations() -> tuple[Notebook, Notebook]:
    """Two notebooks that have some cells in common, as of this year and of the next."""
    bank = Bank()
    this, other = (source_notebook(bank.exercise(n), "torch", "en") for n in (NAME, "lazy_layer"))
    following = copy.deepcopy(this)
    for index, cell in enumerate(following.cells):
        if index % 3 == 0:
            cell.source += "\nNewer."
            cell.metadata["lazylab"]["digest"] = digest(cell)
    following.cells = [*following.cells[:4], *other.cells, *following.cells[7:]]
    following.metadata["lazylab"]["cells"] = [grade_id(cell) for cell in following.cells]
    return this, following


@given(edits=EDITS)
def test_nothing_that_you_have_done_is_lost(
    generations: tuple[Notebook, Notebook], edits: list[tuple[str, int]]
) -> None:
    this, following = generations
    mine = copy.deepcopy(this)
    for number, (kind, place) in enumerate(edits):
        _edit(mine, kind, place % len(mine.cells), number)
    generated = [_content(cell) for cell in this.cells]
    own = [_content(cell) for cell in mine.cells if _content(cell) not in generated]
    before = copy.deepcopy(mine)

    update = compare(mine, following)

    assert mine == before
    nbformat.validate(update.notebook)
    kept = [_content(cell) for cell in update.notebook.cells]
    assert [content for content in kept if content in own] == own
    removed = {grade_id(c) for c in this.cells} - {grade_id(c) for c in mine.cells}
    names = [grade_id(cell) for cell in update.notebook.cells]
    assert not removed & set(names)
    again = compare(update.notebook, following)
    assert not any(change.by_us for change in again.changes)
    assert again.notebook == update.notebook


def _content(cell: Notebook) -> tuple[str, Any]:
    return cell.source, cell.metadata.get("nbgrader")


def _edit(notebook: Notebook, kind: str, place: int, number: int) -> None:
    cell = notebook.cells[place]
    match kind:
        case "source":
            cell.source += f"\nMine: {number}."
        case "points":
            if "nbgrader" in cell.metadata:
                cell.metadata["nbgrader"]["points"] = 10 + number
        case "remove":
            if len(notebook.cells) > 1:
                notebook.cells.pop(place)
        case "add":
            notebook.cells.insert(
                place, nbformat.v4.new_markdown_cell(f"Added {number}.", id=f"a{number}")
            )
        case "rename":
            if "nbgrader" in cell.metadata:
                cell.metadata["nbgrader"]["grade_id"] = f"mine-{number}"
        case "swap":
            notebook.cells[place], notebook.cells[0] = notebook.cells[0], notebook.cells[place]

"""Course folders: what is made, what is shown, and what an instructor has changed stays."""

import copy
import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

nbformat = pytest.importorskip("nbformat", reason="needs pip install -e '.[nbgrader]'")

from graders.cli import shared  # noqa: E402
from graders.cli.nbgrader import nbgrader  # noqa: E402
from graders.integrations.nbgrader.assignments import digest, grade_id, source_notebook  # noqa: E402
from graders.integrations.nbgrader.courses import Course, chosen_exercises  # noqa: E402
from graders.integrations.nbgrader.updates import compare  # noqa: E402
from graders.integrations.options import RequestError  # noqa: E402
from graders.judging.exercises import Bank, Exercise, UnknownExerciseError  # noqa: E402
from graders.reports.texts import UnknownLanguageError  # noqa: E402

Notebook = nbformat.NotebookNode
NAME = "dimension_mismatch"
SOLUTION = "solution-first_mismatch"
CHECK = "check-names_the_layer_that_stops"
TASK = "task-first_mismatch"

Init = Callable[..., Result]


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Exercise:
    """An exercise in a bank that a test may change, used by the command too."""
    root = tmp_path / "bank"
    for folder in ("exercises", "solutions"):
        shutil.copytree(Bank().root / folder / NAME, root / folder / NAME)
    (root / "graders" / "bank").mkdir(parents=True)
    shutil.copy(Bank().exercise(NAME).grader, root / "graders" / "bank")
    monkeypatch.setattr(shared, "Bank", lambda: Bank(root))
    return Exercise(NAME, root)


@pytest.fixture
def init(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Init:
    """Run `lazylab nbgrader init course …`; what goes wrong is raised."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LAZYLAB_LANG", "en")
    app = typer.Typer()
    app.add_typer(nbgrader)

    def run(*arguments: str, folder: str = "course") -> Result:
        asked = ["nbgrader", "init", folder, *arguments]
        return CliRunner().invoke(app, asked, catch_exceptions=False)

    return run


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "course" / "source" / NAME / f"{NAME}.ipynb"


def read(path: Path) -> Notebook:
    return nbformat.read(path, as_version=4)


def edited(path: Path, edit: Callable[[Notebook], Any]) -> None:
    """What an instructor does in Jupyter."""
    notebook = read(path)
    edit(notebook)
    nbformat.write(notebook, path)


def cell_of(notebook: Notebook, name: str) -> Notebook:
    return next(cell for cell in notebook.cells if grade_id(cell) == name)


def says(name: str, text: str) -> Callable[[Notebook], None]:
    def edit(notebook: Notebook) -> None:
        cell_of(notebook, name).source = text

    return edit


def replaced(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def newer_task(exercise: Exercise) -> None:
    replaced(exercise.folder / "prompt.en.md", "The network is new", "The network is brand new")


# --- made -------------------------------------------------------------------------------------


def test_a_course_has_a_configuration_and_an_assignment_an_exercise(
    init: Init, tmp_path: Path
) -> None:
    result = init()
    course = tmp_path / "course"
    names = [exercise.name for exercise in Bank().exercises]
    assert sorted(str(p.relative_to(course)) for p in course.rglob("*") if p.is_file()) == sorted(
        ["nbgrader_config.py", *(f"source/{name}/{name}.ipynb" for name in names)]
    )
    assert result.output.splitlines() == [
        "course/nbgrader_config.py  made",
        *(f"course/source/{name}/{name}.ipynb  made" for name in names),
    ]


def test_several_exercises_can_be_one_assignment(init: Init, tmp_path: Path) -> None:
    init("--assignment", "week 1", "--exercises", f"lifecycle, {NAME}", "--exercises", "lazy_layer")
    assert sorted(p.name for p in (tmp_path / "course/source/week 1").iterdir()) == [
        f"{NAME}.ipynb",
        "lazy_layer.ipynb",
        "lifecycle.ipynb",
    ]
    assert [p.name for p in (tmp_path / "course/source").iterdir()] == ["week 1"]


@pytest.mark.parametrize(
    ("folder", "course_id"), [("a b", "a b"), ('qu"ote', 'qu"ote'), ("课程", "课程"), (".", None)]
)
def test_the_configuration_names_the_course(
    init: Init, tmp_path: Path, folder: str, course_id: str | None
) -> None:
    init("--exercises", NAME, folder=folder)
    config = pytest.importorskip("traitlets.config").Config()
    text = (tmp_path / folder / "nbgrader_config.py").read_text(encoding="utf-8")
    assert "from graders.integrations.nbgrader.settings import configure\n\nconfigure(c)\n" in text
    exec(text.split("from graders")[0], {"get_config": lambda: config})
    assert config.CourseDirectory.course_id == (course_id or tmp_path.name)


def test_making_it_twice_changes_no_byte(init: Init, own: Exercise, tmp_path: Path) -> None:
    def contents() -> dict[Path, tuple[bytes, int]]:
        files = [p for p in (tmp_path / "course").rglob("*") if p.is_file()]
        return {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in files}

    init()
    before = contents()
    for arguments in ((), ("--update",), ("--update", "--write")):
        result = init(*arguments)
        assert [line.split("  ")[1] for line in result.output.splitlines()] == ["unchanged"] * 2
    assert contents() == before


def test_only_what_is_missing_is_made(init: Init, own: Exercise, path: Path) -> None:
    init()
    config = path.parents[2] / "nbgrader_config.py"
    config.unlink()
    assert init("--update").output.splitlines() == [
        "course/nbgrader_config.py  is not there yet",
        f"course/source/{NAME}/{NAME}.ipynb  unchanged",
        "Nothing has been written: --update --write does that.",
    ]
    assert not config.exists()
    assert "nbgrader_config.py  made" in init("--update", "--write").output
    assert config.exists()


def test_a_configuration_is_never_changed(init: Init, own: Exercise, path: Path) -> None:
    config = path.parents[2] / "nbgrader_config.py"
    config.parent.mkdir()
    text = "c = get_config()\n# configure(c)\n"
    config.write_text(text)
    output = init("--update", "--write").output
    assert "course/nbgrader_config.py  unchanged\n" in output
    assert (
        "course/nbgrader_config.py does not set up lazylab. Add these lines:\n\n"
        "from graders.integrations.nbgrader.settings import configure\n\nconfigure(c)\n"
    ) in output
    assert config.read_text() == text
    config.write_text(text + "lazylab.configure(c, seed='ours')\n")
    assert "does not set up" not in init().output


def test_the_language_of_a_course_stays_unless_another_is_asked_for(
    init: Init, own: Exercise, path: Path
) -> None:
    init("--lang", "zh")
    assert "维度不匹配" in read(path).cells[0].source
    assert "unchanged" in init("--update").output
    assert "there are newer cells" in init("--update", "--lang", "en").output
    init("--update", "--write", "--lang", "en")
    assert "Dimension mismatch" in read(path).cells[0].source
    assert "没有变化" in init("--lang", "zh", "--exercises", NAME).output.split("\n")[0]


# --- brought up to date -----------------------------------------------------------------------


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
        cell.execution_count = 7
        cell.outputs = [nbformat.v4.new_output("stream", text="printed")]
        cell.metadata["tags"] = ["hard"]
        cell_of(notebook, CHECK).metadata["nbgrader"]["schema_version"] = 3

    edited(path, run)
    assert f"{NAME}.ipynb  unchanged" in init().output
    replaced(own.solution("torch"), "stopped = _attempt(", "stopped = (_attempt)(")
    init("--update", "--write")
    cell = cell_of(read(path), SOLUTION)
    assert "(_attempt)(" in cell.source
    assert (cell.outputs, cell.execution_count, cell.metadata["tags"]) == ([], None, ["hard"])
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
    init("--update", "--write")
    cells = read(path).cells
    assert [cell.id for cell in cells[:5]] == [
        "task-dimension_mismatch", TASK, "mine", "twin", SOLUTION,
    ]  # fmt: skip
    assert (cells[2].source, cells[3].source) == ("Mine.", "print(1)")
    assert "brand new" in cells[1].source


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


def test_a_new_cell_at_the_top_comes_first(mismatch: Exercise) -> None:
    generated = source_notebook(mismatch, "torch", "en")
    existing = copy.deepcopy(generated)
    existing.metadata["lazylab"]["cells"].remove(grade_id(existing.cells.pop(0)))
    update = compare(existing, generated)
    assert [(change.kind, change.grade_id) for change in update.changes] == [
        ("new", "task-dimension_mismatch")
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


# --- what goes wrong --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (("--exercises", "dimension_missmatch"), UnknownExerciseError, "Did you mean"),
        (("--exercises", f"{NAME},nothing"), UnknownExerciseError, "no exercise 'nothing'"),
        (("--exercises", " , "), RequestError, "no exercise is named"),
        (("--write",), RequestError, "--write goes with --update"),
        (("--framework", "caffe"), RequestError, "unknown framework 'caffe'"),
        (("--lang", "xx"), UnknownLanguageError, "no messages in language 'xx'"),
        (("--assignment", ""), RequestError, "an assignment's name"),
        (("--assignment", "a/b"), RequestError, "an assignment's name"),
        (("--assignment", "a+b"), RequestError, "an assignment's name"),
        (("--assignment", ".."), RequestError, "an assignment's name"),
        (("--assignment", "a "), RequestError, "an assignment's name"),
        (("--assignment", "a[1]"), RequestError, "an assignment's name"),
    ],
)
def test_a_wrong_request_leaves_no_trace(
    init: Init, tmp_path: Path, arguments: tuple[str, ...], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        init(*arguments)
    assert not list(tmp_path.iterdir())


def test_a_course_is_a_folder(init: Init, tmp_path: Path) -> None:
    (tmp_path / "course").write_text("mine")
    with pytest.raises(RequestError, match="course is a file: expected a folder"):
        init()
    with pytest.raises(RequestError, match=r"cannot .*course/below.*Not a directory"):
        init(folder="course/below")
    assert (tmp_path / "course").read_text() == "mine"


BROKEN = {
    "nothing": b"",
    "text": b"print(1)",
    "half": b'{"cells": [',
    "list": b"[]",
    "number": b"3",
    "other": b'{"name": "x"}',
    "cells": b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": 3}',
    "cell": b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"id": "a"}]}',
    "metadata": b'{"nbformat": 4, "nbformat_minor": 5, "metadata": 3, "cells": []}',
    "future": b'{"nbformat": 9, "nbformat_minor": 0, "metadata": {}, "cells": []}',
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN.keys())
def test_what_is_no_notebook_is_named_and_left_alone(
    init: Init, own: Exercise, path: Path, content: bytes
) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    with pytest.raises(RequestError, match=rf"{NAME}\.ipynb is not a notebook \(.+\)") as raised:
        init()
    assert "\n" not in str(raised.value)
    assert path.read_bytes() == content
    assert not (path.parents[2] / "nbgrader_config.py").exists()


def test_what_cannot_be_read_is_named(init: Init, own: Exercise, path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(RequestError, match=rf"cannot read .*{NAME}\.ipynb: Is a directory"):
        init()
    path.rmdir()
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(RequestError, match="it is not in UTF-8"):
        init()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_named(
    init: Init, own: Exercise, tmp_path: Path
) -> None:
    (tmp_path / "course").mkdir(mode=0o500)
    with pytest.raises(
        RequestError, match=r"cannot write .*nbgrader_config\.py: Permission denied"
    ):
        init()


def test_a_file_is_written_whole_or_not_at_all(
    init: Init, own: Exercise, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    init()
    before = path.read_bytes()
    newer_task(own)

    def full(self: Path, *_: object) -> None:
        self.write_bytes(b"half of i")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(RequestError, match=r"cannot write .*: No space left on device"):
        init("--update", "--write")
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_a_link_and_the_rights_of_a_file_stay(init: Init, own: Exercise, path: Path) -> None:
    init()
    real = path.with_name("real.ipynb")
    path.rename(real)
    path.symlink_to(real)
    real.chmod(0o640)
    newer_task(own)
    init("--update", "--write")
    assert path.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert "brand new" in cell_of(read(real), TASK).source


def test_half_a_character_does_no_harm(init: Init, own: Exercise, path: Path) -> None:
    init()
    replaced(path, "# 4. Dimension mismatch", "\\ud800")
    newer_task(own)
    init("--update", "--write")
    assert read(path).cells[0].source.startswith("\ud800")


def test_a_notebook_keeps_its_framework(init: Init, own: Exercise, path: Path) -> None:
    init()
    edited(path, lambda n: n.metadata["lazylab"].update(framework="flax"))
    with pytest.raises(RequestError, match=r"is for flax: say --framework flax, or make another"):
        init("--update", "--write")


def test_without_nbformat_the_remedy_is_said(init: Init, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(sys.modules):
        if name.split(".")[0] == "nbformat" or name.startswith("graders.integrations.nbgrader."):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "nbformat", None)
    with pytest.raises(RequestError, match=r"needs nbformat: pip install .* -e '\.\[nbgrader\]'"):
        init()


def test_without_names_all_exercises_of_a_framework_are_chosen(
    bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert chosen_exercises(bank, [], "torch") == bank.exercises
    assert [
        e.name for e in chosen_exercises(bank, ["lifecycle,", f"{NAME},lifecycle"], "torch")
    ] == [
        "lifecycle",
        NAME,
    ]
    with pytest.raises(RequestError, match="none has a stub for flax"):
        chosen_exercises(bank, [], "flax")


# --- nbgrader itself --------------------------------------------------------------------------


def test_nbgrader_makes_an_assignment_of_it(init: Init, tmp_path: Path) -> None:
    pytest.importorskip("nbgrader", reason="needs pip install -e '.[nbgrader]'")
    init("--exercises", NAME)
    course = tmp_path / "course"
    run = subprocess.run(
        [sys.executable, "-m", "nbgrader", "generate_assignment", NAME],
        cwd=course,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    source, release = (
        read(course / step / NAME / f"{NAME}.ipynb") for step in ("source", "release")
    )
    assert [grade_id(cell) for cell in release.cells] == [grade_id(cell) for cell in source.cells]
    for before, after in zip(source.cells, release.cells, strict=True):
        settings = before.metadata["nbgrader"]
        assert after.metadata["nbgrader"].items() >= settings.items()
        assert (after.source == before.source) == (not settings["solution"])
    assert cell_of(release, SOLUTION).source.endswith(
        'goes through."""\n    # YOUR CODE HERE\n    raise NotImplementedError()'
    )
    assert "BEGIN SOLUTION" not in nbformat.writes(release)
    assert Course(course).is_configured

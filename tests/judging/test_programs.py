"""An answer is a program: a notebook gets the marks of the file that it was made from."""

import ast
import contextlib
import dataclasses
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from msgspec.structs import replace

from graders.judging.exercises import Bank, Exercise
from graders.judging.judge import Judge
from graders.judging.notebooks import Cell
from graders.judging.programs import Cells, NotebookFile, PythonFile, program_at
from graders.judging.report import CheckReport, ExerciseReport
from graders.judging.searching import Effort
from graders.judging.submissions import Submission
from graders.lab.lab import InProcessLab
from graders.lab.limits import Limits
from graders.lab.messages import Call, Died, Hung, Returned
from graders.lab.sealed.labs import SealedLabs
from graders.lab.sealed.messages import Allowance
from graders.lab.sealed.sandbox import SealError, choose_walls

pytestmark = pytest.mark.xdist_group("programs")  # they share fork servers
LIMITS = Limits(call_seconds=2.0, cell_seconds=0.5)
ASKED = "names_the_layer_that_stops"
GRADES = "from graders import grade\ngrade('dimension_mismatch')"


@pytest.fixture(scope="module")
def sealed() -> Iterator[SealedLabs]:
    try:
        labs = SealedLabs("torch", choose_walls(), LIMITS, Allowance())
    except SealError as error:
        pytest.skip(str(error))
    with contextlib.closing(labs):
        yield labs


@pytest.fixture(params=["in process", "sealed"])
def judge(request: pytest.FixtureRequest) -> Judge:
    effort = Effort(drawn=8, seed=0)
    if request.param == "in process":
        return Judge(effort=effort, limits=LIMITS, diagnose=False)
    return Judge(effort=effort, labs=request.getfixturevalue("sealed"), diagnose=False)


@pytest.fixture
def sealed_judge(sealed: SealedLabs) -> Judge:
    return Judge(effort=Effort(drawn=8, seed=0), labs=sealed, diagnose=False)


def _notebook(path: Path, *sources: str) -> Path:
    """A notebook of these code cells, with words between them."""
    cells = [nbformat.v4.new_markdown_cell("# def f(: words")]
    for source in sources:
        cells += [nbformat.v4.new_code_cell(source), nbformat.v4.new_raw_cell("1 / 0")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


def _halves(source: str) -> tuple[str, str]:
    """A program as two cells."""
    body = ast.parse(source).body
    line = body[len(body) // 2].lineno - 1
    lines = source.splitlines(keepends=True)
    while lines[line - 1].startswith("@"):
        line -= 1
    return "".join(lines[:line]), "".join(lines[line:])


def _halves_of(exercise: Exercise) -> tuple[str, str]:
    return _halves(exercise.solution("torch").read_text(encoding="utf-8"))


def _checks(report: ExerciseReport) -> dict[str, CheckReport]:
    return {check.name: check for check in report.checks}


def _kinds(report: ExerciseReport) -> set[str]:
    """The kinds of trouble that the checks had."""
    return {check.trouble.kind if check.trouble else check.outcome for check in report.checks}


# --- marks ------------------------------------------------------------------------------------


def _marks(judge: Judge, exercise: Exercise, path: Path) -> list[object]:
    """All that is found, but for the line in which something was raised."""
    report = judge.judge(exercise, Submission(path, exercise.name))
    return [
        (
            replace(check, seconds=0.0, trouble=None),
            check.trouble and {**check.trouble.facts, "kind": check.trouble.kind, "where": ""},
        )
        for check in report.checks
    ]


@pytest.mark.parametrize("exercise", Bank().exercises, ids=lambda exercise: exercise.name)
def test_a_notebook_gets_the_marks_of_its_file(
    judge: Judge, exercise: Exercise, tmp_path: Path
) -> None:
    judge = dataclasses.replace(judge, effort=Effort(drawn=4, seed=0, small=False))
    path = _notebook(tmp_path / "homework.ipynb", *_halves_of(exercise))
    assert _marks(judge, exercise, path) == _marks(judge, exercise, exercise.solution("torch"))


@pytest.mark.parametrize("name", ["dimension_mismatch", "deferred_mlp"])
def test_a_wrong_notebook_gets_the_marks_of_its_file(
    judge: Judge, bank: Bank, name: str, tmp_path: Path
) -> None:
    exercise = bank.exercise(name)
    wrong = next(sample for sample in exercise.samples("torch") if sample.kind == "wrong")
    path = _notebook(tmp_path / "homework.ipynb", *_halves(wrong.source))
    assert _marks(judge, exercise, path) == _marks(judge, exercise, wrong.path)


def test_magics_grades_and_errors_cost_nothing(
    judge: Judge, mismatch: Exercise, tmp_path: Path
) -> None:
    first, second = _halves_of(mismatch)
    path = _notebook(
        tmp_path / "homework.ipynb",
        "1 / 0",
        "%who\n%timeit -n1 -r1 1",
        f"print('first')\n{first}\nraise SystemExit",
        "f(",
        GRADES,
        f"{second}\ndisplay(1)",
        "while True: pass",
        "input()",
    )
    report = judge.judge(mismatch, Submission(path, mismatch.name))
    assert (report.earned, report.flags) == (report.possible, [])


def test_only_the_checks_that_are_asked_for_are_made(
    quick_judge: Judge, mismatch: Exercise, tmp_path: Path
) -> None:
    path = _notebook(tmp_path / "homework.ipynb", *_halves_of(mismatch))
    report = quick_judge.judge(mismatch, NotebookFile(path), only=[ASKED])
    assert [check.name for check in report.checks] == [ASKED]
    assert report.earned == report.possible == report.checks[0].points > 0
    assert quick_judge.judge(mismatch, NotebookFile(path), only=()).checks == []


def test_a_traceback_names_the_cell(judge: Judge, mismatch: Exercise, tmp_path: Path) -> None:
    path = _notebook(
        tmp_path / "homework.ipynb",
        "x = 1",
        "def first_mismatch(layers, in_features):\n    return {}['no']",
    )
    found = _checks(judge.judge(mismatch, NotebookFile(path)))[ASKED]
    assert found.trouble is not None
    assert found.trouble.kind == "raised"
    assert found.trouble.facts["where"] == "cell 2, line 2, in first_mismatch: return {}['no']"


# --- what is missing --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sources", [(), ("",), ("# words",), (GRADES,), ("1 / 0",), ("def f(",)], ids=repr
)
def test_what_defines_nothing_misses_all(
    judge: Judge, mismatch: Exercise, tmp_path: Path, sources: tuple[str, ...]
) -> None:
    path = _notebook(tmp_path / "homework.ipynb", *sources)
    report = judge.judge(mismatch, Submission(path, mismatch.name))
    assert (report.earned, report.flags) == (0, [])
    assert _kinds(report) == {"missing"}


def test_what_is_there_instead_is_said(judge: Judge, mismatch: Exercise, tmp_path: Path) -> None:
    path = _notebook(
        tmp_path / "homework.ipynb",
        "import torch\nfrom torch import nn",
        "def first_mismach(layers, in_features): ...\nclass Near: ...\n_own = 1",
    )
    found = _checks(judge.judge(mismatch, NotebookFile(path)))[ASKED]
    assert found.trouble is not None
    assert found.trouble.facts["found"] == "first_mismach, Near"


def test_a_first_cell_begins_with_nothing_of_the_answer_before(
    judge: Judge, mismatch: Exercise, tmp_path: Path
) -> None:
    full = _notebook(tmp_path / "full.ipynb", *_halves_of(mismatch))
    empty = _notebook(tmp_path / "empty.ipynb", "x = 1")
    for path, earned in ((full, True), (empty, False), (full, True)):
        report = judge.judge(mismatch, NotebookFile(path))
        assert report.earned == (report.possible if earned else 0)


# --- what cannot be read ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (None, "No such file or directory"),
        (b"", "is no notebook"),
        (b"def f(): ...", "is no notebook"),
        (b"\xff\x00", "is no notebook"),
        (b"{}", "it has no list of cells"),
        (b"[" * 100_000, "is no notebook"),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_what_cannot_be_read_is_one_clear_trouble(
    judge: Judge, mismatch: Exercise, tmp_path: Path, data: bytes | None, reason: str
) -> None:
    path = tmp_path / "homework.ipynb"
    if data is not None:
        path.write_bytes(data)
    report = judge.judge(mismatch, Submission(path, mismatch.name))
    assert (report.earned, _kinds(report)) == (0, {"no_file"})
    (trouble,) = {repr(check.trouble) for check in report.checks}
    assert str(path) in trouble
    assert reason in trouble


@pytest.mark.parametrize(
    "source", ["5", "null", "true", "1.5", '{"a": 1}', "[1, null]", '"\\ud800"']
)
def test_an_odd_source_is_no_crash(
    judge: Judge, mismatch: Exercise, tmp_path: Path, source: str
) -> None:
    path = tmp_path / "homework.ipynb"
    path.write_text(f'{{"cells": [{{"cell_type": "code", "source": {source}}}]}}', encoding="utf-8")
    report = judge.judge(mismatch, Submission(path, mismatch.name))
    assert report.earned == 0
    assert _kinds(report) in ({"missing"}, {"no_file"})


def test_without_ipython_the_remedy_is_named(
    quick_judge: Judge, mismatch: Exercise, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    path = _notebook(tmp_path / "homework.ipynb", *_halves_of(mismatch))
    report = quick_judge.judge(mismatch, NotebookFile(path))
    assert _kinds(report) == {"no_file"}
    assert "pip install" in str(report.checks[0].trouble)


# --- what ends --------------------------------------------------------------------------------


@pytest.mark.parametrize("dies", ["import os\nos._exit(0)", "import ctypes\nctypes.string_at(0)"])
def test_a_cell_that_dies_takes_no_other_along(
    sealed_judge: Judge, mismatch: Exercise, tmp_path: Path, dies: str
) -> None:
    first, second = _halves_of(mismatch)
    path = _notebook(tmp_path / "homework.ipynb", dies, first, dies, second, dies)
    report = sealed_judge.judge(mismatch, NotebookFile(path))
    assert (report.earned, report.flags) == (report.possible, [])


def test_an_answer_that_dies_has_its_cells_again_for_the_next_check(
    sealed_judge: Judge, mismatch: Exercise, tmp_path: Path
) -> None:
    first, second = _halves_of(mismatch)
    dies = "import os\ndef first_mismatch(layers, in_features): os._exit(0)"
    path = _notebook(tmp_path / "homework.ipynb", first, second, "1 / 0", dies)
    report = sealed_judge.judge(mismatch, NotebookFile(path))
    checks = _checks(report)
    died = checks.pop(ASKED)
    assert died.trouble is not None
    assert died.trouble.kind == "died_exit"
    assert {check.outcome for check in checks.values()} == {"passed"}


# --- programs ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "program"),
    [
        ("a.py", PythonFile),
        ("a.ipynb", NotebookFile),
        ("a.ipynb.py", PythonFile),
        ("a.py.ipynb", NotebookFile),
        ("ipynb", PythonFile),
    ],
)
def test_the_ending_says_what_a_file_holds(name: str, program: type) -> None:
    assert program_at(Path(name)) == program(Path(name))


def test_cells_keep_their_replies(tmp_path: Path) -> None:
    cells = Cells(
        tmp_path,
        (
            Cell("x = 1", "cell 1"),
            Cell("while True: pass", "cell 2", graded=True),
            Cell("0.5", "cell 3", graded=True),
            Cell("1 / 0", "cell 4"),
            Cell("def f(): return x", "cell 5"),
        ),
    )
    lab = InProcessLab("torch", Limits(cell_seconds=0.3))
    with lab.open():
        for _ in range(2):
            assert cells.load(lab, "module") is None
            assert [type(reply) for reply in cells.replies] == [
                Returned,
                Hung,
                Returned,
                Returned,
                Returned,
            ]
            shown = [reply.value for reply in cells.replies if isinstance(reply, Returned)]
            assert [run.completed for run in shown] == [True, True, False, True]
            assert shown[1].outputs[0].texts == {"text/plain": "0.5"}
            assert lab.ask(Call("f")) == Returned(1)


def test_cells_that_die_are_in_their_replies(sealed: SealedLabs, tmp_path: Path) -> None:
    cells = Cells(
        tmp_path,
        (
            Cell("x = 1", "cell 1"),
            Cell("import os; os._exit(0)", "cell 2", graded=True),
            Cell("x", "cell 3", graded=True),
        ),
    )
    with sealed.submission() as lab:
        assert cells.load(lab, "module") is None
    assert cells.replies[1] == Died("exit")
    last = cells.replies[2]
    assert isinstance(last, Returned)
    assert last.value.outputs[0].texts == {"text/plain": "1"}

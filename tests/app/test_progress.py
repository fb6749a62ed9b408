"""What was earned is remembered, compared, and never needed; two runs at once damage nothing."""

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.app.progress import finished, points, remember
from graders.app.request import Request, state_folder
from graders.judging.exercises import Bank
from graders.judging.report import CheckReport, Outcome, Report, summed
from graders.reports.terminal import as_text
from graders.reports.texts import texts

EXERCISE = "dimension_mismatch"
NAMES = [check.name for check in Bank().exercise(EXERCISE).checks]
POINTS = [check.points for check in Bank().exercise(EXERCISE).checks]

Copy = Callable[..., Bank]


@pytest.fixture
def copied(tmp_path: Path) -> Bank:
    """The bank's own exercises, with nothing remembered."""
    (tmp_path / "graders").mkdir()
    for folder in ("exercises", "graders/bank"):
        (tmp_path / folder).symlink_to(Bank().root / folder)
    return Bank(tmp_path)


def _report(*earned: int, outcome: Outcome = "passed", exercise: str = EXERCISE) -> Report:
    """Points of the first checks; the others were not judged."""
    checks = [
        CheckReport(name, own, points, outcome)
        for name, own, points in zip(NAMES, POINTS, earned, strict=False)
    ]
    return Report([summed(exercise, "torch", checks)])


def _file(bank: Bank) -> Path:
    return state_folder(bank) / "progress.json"


def test_the_first_run_has_nothing_to_compare_with(copied: Bank) -> None:
    assert remember(copied, _report(3, 2)) == {}


def test_what_changed_since_the_last_run_is_told_once(copied: Bank) -> None:
    remember(copied, _report(0, 2, 0))
    assert remember(copied, _report(3, 2, 2)) == {EXERCISE: 5}
    assert remember(copied, _report(3, 2, 2)) == {}
    assert remember(copied, _report(3, 0, 2)) == {EXERCISE: -2}


def test_the_map_compares_with_the_map_and_others_with_whatever_ran(copied: Bank) -> None:
    remember(copied, _report(0, 0), "map")
    assert remember(copied, _report(3, 0)) == {EXERCISE: 3}
    assert remember(copied, _report(3, 2)) == {EXERCISE: 2}
    assert remember(copied, _report(3, 2), "map") == {EXERCISE: 5}
    assert remember(copied, _report(3, 2)) == {}
    assert remember(copied, _report(3, 2), "map") == {}


def test_only_checks_that_were_judged_both_times_are_compared(copied: Bank) -> None:
    remember(copied, _report(3, 2, 3))
    assert remember(copied, _report(0)) == {EXERCISE: -3}
    assert remember(copied, _report(0, 2, 3)) == {}


def test_a_grader_that_failed_says_nothing(copied: Bank) -> None:
    remember(copied, _report(3, 2))
    assert remember(copied, _report(0, 0, outcome="grader_fault")) == {}
    assert remember(copied, _report(3, 2)) == {}


def test_exercises_and_frameworks_are_kept_apart(copied: Bank) -> None:
    remember(copied, _report(3))
    assert remember(copied, _report(1, exercise="lifecycle")) == {}
    other = msgspec.structs.replace(_report(2).exercises[0], framework="flax")
    assert remember(copied, Report([other])) == {}
    assert remember(copied, _report(1)) == {EXERCISE: -2}


def test_an_exercise_is_finished_that_had_all_its_points_when_it_was_judged_last(
    copied: Bank,
) -> None:
    all_of_them = [copied.exercise(EXERCISE), copied.exercise("lifecycle")]
    assert finished(copied, all_of_them, "torch") == set()
    remember(copied, _report(*POINTS[:-1]))
    assert finished(copied, all_of_them, "torch") == set()
    remember(copied, _report(*POINTS))
    assert finished(copied, all_of_them, "torch") == {EXERCISE}
    assert finished(copied, all_of_them, "flax") == set()
    remember(copied, _report(0))
    assert finished(copied, all_of_them, "torch") == set()


# --- nothing of it is needed ---------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"null",
        b"[1, 2]",
        b'{"map": ',
        b'{"map": {"torch/dimension_mismatch": 3}}',
        f'{{"map": {{"torch/{EXERCISE}": {{"{NAMES[0]}": -1}}}}}}'.encode(),
        f'{{"run": {{"torch/{EXERCISE}": {{"{NAMES[0]}": 1{"0" * 30}}}}}}}'.encode(),
        f'{{"run": {{"torch/{EXERCISE}": {{"{NAMES[0]}": "many"}}}}}}'.encode(),
        b"[" * 100_000,
        b'{"other": ' + b"[" * 100_000,
        b'{"\\ud800": 1}',
    ],
)
def test_a_damaged_file_is_no_memory_and_is_repaired(copied: Bank, content: bytes) -> None:
    state_folder(copied).mkdir()
    _file(copied).write_bytes(content)
    assert finished(copied, [copied.exercise(EXERCISE)], "torch") == set()
    assert remember(copied, _report(1)) == {}
    assert remember(copied, _report(3)) == {EXERCISE: 2}


@given(content=st.binary(max_size=200))
def test_no_file_stops_anybody(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    bank = Bank(tmp_path_factory.mktemp("bank"))
    bank.root.joinpath("exercises").mkdir()
    state_folder(bank).mkdir()
    _file(bank).write_bytes(content)
    remember(bank, _report(1))
    assert remember(bank, _report(3)) == {EXERCISE: 2}


def test_what_later_versions_remember_besides_is_no_damage(copied: Bank) -> None:
    remember(copied, _report(1))
    known = msgspec.json.decode(_file(copied).read_bytes())
    _file(copied).write_bytes(msgspec.json.encode({**known, "later": [1]}))
    assert remember(copied, _report(3)) == {EXERCISE: 2}


def test_a_file_in_the_place_of_the_folder_does_no_harm(copied: Bank) -> None:
    state_folder(copied).write_text("a file where the folder should be")
    assert remember(copied, _report(1)) == {}
    assert remember(copied, _report(3)) == {}


def test_a_folder_in_the_place_of_the_file_does_no_harm(copied: Bank) -> None:
    _file(copied).mkdir(parents=True)
    assert remember(copied, _report(1)) == {}
    assert remember(copied, _report(3)) == {}


def test_where_nothing_can_be_written_nothing_is_remembered(
    copied: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    state_folder(copied).mkdir()
    state_folder(copied).chmod(stat.S_IRUSR | stat.S_IXUSR)
    if os.access(state_folder(copied), os.W_OK):  # root may write anywhere

        def refuse(**_: object) -> None:
            raise PermissionError

        monkeypatch.setattr("graders.reports.files.tempfile.mkstemp", refuse)
    assert remember(copied, _report(1)) == {}
    assert remember(copied, _report(3)) == {}


def test_two_runs_at_once_leave_a_whole_file(copied: Bank) -> None:
    with ThreadPoolExecutor(8) as pool:
        runs = [pool.submit(remember, copied, _report(n % 4, 2)) for n in range(200)]
    assert all(-3 <= run.result().get(EXERCISE, 0) <= 3 for run in runs)
    assert remember(copied, _report(9, 2))[EXERCISE] >= 6
    assert [path.name for path in state_folder(copied).iterdir()] == ["progress.json"]


# --- in the table --------------------------------------------------------------------------


def _table(bank: Bank, report: Report, asked: Request, language: str = "en") -> str:
    return as_text(points(bank, report, asked, texts(language)), width=100, color=False)


@pytest.mark.parametrize(("language", "heading"), [("en", "since last time"), ("zh", "较上次")])
def test_a_column_shows_what_changed_if_anything_did(
    copied: Bank, language: str, heading: str
) -> None:
    asked = Request()
    assert heading not in _table(copied, _report(0, 2), asked, language)
    changed = _table(copied, _report(3, 0), asked, language)
    assert heading in changed
    assert "+1" in changed
    assert heading not in _table(copied, _report(3, 0), asked, language)
    assert "-3" in _table(copied, _report(0, 0), asked, language)


@pytest.mark.parametrize("asked", [Request(official=True), Request(submission=Path("answer.py"))])
def test_marks_and_what_others_wrote_are_not_remembered(copied: Bank, asked: Request) -> None:
    _table(copied, _report(3), asked)
    assert not state_folder(copied).exists()
    _table(copied, _report(3), Request())
    assert "since" not in _table(copied, _report(0), asked)
    assert remember(copied, _report(3)) == {}


# --- for real ------------------------------------------------------------------------------


def _run(root: Path, *arguments: str) -> str:
    """A command in a copy of the project; what it printed."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root), "COLUMNS": "120", "LAZYLAB_LANG": "en"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def test_pytest_check_and_the_map_remember_alike(copy_of_project: Path) -> None:
    root = copy_of_project
    lazylab = ("-c", "from graders.cli import main; main()")
    test = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "-c", "pyproject.toml")
    answer = root / "exercises" / EXERCISE / "for_torch.py"
    folder = f"exercises/{EXERCISE}"
    stub = answer.read_text(encoding="utf-8")

    assert "since last time" not in _run(root, *lazylab)
    answer.write_bytes(Bank().exercise(EXERCISE).solution("torch").read_bytes())
    assert "+15" in _run(root, *test, folder)
    assert "since last time" not in _run(root, *lazylab, "check", EXERCISE)
    assert "+15" in _run(root, *lazylab)
    answer.write_text(stub, encoding="utf-8")
    assert f"-{POINTS[0]} " in _run(root, *test, folder, "-k", NAMES[0])
    rest = f"-{15 - POINTS[0]} "
    assert rest in _run(root, *test, folder, "-n", "2")
    assert "-15" in _run(root, *lazylab)
    git = ["git", "check-ignore", "--no-index", str(root / ".lazylab" / "progress.json")]
    subprocess.run(["git", "init", "-q", str(root)], check=True, timeout=60)
    assert subprocess.run(git, cwd=root, check=False, timeout=60).returncode == 0

"""`lazylab hint`: one hint at a time, remembered, and about what there is to fix."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from graders.app.request import RequestError, state_folder
from graders.cli import app, hints
from graders.judging.exercises import Bank
from graders.judging.overlays import read_sample
from graders.judging.prompts import CheckText, Prompt
from graders.judging.report import CheckReport, Outcome, Report, summed

EXERCISE = "dimension_mismatch"
FIRST = "names_the_layer_that_stops"
SECOND = "tells_the_two_sizes_that_disagree"
WRONG = Bank().root / f"solutions/{EXERCISE}/wrong/a_failed_forward_rolls_back.for_torch.py"

Hint = Callable[..., str]


@pytest.fixture
def copied(tmp_path: Path) -> Bank:
    """A bank with one exercise and nothing remembered."""
    for folder in (f"exercises/{EXERCISE}", "graders/bank"):
        (tmp_path / folder).parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(Bank().root / "exercises" / EXERCISE, tmp_path / "exercises" / EXERCISE)
    shutil.copytree(Bank().exercise(EXERCISE).room, tmp_path / "graders" / "bank" / EXERCISE)
    return Bank(tmp_path)


@pytest.fixture
def hint(copied: Bank, monkeypatch: pytest.MonkeyPatch) -> Hint:
    """Run the command on that bank; what it prints comes back."""
    monkeypatch.setattr(hints, "bank_here", lambda *_named, **_options: copied)

    def run(*arguments: str, status: int = 0) -> str:
        environment = {"COLUMNS": "200", "LAZYLAB_LANG": "en"}
        done = CliRunner().invoke(app, ["hint", EXERCISE, *arguments], env=environment)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        assert done.exit_code == status
        return done.output

    return run


def _hints(language: str = "en", check: str = FIRST) -> tuple[str, ...]:
    return Bank().exercise(EXERCISE).prompt(language).checks[check].hints


def _judging_finds(monkeypatch: pytest.MonkeyPatch, *outcomes: Outcome) -> None:
    names = [check.name for check in Bank().exercise(EXERCISE).checks]
    checks = [
        CheckReport(name, 1, int(outcome == "passed"), outcome)
        for name, outcome in zip(names, outcomes, strict=False)
    ]
    report = Report([summed(EXERCISE, "torch", checks)])
    monkeypatch.setattr(hints, "judged", lambda *_: report)


def test_each_call_shows_one_more_until_there_is_no_more(hint: Hint) -> None:
    vague, plain = _hints()
    first, second, third = (hint(FIRST) for _ in range(3))
    assert f"Hint 1 of 2: {vague}" in first
    assert plain not in first
    assert f"A plainer one: lazylab hint {EXERCISE} {FIRST}\n" in first
    assert f"Hint 2 of 2: {plain}" in second
    assert vague not in second
    assert f"From the first again: lazylab hint {EXERCISE} {FIRST} --again\n" in second
    assert third == second


def test_again_starts_with_the_first(hint: Hint) -> None:
    hint(FIRST)
    hint(FIRST)
    assert "Hint 1 of 2" in hint(FIRST, "--again")
    assert "Hint 2 of 2" in hint(FIRST)


def test_each_check_is_counted_by_itself(hint: Hint) -> None:
    hint(FIRST)
    assert "Hint 1 of 2" in hint(SECOND)
    assert "Hint 2 of 2" in hint(FIRST)


def test_hints_come_in_the_language_asked_for(hint: Hint) -> None:
    shown = hint(FIRST, "--lang", "zh")
    assert "提示 1 / 2" in shown
    assert _hints("zh")[0] in shown


def test_a_command_is_left_whole_in_a_narrow_terminal(
    hint: Hint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hints, "console", lambda: Console(width=30))
    assert f"A plainer one: lazylab hint {EXERCISE} {FIRST}\n" in hint(FIRST)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe",
        b"[1, 2]",
        b'{"x": ',
        b'{"x": "many"}',
        f'{{"{EXERCISE}/{FIRST}": -3}}'.encode(),
        f'{{"{EXERCISE}/{FIRST}": true}}'.encode(),
        f'{{"{EXERCISE}/{FIRST}": 1{"0" * 30}}}'.encode(),
        b"[" * 100_000,
        b'{"\\ud800": 1}',
    ],
)
def test_a_broken_state_file_starts_at_the_first_and_is_repaired(
    hint: Hint, copied: Bank, content: bytes
) -> None:
    state_folder(copied).mkdir()
    (state_folder(copied) / "hints.json").write_bytes(content)
    assert "Hint 1 of 2" in hint(FIRST)
    assert "Hint 2 of 2" in hint(FIRST)


def test_fewer_hints_than_were_shown_leave_the_last(hint: Hint, copied: Bank) -> None:
    state_folder(copied).mkdir()
    state = state_folder(copied) / "hints.json"
    state.write_text(f'{{"{EXERCISE}/{FIRST}": 9}}')
    assert "Hint 2 of 2" in hint(FIRST)


def test_where_nothing_can_be_remembered_the_first_is_shown(hint: Hint, copied: Bank) -> None:
    state_folder(copied).write_text("a file where the folder should be")
    assert "Hint 1 of 2" in hint(FIRST)
    assert "Hint 1 of 2" in hint(FIRST)


def test_a_folder_in_the_place_of_the_state_file_does_no_harm(hint: Hint, copied: Bank) -> None:
    (state_folder(copied) / "hints.json").mkdir(parents=True)
    assert "Hint 1 of 2" in hint(FIRST)


def test_a_check_without_hints_says_so(hint: Hint, monkeypatch: pytest.MonkeyPatch) -> None:
    bare = Prompt("en", 4, "Mismatch", {}, {FIRST: CheckText("It stops.", ())})
    monkeypatch.setattr("graders.judging.exercises.read_prompt", lambda *_: bare)
    assert "There are no hints for this check." in hint(FIRST)
    assert SECOND in hint(SECOND)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_unknown_check_is_told_which_there_are(hint: Hint, language: str) -> None:
    with pytest.raises(RequestError, match=f"'nothing'.*{FIRST}, {SECOND}, "):
        hint("nothing", "--lang", language)


def test_an_unknown_framework_is_refused_also_where_nothing_is_judged(hint: Hint) -> None:
    with pytest.raises(RequestError, match="unknown framework 'caffe'"):
        hint(FIRST, "--framework", "caffe")


@pytest.mark.parametrize("failed", ["wrong", "broke", "unfinished"])
def test_the_first_failed_check_comes_before_those_not_started(
    hint: Hint, monkeypatch: pytest.MonkeyPatch, failed: Outcome
) -> None:
    _judging_finds(monkeypatch, "not_started", failed, "wrong")
    assert _hints(check=SECOND)[0] in hint()


def test_the_first_not_started_one_is_next(hint: Hint, monkeypatch: pytest.MonkeyPatch) -> None:
    _judging_finds(monkeypatch, "passed", "not_started", "not_started")
    assert _hints(check=SECOND)[0] in hint()


def test_if_all_pass_there_is_nothing_to_hint_at(
    hint: Hint, copied: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    _judging_finds(monkeypatch, "passed", "passed")
    assert hint() == f"All checks of {EXERCISE} pass: there is nothing to hint at.\n"
    assert not state_folder(copied).exists()


def test_a_fault_of_the_grader_needs_no_hint(hint: Hint, monkeypatch: pytest.MonkeyPatch) -> None:
    _judging_finds(monkeypatch, "passed", "grader_fault")
    assert "a grader failed" in hint(status=3)


def _lazylab(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The real command, in a copy of the project in which nothing is remembered."""
    ignored = shutil.ignore_patterns("__pycache__")
    for folder in ("graders", "exercises"):
        shutil.copytree(Bank().root / folder, root / folder, ignore=ignored, dirs_exist_ok=True)
    stub = root / "exercises" / EXERCISE / "for_torch.py"
    stub.write_text(read_sample(WRONG), encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-c", "from graders.cli import main; main()", *arguments],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root), "COLUMNS": "200", "LAZYLAB_LANG": "en"},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )


def test_the_command_judges_the_exercise_s_own_answer(tmp_path: Path) -> None:
    run = _lazylab(tmp_path, "hint", EXERCISE)
    assert run.returncode == 0, run.stderr
    assert "4. Dimension mismatch: What is left after one forward" in run.stdout
    assert f"Hint 1 of 2: {_hints(check='knows_what_an_attempt_leaves_behind')[0]}" in run.stdout
    assert (tmp_path / ".lazylab" / "hints.json").exists()


def test_a_wrong_request_ends_in_2_with_one_clear_line(tmp_path: Path) -> None:
    run = _lazylab(tmp_path, "hint", EXERCISE, "nothing")
    assert run.returncode == 2
    assert f"lazylab: {EXERCISE} has no check 'nothing'. Its checks are: {FIRST}" in run.stderr
    assert "Traceback" not in run.stderr

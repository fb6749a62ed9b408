"""Exercises in frameworks that live elsewhere: judged there, sealed or not, or left out with a word why."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from graders.app.environments import command_for, environment_for, installed
from graders.judging.exercises import Bank
from graders.lab.frameworks import NAMES
from graders.lab.sealed.sandbox import SealError, choose_walls

ROOT = Bank().root
EXERCISE = "dimension_mismatch"
ELSEWHERE = [name for name in NAMES if name != "torch"]
NOWHERE = {"LAZYLAB_DATA": "/nonexistent"}
LAZYLAB = ("-c", "from graders.cli import main; main()")


def _run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "200", "LAZYLAB_LANG": "en", **environment},
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )


def _pytest(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return _run("-m", "pytest", "-p", "no:cacheprovider", "-q", *arguments, **environment)


def _is_beside_lazylab(framework: str) -> bool:
    found = installed(framework)
    return found is not None and str(found.environment.python) == sys.executable


def _seals() -> bool:
    try:
        choose_walls()
    except SealError:
        return False
    return True


@pytest.mark.parametrize(
    "framework", [pytest.param(f, marks=pytest.mark.xdist_group(f)) for f in ELSEWHERE]
)
def test_a_solution_gets_full_marks_sealed_and_a_wrong_answer_does_not(
    framework: str, tmp_path: Path
) -> None:
    """Without walls every answer of the bank is judged in `test_bank.py`."""
    if installed(framework) is None:
        pytest.skip(f"{framework} is not installed: {command_for(framework)}")
    how = ("--sealed",) if _seals() else ()
    chosen = (f"exercises/{EXERCISE}", "--framework", framework, "--official", *how)
    file = tmp_path / "report.json"
    right = _pytest(*chosen, "--submission", "solutions", "--report", f"json={file}")
    assert right.returncode == 0, right.stdout
    report = json.loads(file.read_text(encoding="utf-8"))
    (exercise,) = report["exercises"]
    assert exercise["framework"] == framework
    assert exercise["earned"] == exercise["possible"] == 15
    assert bool(report["seal"]) == bool(how)
    sample = next(
        sample
        for sample in Bank(framework=framework).exercise(EXERCISE).samples(framework)
        if sample.kind == "wrong"
    )
    wrong = _pytest(*chosen, "--submission", sample.path)
    assert wrong.returncode == 1, wrong.stdout
    assert "Traceback" not in wrong.stdout


@pytest.mark.parametrize("framework", ELSEWHERE)
def test_without_the_framework_pytest_skips_and_commands_say_what_installs_it(
    framework: str,
) -> None:
    if _is_beside_lazylab(framework):
        pytest.skip(f"{framework} is installed beside lazylab")
    said = f"is not installed: lazylab frameworks add {framework}"
    skipped = _pytest(f"exercises/{EXERCISE}", "--framework", framework, "-rs", **NOWHERE)
    assert skipped.returncode == 0, skipped.stdout
    assert said in skipped.stdout
    assert "skipped" in skipped.stdout.splitlines()[-1]
    for command in (("check", EXERCISE), ("doctor", EXERCISE), ("watch", EXERCISE)):
        refused = _run(*LAZYLAB, *command, "--framework", framework, **NOWHERE)
        assert refused.returncode == 2, refused.stdout
        assert said in refused.stderr


def test_what_a_framework_has_not_is_named_with_those_that_have_it() -> None:
    refused = _run(*LAZYLAB, "check", "lifecycle", "--framework", "keras")
    assert refused.returncode == 2
    assert "there is no lifecycle in keras: it is there in torch" in refused.stderr


def test_courses_with_nbgrader_are_told_what_they_are_judged_in(tmp_path: Path) -> None:
    course = tmp_path / "course"
    refused = _run(*LAZYLAB, "nbgrader", "init", course, "--framework", "keras")
    assert refused.returncode == 2
    assert "judged in torch so far, not in keras" in refused.stderr
    assert not course.exists()


def test_pytorch_needs_no_environment_but_this_one() -> None:
    assert environment_for("torch") is None

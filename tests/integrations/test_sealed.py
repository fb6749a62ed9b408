"""Sealed judging as a course runs it: the same verdicts, and messages that say what to do."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from commands import lazylab
from msgspec.structs import replace

from graders.judging.exercises import Bank, Exercise
from graders.judging.judge import Judge
from graders.judging.searching import Effort
from graders.judging.submissions import Submission
from graders.lab.limits import Limits
from graders.lab.sealed.labs import SealedLabs
from graders.lab.sealed.messages import Allowance
from graders.lab.sealed.sandbox import SealError, choose_walls

pytestmark = pytest.mark.xdist_group("sealed or not")  # they share fork servers
ROOT = Bank().root
EXERCISE = "dimension_mismatch"
WRONG = ROOT / f"solutions/{EXERCISE}/wrong/a_failed_forward_rolls_back.for_torch.py"
LEAVES = "import os\ndef first_mismatch(layers, in_features): os._exit(0)\n"


@pytest.fixture(autouse=True)
def _sealable() -> None:
    try:
        choose_walls()
    except SealError as error:
        pytest.skip(str(error))


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A folder in which few cases are drawn: how a command ends does not depend on how many."""
    (tmp_path / "pyproject.toml").write_text("[tool.lazylab]\ncases = 8\n", encoding="utf-8")
    return tmp_path


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *map(str, command)],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "100", "LAZYLAB_LANG": "en"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def _read(file: Path) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    for exercise in report["exercises"]:
        for check in exercise["checks"]:
            check.pop("seconds")
    return report


@pytest.fixture(scope="module")
def sealed() -> Iterator[SealedLabs]:
    try:
        labs = SealedLabs("torch", choose_walls(), Limits(), Allowance())
        labs.fork_servers.warm()
    except SealError as error:
        pytest.skip(str(error))
    yield labs
    labs.close()


@pytest.mark.parametrize("exercise", Bank().exercises, ids=lambda exercise: exercise.name)
def test_all_answers_get_the_same_report_sealed_or_not(
    sealed: SealedLabs, exercise: Exercise
) -> None:
    """A wrong one begins with the small cases, as it always does; a right one is shown drawn ones."""
    samples = exercise.samples("torch")
    wrong = [sample for sample in samples if sample.kind == "wrong"]
    for sample in (samples[0], samples[1], wrong[0], wrong[-1]):
        reports = []
        for labs in (sealed, None):
            effort = Effort(drawn=8, seed=3, small=sample.kind == "wrong")
            judge = Judge(effort=effort, labs=labs, diagnose=sample is wrong[0])
            report = judge.judge(exercise, Submission(sample.path, exercise.name))
            judge.let_go()
            reports.append([replace(check, seconds=0.0) for check in report.checks])
        assert reports[0] == reports[1]


def test_pytest_seals_when_it_is_asked_to(tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    checks = ("names_the_layer_that_stops", "knows_what_an_attempt_leaves_behind")
    done = run(
        *("-m", "pytest", "-p", "no:cacheprovider", "-n", "2"),
        *(f"exercises/{EXERCISE}/for_torch.py::{check}" for check in checks),
        *("--submission", WRONG, "--official", "--sealed", "--report", f"json={file}"),
    )
    assert done.returncode == 1, done.stdout
    assert "you      [None, (1, 2)]" in done.stdout
    assert _read(file)["seal"] == choose_walls()


def test_who_leaves_the_process_is_told_so_and_flagged(course: Path) -> None:
    answer, file = course / "for_torch.py", course / "report.json"
    answer.write_text(LEAVES, encoding="utf-8")
    options = ("--submission", answer, "--report", f"json={file}")
    done = lazylab("check", EXERCISE, *options, folder=course)
    assert done.returncode == 1
    assert "first_mismatch ended the whole process." in done.stdout
    flags = _read(file)["exercises"][0]["flags"]
    assert flags == ["names_the_layer_that_stops: the submission's process ended: exit"]


def test_without_a_seal_the_output_says_so(course: Path) -> None:
    done = lazylab("check", EXERCISE, "--submission", WRONG, "--unsealed", folder=course)
    assert "Not sealed: this submission ran with your own rights." in done.stderr


def test_an_unknown_limit_ends_in_2() -> None:
    done = lazylab("check", EXERCISE, "--submission", WRONG, "--limit", "memry=1")
    assert done.returncode == 2
    assert done.stderr.startswith(
        "lazylab: unknown limit 'memry': there are call_seconds, cell_seconds, memory"
    )


def test_a_seal_that_cannot_be_made_is_said_before_anything_is_judged(tmp_path: Path) -> None:
    """It is nobody's wrong answer."""
    broken = tmp_path / "bwrap"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    command = "pytest -p no:cacheprovider exercises/deferred_mlp --submission solutions --sealed"
    done = subprocess.run(
        [sys.executable, "-m", *command.split(), "--official", "--lang", "en"],
        cwd=ROOT,
        env=os.environ | {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout + done.stderr
    assert done.returncode == pytest.ExitCode.USAGE_ERROR, said
    assert "the sealed process did not start" in said
    assert "failed" not in said

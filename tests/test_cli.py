"""The command `lazylab`, run for real."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from graders.judging.exercises import Bank
from graders.lab.sealed.sandbox import SealError, choose_walls

ROOT = Bank().root
EXERCISE = "dimension_mismatch"
SOLUTION = f"solutions/{EXERCISE}/for_torch.py"
WRONG = f"solutions/{EXERCISE}/wrong/a_failed_forward_rolls_back.for_torch.py"


def _sealable() -> bool:
    try:
        choose_walls()
    except SealError:
        return False
    return True


# `check --submission` seals by itself, where that is possible.
ANYHOW = () if _sealable() else ("--unsealed",)


def lazylab(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    if "--submission" in arguments:
        arguments = (*arguments, *ANYHOW)
    return subprocess.run(
        [sys.executable, "-c", "from graders.cli import main; main()", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "100", "LAZYLAB_LANG": "en", **environment},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )


def test_the_map_shows_the_exercises_in_order() -> None:
    run = lazylab()
    assert run.returncode == 0, run.stderr
    names = [line.split()[0] for line in run.stdout.splitlines()[1:-1] if not line.startswith(" ")]
    assert names == [exercise.name for exercise in Bank().exercises]


def test_a_right_answer_ends_in_0() -> None:
    run = lazylab("check", EXERCISE, "--submission", SOLUTION, "--official")
    assert run.returncode == 0, run.stderr
    assert "15 of 15  done" in run.stdout


def test_a_wrong_answer_ends_in_1_and_is_explained(tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    run = lazylab("check", "--submission", WRONG, "--report", f"json={file}")
    assert run.returncode == 1, run.stderr
    assert "you      [None, (1, 2)]" in run.stdout
    assert run.stdout.count("See for yourself:") == 1
    report = json.loads(file.read_text())
    assert [exercise["name"] for exercise in report["exercises"]] == [EXERCISE]


def test_all_failures_can_be_asked_for() -> None:
    run = lazylab("check", "--submission", WRONG, "--all")
    assert run.stdout.count("See for yourself:") == 2


def test_a_stub_ends_in_1() -> None:
    run = lazylab("check", EXERCISE)
    assert run.returncode == 1
    assert "0 of 15  start with first_mismatch" in run.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("check", "dimension_missmatch"), "Did you mean dimension_mismatch?"),
        (("check", "--submission", "nowhere"), "no submission at nowhere"),
        (("check", "--submission", "README.md"), "not .md"),
        (("check", "--submission", "graders/demo.py"), "cannot tell which exercise"),
        (("check", "--submission", "tests"), "holds none of the exercises' folders"),
        (("check", "--framework", "caffe"), "unknown framework 'caffe'"),
        (("check", "--lang", "xx"), "no messages in language 'xx'"),
        (("doctor", "nothing"), "there is no exercise 'nothing'"),
        (("check", EXERCISE, "--report", "json=/dev/null/x.json"), "cannot write the report"),
        (("check", "--report", "pdf=x"), "unknown report 'pdf': there are classroom, gradescope,"),
        (("doctor", "--show", "zzz"), "there is no wrong answer 'zzz' in torch"),
        (("chekc",), "No such command 'chekc'"),
    ],
)
def test_a_wrong_request_ends_in_2_with_one_clear_line(
    arguments: tuple[str, ...], message: str
) -> None:
    run = lazylab(*arguments)
    assert run.returncode == 2
    assert message in run.stderr
    assert "Traceback" not in run.stderr


def test_a_demo_shows_a_stub_a_wrong_answer_and_a_right_one() -> None:
    run = lazylab("demo")
    assert run.returncode == 0, run.stderr
    parts = run.stdout.split("\n4. Dimension mismatch")
    assert [p.split("\n")[0].strip() for p in parts[1:]] == ["0 of 15", "10 of 15", "15 of 15"]
    assert "you      [None, (1, 2)]" in parts[2]


def test_the_environment_chooses_the_language() -> None:
    assert "维度不匹配" in lazylab("demo", LAZYLAB_LANG="zh").stdout


def test_nothing_is_coloured_in_a_pipe() -> None:
    assert "\x1b" not in lazylab("demo").stdout

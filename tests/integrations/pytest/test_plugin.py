"""`pytest exercises`, run for real in a child process, as a student would."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from graders.judging.exercises import Bank

ROOT = Bank().root
EXERCISE = "dimension_mismatch"
STUB = f"exercises/{EXERCISE}/for_torch.py"
WRONG = ROOT / f"solutions/{EXERCISE}/wrong/a_failed_forward_rolls_back.for_torch.py"


def run_pytest(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )


def test_solutions_earn_full_marks_with_workers_too(tmp_path: Path) -> None:
    reports = []
    for more in ((), ("-n", "2")):
        file = tmp_path / f"report{len(more)}.json"
        run = run_pytest(
            "exercises",
            "--submission",
            "solutions",
            "--official",
            "--report",
            f"json={file}",
            *more,
        )
        assert run.returncode == 0, run.stdout
        report = json.loads(file.read_text())
        for exercise in report["exercises"]:
            assert exercise["earned"] == exercise["possible"] > 0
            for check in exercise["checks"]:
                check.pop("seconds")
        reports.append(report)
    assert reports[0] == reports[1]
    assert len(reports[0]["exercises"]) == len(Bank().exercises)


def test_nothing_started_is_nothing_red() -> None:
    run = run_pytest(f"exercises/{EXERCISE}", "-rs")
    assert run.returncode == 0
    assert "9 skipped" in run.stdout
    assert "not started: first_mismatch still raises NotImplementedError" in run.stdout
    assert "start with first_mismatch in" in " ".join(run.stdout.split())


def test_officially_nothing_started_is_nothing_earned() -> None:
    run = run_pytest(f"exercises/{EXERCISE}", "--official")
    assert run.returncode == 1
    assert "9 failed" in run.stdout
    assert "0 of 15" in run.stdout


def test_a_wrong_answer_is_explained_without_a_traceback() -> None:
    run = run_pytest(f"exercises/{EXERCISE}", "--submission", WRONG)
    assert run.returncode == 1
    for line in (
        "after_forwards([(None, 1), (2, 1)], [1])",
        "you      [None, (1, 2)]",
        "PyTorch  [(1, 1), (1, 2)]",
        "net = nn.Sequential(nn.LazyLinear(1), nn.ReLU(), nn.Linear(2, 1))",
        f"FAILED {STUB}::knows_what_an_attempt_leaves_behind",
    ):
        assert line in run.stdout
    assert "Traceback" not in run.stdout
    assert "hypothesis" not in run.stdout.split("FAILURES")[1].lower()


def test_one_check_can_be_chosen_by_id_and_by_keyword() -> None:
    by_id = run_pytest(f"{STUB}::names_the_layer_that_stops", "--submission", WRONG)
    by_keyword = run_pytest("exercises", "-k", "names_the_layer", "--submission", WRONG)
    assert "1 passed" in by_id.stdout
    assert "1 passed" in by_keyword.stdout


def test_the_first_failure_can_stop_the_run() -> None:
    run = run_pytest(f"exercises/{EXERCISE}", "--submission", WRONG, "-x")
    assert "1 failed, 2 passed" in run.stdout


def test_last_failures_can_be_chosen(tmp_path: Path) -> None:
    cache = ("-p", "cacheprovider", "-o", f"cache_dir={tmp_path}")
    for more, expected in (((), "2 failed, 7 passed"), (("--lf",), "2 failed")):
        run = subprocess.run(
            [
                *(sys.executable, "-m", "pytest", *cache, f"exercises/{EXERCISE}"),
                *("--submission", str(WRONG), *more),
            ],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=200,
            check=False,
        )
        assert expected in run.stdout


def test_items_are_listed_for_an_editor() -> None:
    run = run_pytest("exercises", "--collect-only", "-q")
    assert f"{STUB}::names_the_layer_that_stops" in run.stdout


def test_a_missing_file_is_told_check_by_check(tmp_path: Path) -> None:
    (tmp_path / EXERCISE).mkdir()
    run = run_pytest(f"exercises/{EXERCISE}", "--submission", tmp_path)
    assert run.returncode == 1
    assert "There is no file to judge: expected" in run.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("exercises", "--submission", "nowhere"), "no submission at nowhere"),
        (("exercises", "--framework", "caffe"), "unknown framework 'caffe': lazylab has torch"),
        (("exercises", "--device", "tpu"), "unknown device 'tpu'"),
        (("exercises", "--lang", "xx"), "no messages in language 'xx'"),
        (("exercises/dimension_missmatch",), "not found: exercises/dimension_missmatch"),
    ],
)
def test_a_wrong_request_is_one_clear_line(arguments: tuple[str, ...], message: str) -> None:
    run = run_pytest(*arguments)
    assert run.returncode == 4
    assert message in run.stderr
    assert "Traceback" not in run.stderr


def test_chinese_is_spoken() -> None:
    run = run_pytest(f"exercises/{EXERCISE}", "--submission", WRONG, "--lang", "zh")
    assert "你的答案  [None, (1, 2)]" in run.stdout


def test_a_hanging_answer_does_not_stop_the_others(tmp_path: Path) -> None:
    answer = tmp_path / "for_torch.py"
    text = (ROOT / f"solutions/{EXERCISE}/for_torch.py").read_text()
    answer.write_text(f"{text}\ndef first_mismatch(layers, in_features):\n    while True: pass\n")
    run = run_pytest(f"exercises/{EXERCISE}", "--submission", answer)
    assert "1 failed, 8 passed" in run.stdout
    assert "first_mismatch was stopped after 5 s" in run.stdout

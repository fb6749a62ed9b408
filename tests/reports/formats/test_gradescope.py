"""Gradescope's results.json: as published, with the terminal's text, and no silent charges."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest
from msgspec import structs

from graders.judging.exercises import Bank, Exercise
from graders.judging.judge import Judge
from graders.judging.report import BENT, CheckReport, Outcome, Report, Trouble, summed
from graders.judging.submissions import Submission
from graders.reports.formats import gradescope
from graders.reports.texts import languages, texts

SCHEMA = json.loads((Path(__file__).parent / "schemas" / "gradescope.schema.json").read_text())
EXERCISE = "dimension_mismatch"
CHECK = "names_the_layer_that_stops"
FAULT = CheckReport(
    CHECK, 3, 0, "grader_fault", trouble=Trouble("grader_fault", {"details": "Traceback …"})
)


def _rendered(bank: Bank, *checks: CheckReport, language: str = "en") -> dict[str, Any]:
    report = Report([summed(EXERCISE, "torch", list(checks))])
    results = json.loads(gradescope.encode(report, bank, texts(language)))
    jsonschema.validate(results, SCHEMA)
    return results


def test_a_judged_answer_is_told_as_in_the_terminal(
    bank: Bank, mismatch: Exercise, quick_judge: Judge
) -> None:
    wrong = mismatch.solution("torch").parent / "wrong" / "a_failed_forward_rolls_back.for_torch.py"
    judged = quick_judge.judge(mismatch, Submission(wrong, EXERCISE))
    results = _rendered(bank, *judged.checks)
    assert [test["score"] for test in results["tests"]] == [c.earned for c in judged.checks]
    assert [test["max_score"] for test in results["tests"]] == [c.points for c in judged.checks]
    by_name = {test["name"]: test for test in results["tests"]}
    failed = by_name[
        "4. Dimension mismatch: What is left after one forward, also one that failed, "
        "is right for each layer."
    ]
    assert failed["status"] == "failed"
    assert failed["visibility"] == "visible"
    assert failed["output_format"] == "text"
    for part in ("you      [None, (1, 2)]", "PyTorch  [(1, 1), (1, 2)]", "See for yourself:"):
        assert part in failed["output"]
    assert "\x1b" not in failed["output"]
    passed = [test for test in results["tests"] if test["status"] == "passed"]
    assert passed
    assert all(test["output"] == "" for test in passed)


def test_the_total_is_left_to_the_tests(bank: Bank) -> None:
    assert _rendered(bank, CheckReport(CHECK, 3, 3, "passed")).keys() == {"tests"}


def test_a_fault_of_the_grader_is_said_where_nothing_is_folded(bank: Bank) -> None:
    results = _rendered(bank, FAULT)
    (test,) = results["tests"]
    assert (test["status"], test["score"], test["max_score"]) == ("failed", 0, 3)
    assert test["name"].endswith("[the grader failed]")
    assert "The grader itself failed; this is not your fault" in test["output"]
    assert results["output"] == "tell your instructor: a grader failed"
    assert results["output_format"] == "text"


def test_points_that_were_taken_are_not_shown_as_passed(bank: Bank) -> None:
    bent = CheckReport(CHECK, 3, 0, "broke", trouble=Trouble(BENT, {"function": "f"}))
    passed = CheckReport("knows_that_the_first_width_stays", 2, 2, "passed")
    assert [t["status"] for t in _rendered(bank, bent, passed)["tests"]] == ["failed", "failed"]


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("outcome", get_args(Outcome))
def test_every_outcome_fits_the_format_in_every_language(
    bank: Bank, outcome: Outcome, language: str
) -> None:
    trouble = Trouble("not_started", {"function": "f"}) if outcome == "not_started" else None
    check = structs.replace(FAULT, outcome=outcome, trouble=trouble)
    (test,) = _rendered(bank, check, language=language)["tests"]
    assert bank.exercise(EXERCISE).prompt(language).title in test["name"]


def test_the_command_writes_it(tmp_path: Path) -> None:
    file = tmp_path / "results" / "results.json"
    answer = Bank().exercise(EXERCISE).solution("torch")
    command = ["check", "--submission", answer, "--unsealed", "--report", f"gradescope={file}"]
    run = subprocess.run(
        [sys.executable, "-c", "from graders.cli import main; main()", *map(str, command)],
        cwd=Bank().root,
        env={**os.environ, "LAZYLAB_LANG": "zh"},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    results = json.loads(file.read_text(encoding="utf-8"))
    jsonschema.validate(results, SCHEMA)
    assert sum(test["score"] for test in results["tests"]) == 15
    assert all("维度不匹配" in test["name"] for test in results["tests"])

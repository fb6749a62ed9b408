"""GitHub Classroom's result: as its reporter reads it, and no silent charges."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import jsonschema
import pytest
from msgspec import structs

from graders.judging.exercises import Bank
from graders.judging.report import CallReport, CheckReport, Outcome, Report, Trouble, summed
from graders.reports.formats import classroom
from graders.reports.texts import languages, texts

SCHEMA = json.loads((Path(__file__).parent / "schemas" / "classroom.schema.json").read_text())
EXERCISE = "dimension_mismatch"
CHECK = "names_the_layer_that_stops"
PASSED = CheckReport(CHECK, 3, 3, "passed", seconds=0.25)
WRONG = CheckReport(
    CHECK,
    3,
    0,
    "wrong",
    calls=[
        CallReport("submission", "first_mismatch([(1, 1)], 2)", "None"),
        CallReport("reference", "net = nn.Linear(1, 1)", "<Linear>"),
    ],
    came="None",
    expected="0",
)
FAULT = CheckReport(
    CHECK, 3, 0, "grader_fault", trouble=Trouble("grader_fault", {"details": "Traceback …"})
)


def _rendered(bank: Bank, *checks: CheckReport, language: str = "en") -> dict[str, Any]:
    report = Report([summed(EXERCISE, "torch", list(checks))])
    result = json.loads(classroom.encode(report, bank, texts(language)))
    jsonschema.validate(result, SCHEMA)
    return result


def test_a_failed_check_has_its_calls_and_its_story(bank: Bank) -> None:
    result = _rendered(bank, PASSED, WRONG)
    assert (result["status"], result["max_score"]) == ("fail", 6)
    passed, failed = result["tests"]
    assert (passed["status"], passed["score"], passed["message"]) == ("pass", 3, None)
    assert passed["execution_time"] == "250ms"
    assert (failed["status"], failed["score"]) == ("fail", 0)
    assert failed["test_code"] == "first_mismatch([(1, 1)], 2)"
    assert "expected  0" in failed["message"]
    assert failed["name"].startswith("4. Dimension mismatch: The layer that stops")


def test_no_line_is_pointed_at(bank: Bank) -> None:
    assert _rendered(bank, WRONG)["tests"][0]["line_no"] == 0


@pytest.mark.parametrize(
    ("checks", "status"),
    [((PASSED,), "pass"), ((PASSED, WRONG), "fail"), ((PASSED, WRONG, FAULT), "error")],
)
def test_the_worst_check_gives_the_status(
    bank: Bank, checks: tuple[CheckReport, ...], status: str
) -> None:
    assert _rendered(bank, *checks)["status"] == status


def test_a_fault_of_the_grader_is_an_error_whose_message_the_reporter_shows(bank: Bank) -> None:
    (test,) = _rendered(bank, FAULT)["tests"]
    assert test["status"] == "error"
    assert test["name"].endswith("[the grader failed]")
    assert "The grader itself failed; this is not your fault" in test["message"]


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("outcome", get_args(Outcome))
def test_every_outcome_fits_the_format_in_every_language(
    bank: Bank, outcome: Outcome, language: str
) -> None:
    trouble = Trouble("not_started", {"function": "f"}) if outcome == "not_started" else None
    check = structs.replace(FAULT, outcome=outcome, trouble=trouble)
    (test,) = _rendered(bank, check, language=language)["tests"]
    assert bank.exercise(EXERCISE).prompt(language).title in test["name"]


def _command(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    answer = Bank().exercise(EXERCISE).solution("torch")
    command = ["check", "--submission", answer, "--unsealed", *arguments]
    return subprocess.run(
        [sys.executable, "-c", "from graders.cli import main; main()", *map(str, command)],
        cwd=Bank().root,
        env={**os.environ, "LAZYLAB_LANG": "en"},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )


def test_the_command_writes_it_beside_the_others(tmp_path: Path) -> None:
    asked = {name: tmp_path / f"{name}.json" for name in ("json", "gradescope", "classroom")}
    options = [part for name, file in asked.items() for part in ("--report", f"{name}={file}")]
    run = _command(*options)
    assert run.returncode == 0, run.stderr
    assert sorted(tmp_path.iterdir()) == sorted(asked.values())
    result = json.loads(asked["classroom"].read_text())
    jsonschema.validate(result, SCHEMA)
    assert (result["status"], result["max_score"]) == ("pass", 15)


def test_a_file_that_cannot_be_written_ends_in_2_with_one_clear_line() -> None:
    run = _command("--report", "classroom=/dev/null/result.json")
    assert run.returncode == 2
    assert "lazylab: cannot write the report to /dev/null/result.json: Not a dir" in run.stderr
    assert "Traceback" not in run.stderr

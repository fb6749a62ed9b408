"""The published schema of lazylab's own report is that of today's report."""

import json
import subprocess
import sys

import jsonschema
import pytest

from graders.judging.exercises import Bank, Exercise
from graders.judging.judge import Judge
from graders.judging.report import Report
from graders.judging.submissions import Submission
from graders.reports import schema
from graders.reports.formats.json import encode
from graders.reports.texts import texts

PUBLISHED = Bank().root / "docs" / "report.schema.json"


def test_what_is_published_is_what_is_printed_today() -> None:
    printed = subprocess.run(
        [sys.executable, "-m", "graders.reports.schema"],
        cwd=Bank().root,
        capture_output=True,
        timeout=100,
        check=True,
    ).stdout
    assert printed == schema.encode()
    remedy = "python -m graders.reports.schema > docs/report.schema.json"
    assert PUBLISHED.read_bytes() == printed, remedy


def test_it_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(PUBLISHED.read_bytes()))


@pytest.mark.parametrize("answer", ["solution", "a_failed_forward_rolls_back"])
def test_a_real_report_fits_it(mismatch: Exercise, quick_judge: Judge, answer: str) -> None:
    (sample,) = [found for found in mismatch.samples("torch") if found.name == answer]
    judged = quick_judge.judge(mismatch, Submission(sample.path, mismatch.name))
    report = json.loads(encode(Report([judged], seed=1), Bank(), texts("en")))
    jsonschema.validate(report, json.loads(PUBLISHED.read_bytes()))


def test_an_outcome_that_there_is_not_does_not_fit() -> None:
    check = {"name": "c", "points": 1, "earned": 0, "outcome": "exploded"}
    report = {"exercises": [{"name": "x", "framework": "torch", "checks": [check]}]}
    with pytest.raises(jsonschema.ValidationError, match="exploded"):
        jsonschema.validate(report, json.loads(PUBLISHED.read_bytes()))

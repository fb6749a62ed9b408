"""Reports for Gradescope: the `results.json` of an autograder. No logic of judging.

The format is published at https://gradescope-autograders.readthedocs.io/en/latest/specs/; the
autograder's `run_autograder` has to leave it in /autograder/results/results.json:

    lazylab check --submission /autograder/submission --official \
        --report gradescope=/autograder/results/results.json

There is no score at the top, which would take the place of the tests' sum.
"""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec import Struct

from graders.judging.exercises import Bank
from graders.judging.report import Report
from graders.reports.feedback import Feedback, feedback
from graders.reports.texts import Texts


class _Test(Struct, frozen=True):
    name: str
    score: int
    max_score: int
    status: Literal["passed", "failed"]
    output: str
    output_format: str = "text"
    visibility: str = "visible"


class _Results(Struct, frozen=True, omit_defaults=True):
    """`output` is about the whole submission; its usual format there would be HTML."""

    tests: list[_Test]
    output: str = ""
    output_format: str = ""


def encode(report: Report, bank: Bank, texts: Texts) -> bytes:
    """The report as indented JSON."""
    found = list(feedback(report, bank, texts))
    results = _Results([_test(one) for one in found])
    if report.grader_failed:
        results = _Results(results.tests, texts.say("next.grader_fault"), "text")
    return msgspec.json.format(msgspec.json.encode(results), indent=2) + b"\n"


def _test(one: Feedback) -> _Test:
    status: Literal["passed", "failed"] = "passed" if one.passed else "failed"
    return _Test(one.name, one.check.earned, one.check.points, status, one.text)

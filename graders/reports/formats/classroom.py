"""Reports for GitHub Classroom: the result that its autograding reporter takes. No logic of judging.

The format is the one of https://github.com/classroom-resources/autograding-grading-reporter, which
has no specification but its source (`src/`) and the graders beside it. The reporter takes it in
base64, from a variable of the environment that is named for the step:

    - id: lazylab
      run: |
        lazylab check --official --report classroom=result.json || true
        echo "result=$(base64 -w 0 result.json)" >> "$GITHUB_OUTPUT"
    - uses: classroom-resources/autograding-grading-reporter@v1
      env:
        LAZYLAB_RESULTS: ${{ steps.lazylab.outputs.result }}
      with:
        runners: lazylab

Classroom gets the sum of `score`. The table in the reporter's log weighs all tests alike instead; and
the log shows the `message` of a test only with the status "error", but always its `test_code`.
"""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec import Struct

from graders.judging.exercises import Bank
from graders.judging.report import CheckReport, Report
from graders.reports.feedback import Feedback, feedback
from graders.reports.texts import Texts

_Status = Literal["pass", "fail", "error"]


class _Test(Struct, frozen=True):
    """`line_no` 0 says that there is no line to point at; the reporter shows every other one."""

    name: str
    status: _Status
    message: str | None
    test_code: str
    score: int
    execution_time: str
    filename: str = ""
    line_no: int = 0


class _Result(Struct, frozen=True):
    status: _Status
    max_score: int
    tests: list[_Test]
    version: int = 1


def encode(report: Report, bank: Bank, texts: Texts) -> bytes:
    """The report as indented JSON."""
    tests = [_test(one) for one in feedback(report, bank, texts)]
    found = {test.status for test in tests}
    status: _Status = "error" if "error" in found else "fail" if "fail" in found else "pass"
    result = _Result(status, report.possible, tests)
    return msgspec.json.format(msgspec.json.encode(result), indent=2) + b"\n"


def _test(one: Feedback) -> _Test:
    return _Test(
        one.name,
        "pass" if one.passed else "error" if one.grader_failed else "fail",
        one.text or None,
        _code(one.check),
        one.check.earned,
        f"{one.check.seconds * 1000:.0f}ms",
    )


def _code(check: CheckReport) -> str:
    """The submission's calls in the smallest failing case."""
    return "\n".join(call.code for call in check.calls if call.asked == "submission")

"""The report as data: all of it, with the fields that others rely on."""

import json

import msgspec

from graders.judging.exercises import Bank
from graders.judging.report import CheckReport, Report, summed
from graders.reports.formats.json import encode
from graders.reports.texts import texts

REPORT = Report([summed("x", "torch", [CheckReport("c", 2, 2, "passed")])], seed=3)
ENCODED = encode(REPORT, Bank(), texts("en"))


def test_a_report_survives_json() -> None:
    assert msgspec.json.decode(ENCODED, type=Report) == REPORT


def test_the_fields_that_others_rely_on_are_there() -> None:
    read = json.loads(ENCODED)
    assert read["version"] == 1
    (exercise,) = read["exercises"]
    assert {"name", "framework", "earned", "possible", "flags", "checks"} <= exercise.keys()
    (check,) = exercise["checks"]
    assert check.keys() >= {
        "name",
        "points",
        "earned",
        "outcome",
        "case",
        "calls",
        "expected",
        "belief",
        "seconds",
    }

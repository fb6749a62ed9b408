"""The report on disk: whole, or the old one."""

import json
from pathlib import Path

import msgspec
import pytest

from graders.judging.report import CheckReport, Report, summed
from graders.reports import json_file

REPORT = Report([summed("x", "torch", [CheckReport("c", 2, 2, "passed")])], seed=3)


def test_a_report_survives_json() -> None:
    assert msgspec.json.decode(json_file.encode(REPORT), type=Report) == REPORT


def test_the_fields_that_others_rely_on_are_there(tmp_path: Path) -> None:
    json_file.write(REPORT, tmp_path / "new" / "report.json")
    read = json.loads((tmp_path / "new" / "report.json").read_text())
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


def test_a_failed_write_leaves_the_old_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "report.json"
    json_file.write(REPORT, path)
    before = path.read_bytes()

    def full(_report: Report) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(json_file, "encode", full)
    with pytest.raises(OSError, match="No space"):
        json_file.write(REPORT, path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["report.json"]

"""`--report NAME=FILE`: which files are asked for, and that they are written whole or not at all."""

import json
from pathlib import Path

import pytest

from graders.app.report_files import ReportFile, report_files, write, write_reports
from graders.app.request import RequestError
from graders.judging.exercises import Bank
from graders.judging.report import CheckReport, Report, summed
from graders.reports import formats
from graders.reports.texts import texts

REPORT = Report([summed("dimension_mismatch", "torch", [CheckReport("c", 2, 2, "passed")])])


def test_files_are_asked_for_by_the_names_of_formats() -> None:
    found = report_files(["html=a/page.html", "json=x=1.json", "html=b"], formats.names())
    assert found == [
        ReportFile("html", Path("a/page.html")),
        ReportFile("json", Path("x=1.json")),
        ReportFile("html", Path("b")),
    ]
    assert report_files([], formats.names()) == []


def test_a_format_that_there_is_not_is_told_those_that_there_are() -> None:
    with pytest.raises(RequestError, match="unknown report 'pdf': there are html, json"):
        report_files(["pdf=x"], ["html", "json"])


@pytest.mark.parametrize("text", ["", "html", "html=", "page.html"])
def test_what_names_no_file_is_told_how_to(text: str) -> None:
    with pytest.raises(RequestError, match="takes NAME=FILE, such as"):
        report_files([text], formats.names())


def test_every_file_is_written_and_folders_are_made(tmp_path: Path) -> None:
    asked = [ReportFile(name, tmp_path / "new" / name) for name in formats.names()]
    write_reports(REPORT, Bank(), texts("en"), asked)
    assert {file.path.name for file in asked} == {p.name for p in (tmp_path / "new").iterdir()}
    read = json.loads((tmp_path / "new" / "json").read_text())
    assert [exercise["name"] for exercise in read["exercises"]] == ["dimension_mismatch"]
    assert (tmp_path / "new" / "html").read_text().startswith("<!DOCTYPE html>")


def test_a_failed_write_leaves_the_old_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "report.json"
    asked = [ReportFile("json", path)]
    write_reports(REPORT, Bank(), texts("en"), asked)
    before = path.read_bytes()

    def full(_self: Path, _target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(RequestError, match=r"cannot write the report to .*: No space"):
        write_reports(REPORT, Bank(), texts("en"), asked)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["report.json"]


def test_a_place_that_is_none_is_told() -> None:
    with pytest.raises(RequestError, match="cannot write the report to /dev/null/x"):
        write(b"", Path("/dev/null/x"))

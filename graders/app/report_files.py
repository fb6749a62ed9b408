"""The files that a report is asked for in, by `--report NAME=FILE`; pytest and the command share them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from graders.app.settings import RequestError
from graders.judging.exercises import Bank
from graders.judging.report import Report
from graders.reports import files, formats
from graders.reports.texts import Texts


class ReportFile(Struct, frozen=True):
    """A file to be written, and the name of its format."""

    name: str
    path: Path


def report_files(asked: Sequence[str], known: Sequence[str]) -> list[ReportFile]:
    """The files that texts like "html=page.html" ask for; RequestError for a format not known."""
    return [_report_file(text, known) for text in asked]


def _report_file(text: str, known: Sequence[str]) -> ReportFile:
    name, _, path = text.partition("=")
    if not path:
        raise RequestError(
            "--report takes NAME=FILE, such as html=page.html, not {text!r}", text=text
        )
    if name not in known:
        raise RequestError(
            "unknown report {name!r}: there are {known}", name=name, known=", ".join(known)
        )
    return ReportFile(name, Path(path))


def write_reports(report: Report, bank: Bank, texts: Texts, asked: Sequence[ReportFile]) -> None:
    """Write each file that was asked for; RequestError where that cannot be."""
    for file in asked:
        write(formats.encoder(file.name)(report, bank, texts), file.path)


def write(data: bytes, path: Path) -> None:
    """Make this a report's file, whole or not at all; RequestError where that cannot be."""
    try:
        files.write(data, path)
    except OSError as error:
        raise RequestError(
            "cannot write the report to {path}: {why}", path=path, why=error.strerror
        ) from error

"""The files that a report can be written to; pytest and the command share them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from graders.app.settings import RequestError
from graders.judging.exercises import Bank
from graders.judging.report import Report
from graders.reports import classroom, files, gradescope, html, json_file
from graders.reports.texts import Texts

_ENCODERS: dict[str, Callable[[Report, Bank, Texts], bytes]] = {
    "json": lambda report, _bank, _texts: json_file.encode(report),
    "html": html.encode,
    "gradescope": gradescope.encode,
    "classroom": classroom.encode,
}


def write_reports(
    report: Report, bank: Bank, texts: Texts, asked: Mapping[str, Path | None]
) -> None:
    """Write each rendering that there is a path for; RequestError where that cannot be."""
    for name, path in asked.items():
        if path is None:
            continue
        try:
            files.write(_ENCODERS[name](report, bank, texts), path)
        except OSError as error:
            raise RequestError(
                "cannot write the report to {path}: {why}", path=path, why=error.strerror
            ) from error

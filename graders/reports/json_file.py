"""Reports as JSON: the plain data as it is."""

from __future__ import annotations

from pathlib import Path

import msgspec

from graders.judging.report import Report
from graders.reports import files


def encode(report: Report) -> bytes:
    """The report as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n"


def write(report: Report, path: Path) -> None:
    """Write the report to a file, whole or not at all: an old one survives a full disk."""
    files.write(encode(report), path)

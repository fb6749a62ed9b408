"""Reports as JSON: the plain data as it is."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import msgspec

from graders.judging.report import Report


def encode(report: Report) -> bytes:
    """The report as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n"


def write(report: Report, path: Path) -> None:
    """Write the report to a file, whole or not at all: an old one survives a full disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(encode(report))
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise

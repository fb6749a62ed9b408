"""The JSON schema of lazylab's own report: `python -m graders.reports.schema` prints it.

What is printed stands in `docs/report.schema.json`.
"""

from __future__ import annotations

import inspect
import sys
from typing import Any

import msgspec

from graders.judging.report import Report

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def encode() -> bytes:
    """The schema as indented JSON."""
    found = msgspec.json.schema(Report)
    for definition in found["$defs"].values():
        _dedent(definition)
    described = {"$schema": _DIALECT, "title": "lazylab report", **found}
    return msgspec.json.format(msgspec.json.encode(described), indent=2) + b"\n"


def _dedent(definition: dict[str, Any]) -> None:
    """Take the indent of its docstring away, which Python does itself from 3.13 on."""
    definition["description"] = inspect.cleandoc(definition["description"])


if __name__ == "__main__":
    sys.stdout.write(encode().decode())

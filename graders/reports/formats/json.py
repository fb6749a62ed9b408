"""Reports as JSON: the plain data as it is."""

from __future__ import annotations

import msgspec

from graders.judging.exercises import Bank
from graders.judging.report import Report
from graders.reports.texts import Texts


def encode(report: Report, _bank: Bank, _texts: Texts) -> bytes:
    """The report as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n"

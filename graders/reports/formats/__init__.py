"""The formats in which a report can be a file: a module each, found by its name.

A format is a module with `encode(report, bank, texts) -> bytes`: the whole file, in the language of
the texts. `--report NAME=FILE` finds it by the module's name.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable

from graders.judging.exercises import Bank
from graders.judging.report import Report
from graders.reports.texts import Texts

Encoder = Callable[[Report, Bank, Texts], bytes]
"""Makes a file of a report on exercises of a bank, in the language of the texts."""


def names() -> list[str]:
    """The formats that there are, sorted."""
    return sorted(module.name for module in pkgutil.iter_modules(__path__))


def encoder(name: str) -> Encoder:
    """What makes files in the format of that name; it is imported now."""
    encode: Encoder = importlib.import_module(f"{__name__}.{name}").encode
    return encode

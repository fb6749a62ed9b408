"""How each framework's code is written, by name: no framework is imported for it."""

from __future__ import annotations

import importlib

from graders.lab.frameworks import NAMES
from graders.lab.frameworks.common.spelling import Spelling

SPELLINGS: dict[str, Spelling] = {
    name: importlib.import_module(f"graders.lab.frameworks.{name}.spelling").SPELLING
    for name in NAMES
}

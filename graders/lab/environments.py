"""An interpreter with packages beside it: this process's own, or one that was made for a framework."""

from __future__ import annotations

import sys
from pathlib import Path

from msgspec import Struct


class Environment(Struct, frozen=True):
    """An interpreter and the packages beside it: a virtual environment, and what it was made from."""

    python: Path
    prefix: Path
    base: Path

    @property
    def parts(self) -> list[Path]:
        """The files and folders that a program needs to run in it."""
        found = []
        for prefix in dict.fromkeys((self.prefix, self.base)):
            parts = (prefix / "bin", prefix / "lib", prefix / "lib64", prefix / "pyvenv.cfg")
            found += [path for path in parts if path.exists()]
        return found


OWN = Environment(Path(sys.executable), Path(sys.prefix), Path(sys.base_prefix))

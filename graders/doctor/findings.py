"""What the doctor finds fault with."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct


class Finding(Struct, frozen=True):
    """A fault of a bank: the exercise, the file, what is wrong, what to do about it."""

    exercise: str
    file: str
    problem: str
    remedy: str


def finding(exercise: str, root: Path, file: Path, problem: str, remedy: str) -> Finding:
    """A finding whose file is named from the bank's root."""
    shown = file.relative_to(root) if file.is_relative_to(root) else file
    return Finding(exercise, str(shown), problem, remedy)

"""Answers of a bank's own that stay open beside a submission, because diagnosis asks them again."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Generic, TypeVar

from graders.lab.lab import Lab

T = TypeVar("T")


class Beside(Generic[T]):
    """What has been made of answers in labs of their own: those of one exercise at a time."""

    def __init__(self) -> None:
        self._exercise = ""
        self._made: dict[Path, T] = {}
        self._open = contextlib.ExitStack()

    def kept(
        self,
        exercise: str,
        path: Path,
        place: AbstractContextManager[Lab],
        make: Callable[[Lab], T],
    ) -> T:
        """What was made of this answer; at its first time, in a new lab. Other exercises' are closed."""
        if self._exercise != exercise:
            self.close()
            self._exercise = exercise
        if path not in self._made:
            self._made[path] = make(self._open.enter_context(place))
        return self._made[path]

    def close(self) -> None:
        """Close all labs."""
        self._open.close()
        self._made.clear()

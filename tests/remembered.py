"""What sample answers do, remembered between runs of these tests, so that only what changed is judged.

What decides it is in the key: the answer, all wrong answers that it is compared with, the exercise's room and task, all
code that judges, and the versions of what that runs on. Nothing is believed blindly: one in ten is judged again
in each run, and has to do what is remembered. `--fresh` judges all. A run without `.lazylab/samples` judges all, too.
"""

from __future__ import annotations

import functools
import hashlib
import os
import platform
import random
from collections.abc import Callable, Iterable
from importlib import metadata
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import structs

from graders.app.environments import installed
from graders.judging.exercises import Exercise, SampleAnswer
from graders.judging.judge import Judge
from graders.judging.programs import answer_at
from graders.judging.report import ExerciseReport

AGAIN = 0.1
_CODE = ("*.py", "judging/**/*.py", "lab/**/*.py", "strategies/**/*.py", "doctor/proofs.py")
_UNDER = ("hypothesis", "msgspec", "numpy", "torch")
T = TypeVar("T")


class ForgottenError(AssertionError):
    """What is remembered of an answer is not what it does."""


class Memory:
    """A folder of JSON files. `chance` decides what is judged again although it is known."""

    def __init__(self, folder: Path, *, fresh: bool = False, chance: random.Random | None = None):
        self._folder = folder
        self._fresh = fresh
        self._chance = chance or random.Random(os.urandom(8))

    def recall(self, key: str, kind: type[T], make: Callable[[], T]) -> T:
        """What was made under this key; made now if it is not known, or is to be made again."""
        path = self._folder / f"{key}.json"
        known = None if self._fresh else _read(path, kind)
        if known is not None and self._chance.random() >= AGAIN:
            return known
        made = make()
        if known is not None and known != made:
            path.unlink()
            raise ForgottenError(f"remembered: {known}\nnow: {made}\nfile: {path}, removed")
        _write(path, made)
        return made


def judged(
    memory: Memory, judge: Judge, exercise: Exercise, sample: SampleAnswer
) -> ExerciseReport:
    """The report on a sample answer, without the time that it took."""

    def now() -> ExerciseReport:
        report = judge.judge(exercise, answer_at(sample.path, exercise))
        checks = [structs.replace(check, seconds=0.0) for check in report.checks]
        return structs.replace(report, checks=checks, submission="")

    key = key_of(exercise, sample, repr(judge.effort), repr(judge.limits))
    return memory.recall(key, ExerciseReport, now)


def key_of(exercise: Exercise, sample: SampleAnswer, *more: str) -> str:
    """A digest of all that decides what the sample answer does; `more` is how it is judged."""
    wrong = [s.source for s in exercise.samples(exercise.framework) if s.kind == "wrong"]
    own = (
        *_texts(exercise.room, ("*.py", "instruments/*.py", "*.toml")),
        *_texts(exercise.folder, ("*.md",)),
    )
    parts = (exercise.framework, exercise.name, sample.kind, sample.source, *wrong, *own, *more)
    return _digest((*parts, _judging(exercise.framework)))


@functools.cache
def _judging(framework: str) -> str:
    """All code that judges, and what it runs on."""
    package = Path(__file__).parents[1] / "graders"
    there = installed(framework)
    versions = [platform.python_version(), *(f"{name} {metadata.version(name)}" for name in _UNDER)]
    return _digest([*_texts(package, _CODE), *versions, there.version if there else ""])


def _texts(folder: Path, patterns: Iterable[str]) -> list[str]:
    paths = sorted({path for pattern in patterns for path in folder.glob(pattern)})
    return [f"{path.relative_to(folder)}\n{path.read_text(encoding='utf-8')}" for path in paths]


def _digest(parts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part.encode() + b"\0")
    return digest.hexdigest()[:32]


def _read(path: Path, kind: type[T]) -> T | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (OSError, msgspec.DecodeError):
        return None


def _write(path: Path, made: object) -> None:
    """Whole or not at all: other workers read here, too."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}")
    part.write_bytes(msgspec.json.encode(made))
    part.replace(path)

"""Discovery: what is in a bank is what stands in its folders. There is no registry.

A bank is a folder with `exercises/`, `solutions/` and `graders/bank/` in it; an exercise has the
same name in all three. Students have no `solutions/`.
"""

from __future__ import annotations

import contextlib
import difflib
import importlib.util
import math
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType

from graders.judging.beliefs import Belief, BeliefError, BeliefText, read_belief
from graders.judging.checks import Check
from graders.judging.prompts import Prompt, PromptError, read_prompt
from graders.lab.frameworks import NAMES as FRAMEWORKS

DEFAULT_ROOT = Path(__file__).resolve().parents[2]


class UnknownExerciseError(LookupError):
    """No exercise of that name; says which there are, and which is meant perhaps."""


@dataclass(frozen=True)
class SampleAnswer:
    """An answer that comes with an exercise: the solution, another right one, or a wrong one."""

    kind: str
    name: str
    path: Path


@dataclass(frozen=True)
class Exercise:
    """One exercise of a bank."""

    name: str
    root: Path

    @property
    def folder(self) -> Path:
        """What a student opens."""
        return self.root / "exercises" / self.name

    @property
    def grader(self) -> Path:
        """The module with the checks."""
        return self.root / "graders" / "bank" / f"{self.name}.py"

    @property
    def beliefs(self) -> Path:
        """Where the bank's beliefs are."""
        return self.root / "graders" / "beliefs"

    def belief(self, name: str) -> Belief | None:
        """The belief of that name, None if its file is missing or cannot be read: doctor's affair."""
        with contextlib.suppress(BeliefError):
            return read_belief(self.beliefs / f"{name}.toml")
        return None

    def belief_texts(self, language: str) -> Callable[[str], BeliefText | None]:
        """Looks up what a belief says in that language: for reports."""

        def look_up(name: str) -> BeliefText | None:
            found = self.belief(name)
            return None if found is None else found.text(language)

        return look_up

    @property
    def frameworks(self) -> list[str]:
        """The frameworks that the exercise has a stub for."""
        return [name for name in FRAMEWORKS if self.stub(name).exists()]

    @cached_property
    def checks(self) -> list[Check]:
        """The checks in the order in which they are written."""
        module = _imported(self.grader, f"lazylab_bank_{self.name}")
        return [value for value in vars(module).values() if isinstance(value, Check)]

    def stub(self, framework: str) -> Path:
        """The file that a student edits."""
        return self.folder / f"for_{framework}.py"

    def solution(self, framework: str) -> Path:
        """The reference answer."""
        return self.root / "solutions" / self.name / f"for_{framework}.py"

    def samples(self, framework: str) -> list[SampleAnswer]:
        """The solution, then right answers, then wrong ones, each group by name."""
        solution = self.solution(framework)
        found = [SampleAnswer("solution", "solution", solution)] if solution.exists() else []
        for kind in ("right", "wrong"):
            paths = sorted((solution.parent / kind).glob(f"*.for_{framework}.py"))
            found += [SampleAnswer(kind, path.name.split(".")[0], path) for path in paths]
        return found

    def prompt(self, language: str) -> Prompt:
        """The task, in that language or else in English."""
        return read_prompt(self.folder, language)


@dataclass(frozen=True)
class Bank:
    """All exercises below one folder."""

    root: Path = DEFAULT_ROOT

    @cached_property
    def exercises(self) -> list[Exercise]:
        """In the order of their numbers, as the titles of the English prompts give them."""
        found = [
            Exercise(path.stem, self.root)
            for path in (self.root / "graders" / "bank").glob("*.py")
            if re.fullmatch(r"[a-z][a-z0-9_]*", path.stem)
        ]
        return sorted(found, key=lambda exercise: (_number(exercise), exercise.name))

    def exercise(self, name: str) -> Exercise:
        """The exercise of that name; UnknownExerciseError if there is none."""
        by_name = {exercise.name: exercise for exercise in self.exercises}
        if name not in by_name:
            near = difflib.get_close_matches(name, by_name, n=1)
            meant = f" Did you mean {near[0]}?" if near else ""
            raise UnknownExerciseError(
                f"there is no exercise {name!r}.{meant} The exercises are: {', '.join(by_name)}"
            )
        return by_name[name]


def _number(exercise: Exercise) -> float:
    """The exercise's place in the map; last where its prompt cannot be read: others go on."""
    try:
        return exercise.prompt("en").number
    except PromptError:
        return math.inf


def _imported(path: Path, module_name: str) -> ModuleType:
    """A module by its path: another bank may have one of the same name."""
    spec = importlib.util.spec_from_file_location(module_name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} cannot be imported")
    module = importlib.util.module_from_spec(spec)
    sys.modules[module_name] = module
    spec.loader.exec_module(module)
    return module

"""Discovery: what is in a bank is what stands in its folders. There is no registry.

A bank is a folder with `exercises/`, `solutions/` and `bank/` in it; an exercise is a folder of the same
name in all three. Students have no `solutions/`. The one in `bank/` is the exercise's room: checks, cases,
beliefs and instruments that only it needs.
"""

from __future__ import annotations

import contextlib
import difflib
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from graders.instruments import Instrument
from graders.judging.beliefs import (
    Belief,
    BeliefError,
    BeliefText,
    belief_file,
    belief_names,
    read_belief,
)
from graders.judging.checks import Check
from graders.judging.importing import GraderError, imported
from graders.judging.overlays import read_sample
from graders.judging.points import Worth, weighed
from graders.judging.prompts import Prompt, PromptError, prompt_file, read_prompt
from graders.lab.frameworks import NAMES as FRAMEWORKS
from graders.lab.frameworks.common.spelling import OwnSpelling, Spelling
from graders.lab.frameworks.spellings import SPELLINGS
from graders.lab.messages import LoadInstruments
from graders.lab.own_instruments import InstrumentsError, read_instruments
from graders.lab.refusals import Refusal

DEFAULT_ROOT = Path(__file__).resolve().parents[2]
BANK_FILE = "bank.toml"
_NAME = re.compile(r"[a-z][a-z0-9_]*")


class UnknownExerciseError(Refusal, LookupError):
    """No exercise of that name; says which there are, and which is meant perhaps."""


class Places:
    """Where in a bank's folder things are.

    The rooms of the bank that comes with this program are a part of its package.
    """

    def __init__(self, root: Path) -> None:
        package = "" if (root / BANK_FILE).is_file() else "graders"
        self.exercises = root / "exercises"
        self.solutions = root / "solutions"
        self.rooms = root / package / "bank"


def is_name(text: str) -> bool:
    """Whether an exercise, or a belief, can have this name."""
    return _NAME.fullmatch(text) is not None


def exercise_names(root: Path) -> list[str]:
    """The rooms of a bank that have checks in them, for whichever framework."""
    graders = [f"{name}.py" for name in ("checks", *FRAMEWORKS)]
    rooms = Places(root).rooms
    found = rooms.iterdir() if rooms.is_dir() else ()
    return sorted(
        room.name
        for room in found
        if is_name(room.name) and any((room / grader).exists() for grader in graders)
    )


@dataclass(frozen=True)
class SampleAnswer:
    """An answer that comes with an exercise: the solution, another right one, or a wrong one."""

    kind: str
    name: str
    path: Path

    @property
    def source(self) -> str:
        """The whole program, put together where the file has only what is wrong; `OverlayError`."""
        return read_sample(self.path)


@dataclass(frozen=True)
class Exercise:
    """One exercise of a bank, in one framework.

    `worth` is what a course gives for it, where it has its own mind.
    """

    name: str
    root: Path
    worth: Worth = field(default=None, compare=False)
    framework: str = FRAMEWORKS[0]

    @property
    def folder(self) -> Path:
        """What a student opens."""
        return Places(self.root).exercises / self.name

    @property
    def room(self) -> Path:
        """What judges it, and is no student's business."""
        return Places(self.root).rooms / self.name

    @property
    def grader(self) -> Path:
        """The module with the checks: the framework's own, or else the one for all of them."""
        own = self.room / f"{self.framework}.py"
        return own if own.exists() else self.room / "checks.py"

    @property
    def belief_files(self) -> tuple[Path, Path]:
        """Where beliefs are: its own, and those that several exercises of the bank meet with."""
        rooms = Places(self.root).rooms
        return belief_file(self.room, self.framework), belief_file(rooms, self.framework)

    def belief_file(self, name: str) -> Path:
        """Where the belief of that name is, or would be; `BeliefError` if that cannot be read."""
        own, shared = self.belief_files
        return shared if name in belief_names(shared) else own

    def belief(self, name: str) -> Belief | None:
        """The belief of that name, None if it is not there or cannot be read: doctor's affair."""
        with contextlib.suppress(BeliefError):
            return read_belief(self.belief_file(name), name)
        return None

    def belief_texts(self, language: str) -> Callable[[str], BeliefText | None]:
        """Looks up what a belief says in that language: for reports."""

        def look_up(name: str) -> BeliefText | None:
            found = self.belief(name)
            return None if found is None else found.text(language)

        return look_up

    @property
    def frameworks(self) -> list[str]:
        """The frameworks that the exercise has a stub, a solution or a task of its own for.

        A student may have removed the stub. The task without a framework's name is the first one's,
        as long as all others have their own.
        """
        answered = [
            name for name in FRAMEWORKS if self.stub(name).exists() or self.solution(name).exists()
        ]
        asked = [name for name in FRAMEWORKS if any(self.folder.glob(f"prompt.{name}.*.md"))]
        first = [] if set(answered) - {*asked, FRAMEWORKS[0]} else list(FRAMEWORKS[:1])
        there = {*answered, *asked, *(first if prompt_file(self.folder, "en").exists() else [])}
        return [name for name in FRAMEWORKS if name in there]

    @cached_property
    def checks(self) -> list[Check]:
        """The checks in the order in which they are written; `GraderError` if that cannot be."""
        module = imported(self.room, self.grader.stem)
        # A module that shares checks with another one imports them, and puts all in order.
        names = getattr(module, "__all__", None) or vars(module)
        found = [value for name in names if isinstance(value := getattr(module, name), Check)]
        if not found:
            raise GraderError(f"{self.grader} has no check: expected functions under @check(…)")
        try:
            return weighed(self.name, found, self.worth)
        except ValueError as error:
            raise GraderError(str(error)) from error

    @property
    def instruments(self) -> Path:
        """Where its own instruments are: declared for its checks, and written for each framework."""
        return self.room / "instruments"

    def declared(self) -> list[str]:
        """The names of the instruments that it declares; `GraderError` if they cannot be imported."""
        if not (self.instruments / "__init__.py").exists():
            return []
        found = vars(imported(self.room, self.instruments.name))
        return [name for name, value in found.items() if isinstance(value, Instrument)]

    def stub(self, framework: str) -> Path:
        """The file that a student edits."""
        return self.folder / f"for_{framework}.py"

    def solution(self, framework: str) -> Path:
        """The reference answer."""
        return Places(self.root).solutions / self.name / f"for_{framework}.py"

    def is_wrong_answer(self, path: Path) -> bool:
        """Whether the file is one of the bank's own wrong answers, and no submission."""
        return path.resolve().parent == (self.solution("").parent / "wrong").resolve()

    def equipment(self, framework: str) -> LoadInstruments | None:
        """The exercise's own instruments, if it has any; `GraderError` if they cannot be read."""
        path = self.instruments / f"for_{framework}.py"
        if not path.exists():
            return None
        try:
            return read_instruments(path.read_bytes(), str(path), self.name)
        except InstrumentsError as error:
            raise GraderError(str(error)) from error

    def spelling(self, framework: str) -> Spelling:
        """How code about the framework is written here; `GraderError` if that cannot be read."""
        if framework not in self._spellings:
            self._spellings[framework] = self._read_spelling(framework)
        return self._spellings[framework]

    def spelling_for_reports(self, framework: str) -> Spelling:
        """The same; the framework's own way where that cannot be read, which is the doctor's affair."""
        try:
            return self.spelling(framework)
        except GraderError:
            return SPELLINGS[framework]

    @cached_property
    def _spellings(self) -> dict[str, Spelling]:
        return {}

    def _read_spelling(self, framework: str) -> Spelling:
        path = self.instruments / f"code_for_{framework}.py"
        if not path.exists():
            return SPELLINGS[framework]
        module = imported(self.room, f"{self.instruments.name}.{path.stem}")
        own = getattr(module, "SPELLING", None)
        if not isinstance(own, OwnSpelling):
            raise GraderError(f"{path} has no SPELLING: expected an OwnSpelling")
        return SPELLINGS[framework].with_own(self.name, own)

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
        return read_prompt(self.folder, language, self.framework)

    def prompt_file(self, language: str) -> Path:
        """Where the task is, or would be, in that language."""
        return prompt_file(self.folder, language, self.framework)


@dataclass(frozen=True)
class Bank:
    """All exercises below one folder, and below those of `others`: one namespace of names.

    They are those of one framework. Where two have the same name, the one that was there first stays; `complaints` tells of the other.
    `worth` is what a course gives for exercises, by name, `selected` are those that it has.
    `found_faults` are those of banks that could not be taken in at all.
    """

    root: Path = DEFAULT_ROOT
    others: tuple[Path, ...] = ()
    worth: dict[str, Worth] = field(default_factory=dict)
    selected: tuple[str, ...] = ()
    found_faults: tuple[str, ...] = ()
    framework: str = FRAMEWORKS[0]

    def in_framework(self, framework: str) -> Bank:
        """The same bank, with its exercises in that framework."""
        return self if framework == self.framework else replace(self, framework=framework)

    @property
    def roots(self) -> tuple[Path, ...]:
        """The folders that exercises are in: an installed lazylab has none of its own."""
        return tuple(root for root in (self.root, *self.others) if Places(root).exercises.is_dir())

    @cached_property
    def exercises(self) -> list[Exercise]:
        """Bank by bank, in the order of their numbers, as the English prompts' titles give them."""
        found: dict[str, Exercise] = {}
        for exercise in self._below():
            found.setdefault(exercise.name, exercise)
        return list(found.values())

    @property
    def offered(self) -> list[Exercise]:
        """The exercises of the course, in its order, or else all that there are."""
        return [self.exercise(name) for name in self.selected] or self.exercises

    @cached_property
    def complaints(self) -> list[str]:
        """What somebody has to mend before all that there is can be used."""
        kept = {exercise.name: exercise for exercise in self.exercises}
        clashes = [
            f"{other.grader} is left out: {kept[other.name].grader} has the same name. Rename it, in "
            f"each folder of its bank"
            for other in self._below()
            if other.root != kept[other.name].root
        ]
        return [*self.found_faults, *clashes]

    def _below(self) -> Iterator[Exercise]:
        for root in self.roots:
            found = [
                Exercise(name, root, self.worth.get(name), self.framework)
                for name in exercise_names(root)
            ]
            there = [one for one in found if self.framework in (one.frameworks or FRAMEWORKS)]
            yield from sorted(there, key=lambda exercise: (_number(exercise), exercise.name))

    def exercise(self, name: str) -> Exercise:
        """The exercise of that name; UnknownExerciseError if there is none."""
        by_name = {exercise.name: exercise for exercise in self.exercises}
        if name not in by_name:
            self._refuse_other_framework(name)
            near = difflib.get_close_matches(name, by_name, n=1)
            facts = {"name": name, "near": near[0] if near else "", "known": ", ".join(by_name)}
            if near:
                raise UnknownExerciseError(
                    "there is no exercise {name!r}. Did you mean {near}? The exercises are: {known}",
                    **facts,
                )
            raise UnknownExerciseError(
                "there is no exercise {name!r}. The exercises are: {known}", **facts
            )
        return by_name[name]

    def _refuse_other_framework(self, name: str) -> None:
        """Say so if there is such an exercise, in other frameworks only."""
        for root in self.roots:
            elsewhere = Exercise(name, root).frameworks
            if elsewhere:
                raise UnknownExerciseError(
                    "there is no {name} in {framework}: it is there in {known}",
                    name=name,
                    framework=self.framework,
                    known=", ".join(elsewhere),
                )


def sound(exercises: list[Exercise]) -> tuple[list[Exercise], list[Exception]]:
    """The exercises that can be judged, and why the others cannot."""
    good: list[Exercise] = []
    faults: list[Exception] = []
    for exercise in exercises:
        try:
            exercise.checks  # noqa: B018  imported here for the first time
            exercise.prompt("en")
        except (GraderError, PromptError) as fault:
            faults.append(fault)
        else:
            good.append(exercise)
    return good, faults


def _number(exercise: Exercise) -> float:
    """The exercise's place in the map; last where its prompt cannot be read: others go on."""
    try:
        return exercise.prompt("en").number
    except PromptError:
        return math.inf

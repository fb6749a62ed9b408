"""`lazylab demo`: one exercise judged three times, as a student would see it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct, structs
from rich.console import Group, RenderableType

from graders.app.request import RequestError
from graders.judging.exercises import Bank, Exercise
from graders.judging.judge import OFFICIAL_SEED, Judge
from graders.judging.report import Report
from graders.judging.searching import Effort
from graders.judging.submissions import Submission
from graders.reports.stories import story_of
from graders.reports.terminal import exercise_block, points_table
from graders.reports.texts import Texts

_EXERCISE = "dimension_mismatch"
_WRONG = "a_failed_forward_rolls_back"


class Scene(Struct, frozen=True):
    """A heading, and what is below it."""

    title: str
    body: RenderableType


def scenes(bank: Bank, texts: Texts) -> Iterator[Scene]:
    """An untouched stub, a wrong answer, a right one."""
    exercise = bank.exercise(_EXERCISE)
    solution = exercise.solution("torch")
    wrong = solution.parent / "wrong" / f"{_WRONG}.for_torch.py"
    if not solution.exists():
        raise RequestError(f"the demo shows a wrong and a right answer; {solution} is not there")
    with tempfile.TemporaryDirectory() as folder:
        stub = Path(folder) / "for_torch.py"
        stub.write_text(untouched_stub(exercise), encoding="utf-8")
        for name, path in (("stub", stub), ("wrong", wrong), ("right", solution)):
            yield Scene(texts.say(f"demo.{name}"), _judged(exercise, path, texts))


def untouched_stub(exercise: Exercise) -> str:
    """Functions that are not started: the student's own stub may have been edited."""
    signatures = exercise.prompt("en").signatures.values()
    return "\n\n".join(f"def {code}:\n    raise NotImplementedError" for code in signatures)


def _judged(exercise: Exercise, path: Path, texts: Texts) -> RenderableType:
    judge = Judge("torch", Effort(seed=OFFICIAL_SEED))
    judged = judge.judge(exercise, Submission(path, exercise.name))
    # Where the student's file will be, not where the demo keeps its own.
    shown = exercise.stub("torch").relative_to(exercise.root)
    report = structs.replace(judged, submission=str(shown))
    told = story_of(report, exercise, texts)
    table = points_table(Report([report]), {exercise.name: told.prompt}, texts)
    return Group(exercise_block(told, texts), table, "")

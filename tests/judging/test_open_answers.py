"""Answers of the bank's own, open beside a submission: once each, and closed in the end."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graders.judging.diagnosis import OpenAnswers
from graders.judging.exercises import Bank
from graders.judging.judge import Judge
from graders.judging.searching import Effort
from graders.judging.submissions import Submission
from graders.lab.limits import Limits
from graders.lab.sealed.labs import SealedLabs
from graders.lab.sealed.messages import Allowance
from graders.lab.sealed.sandbox import SealError, choose_walls


class Places:
    """Labs that are counted."""

    def __init__(self) -> None:
        self.opened: list[str] = []
        self.closed: list[str] = []

    @contextlib.contextmanager
    def __call__(self, name: str) -> Iterator[Any]:
        self.opened.append(name)
        yield name
        self.closed.append(name)


def test_each_answer_is_opened_once_and_all_are_closed_in_the_end() -> None:
    places, answers = Places(), OpenAnswers[str]()
    for name in ("one", "two", "one"):
        assert answers.kept("exercise", Path(name), places(name), str.upper) == name.upper()
    assert places.opened == ["one", "two"]
    answers.close()
    assert sorted(places.closed) == ["one", "two"]
    answers.close()


def test_another_exercise_closes_what_is_open() -> None:
    """A bank has hundreds of answers: as many processes would be too many."""
    places, answers = Places(), OpenAnswers[str]()
    answers.kept("first", Path("one"), places("one"), str)
    answers.kept("second", Path("one"), places("other one"), str)
    assert places.closed == ["one"]
    answers.kept("first", Path("one"), places("one again"), str)
    assert places.opened == ["one", "other one", "one again"]


def test_sealed_diagnosis_starts_a_process_for_each_belief_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    try:
        labs = SealedLabs("torch", choose_walls(), Limits(), Allowance())
    except SealError as missing:
        pytest.skip(str(missing))
    exercise = Bank().exercise("partial_specification")
    wrong = [sample for sample in exercise.samples("torch") if sample.kind == "wrong"]
    opened = []
    beside = labs.beside
    monkeypatch.setattr(labs, "beside", lambda: opened.append(1) or beside())
    with contextlib.closing(Judge(effort=Effort(drawn=4, seed=1), labs=labs)) as judge:
        forked = []
        fork = labs.fork_servers.submissions.fork
        monkeypatch.setattr(
            labs.fork_servers.submissions, "fork", lambda *rest: forked.append(1) or fork(*rest)
        )
        for sample in wrong[:3]:
            report = judge.judge(exercise, Submission(sample.path, exercise.name))
            named = [check.belief for check in report.checks if check.belief]
            assert sample.name in named + [r for c in report.checks for r in c.rivals]
        assert len(opened) > len(wrong)  # asked more often than they are started
        assert len(forked) <= len(wrong) + 3

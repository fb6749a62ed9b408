"""A device that stops for good is told once, to whom it concerns, and nobody else is blamed."""

import builtins
import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graders.judging.exercises import Exercise
from graders.judging.judge import Judge
from graders.judging.report import ExerciseReport
from graders.judging.searching import Effort
from graders.judging.submissions import Submission
from graders.lab import frameworks
from graders.lab.devices import DeviceLostError, Placement
from graders.lab.host import Host
from graders.lab.limits import Clock, Limits
from graders.lab.messages import Build, Call, Clear, Died, Load, Returned
from graders.networks import Linear
from graders.reports.texts import texts

SAID = "CUDA error: device-side assert triggered"
STOPS = """
import builtins
_right = first_mismatch
def first_mismatch(layers, in_features):
    builtins.stop_the_device = len(layers) == 2
    return _right(layers, in_features)
"""


class Fragile:
    """PyTorch with a device that stops for good when an answer asks for it."""

    def __init__(self) -> None:
        self._torch = frameworks.load("torch")
        self.lost = ""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._torch, name)

    def within(self, placement: Placement) -> Any:
        return self._within

    @contextlib.contextmanager
    def _within(self) -> Iterator[None]:
        try:
            yield
        finally:
            if vars(builtins).pop("stop_the_device", False):
                self.lost = SAID
                raise DeviceLostError(SAID)


@pytest.fixture
def fragile(monkeypatch: pytest.MonkeyPatch) -> Fragile:
    made = Fragile()
    monkeypatch.setattr(frameworks, "load", lambda _name: made)
    return made


def test_a_host_tells_who_stopped_the_device_from_who_comes_later(fragile: Fragile) -> None:
    host = Host(fragile, Clock(Limits()))  # type: ignore[arg-type]
    host.serve(Load(b"import builtins\ndef f(x): builtins.stop_the_device = x", "host", "host.py"))
    assert host.serve(Call("f", (False,))) == Returned(None)
    assert host.serve(Call("f", (True,))) == Died("device", SAID)
    for request in (Call("f", (False,)), Build(Linear(1, 1)), Clear()):
        assert host.serve(request) == Died("device_lost", SAID)


def _judged(exercise: Exercise, answer: Path) -> ExerciseReport:
    judge = Judge(effort=Effort(drawn=5, seed=0))
    return judge.judge(exercise, Submission(answer, exercise.name))


@pytest.fixture
def stopping(mismatch: Exercise, tmp_path: Path) -> Path:
    answer = tmp_path / "for_torch.py"
    solution = mismatch.solution("torch").read_text(encoding="utf-8")
    answer.write_text(f"{solution}\n{STOPS}\n", encoding="utf-8")
    return answer


def test_the_check_that_stopped_it_is_the_answer_s_and_the_others_are_nobody_s(
    fragile: Fragile, mismatch: Exercise, stopping: Path
) -> None:
    first, *others = _judged(mismatch, stopping).checks
    assert (first.outcome, first.earned) == ("broke", 0)
    assert first.trouble is not None
    assert (first.trouble.kind, first.trouble.facts["detail"]) == ("died_device", SAID)
    assert first.case["attempt"].startswith("layers=nn.Sequential(nn.L")
    assert others
    for check in others:
        assert (check.outcome, check.earned) == ("grader_fault", 0)
        assert check.trouble is not None
        assert check.trouble.kind == "died_device_lost"


def test_the_next_submission_is_not_judged_and_not_blamed(
    fragile: Fragile, mismatch: Exercise, stopping: Path
) -> None:
    _judged(mismatch, stopping)
    report = _judged(mismatch, mismatch.solution("torch"))
    assert {check.outcome for check in report.checks} == {"grader_fault"}
    kinds = {check.trouble.kind for check in report.checks if check.trouble is not None}
    assert kinds == {"died_device_lost"}
    assert len(report.flags) == len(report.checks)
    assert all("the GPU had stopped working" in flag for flag in report.flags)


def test_a_device_that_is_gone_is_not_asked_again(
    fragile: Fragile, mismatch: Exercise, stopping: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To confirm a case on it would turn a wrong answer into nobody's fault."""
    check = _judged(mismatch, stopping).checks[0]
    assert check.tried >= 1
    assert check.picture is None
    assert check.belief is None


@pytest.mark.parametrize("language", ["en", "zh"])
def test_both_are_told_in_each_language(language: str) -> None:
    words = texts(language)
    for kind in ("died_device", "died_device_lost"):
        said = words.say(f"trouble.{kind}", detail=SAID, function="f")
        assert SAID in said
        assert "--device cpu" in said

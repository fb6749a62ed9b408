"""Diagnosis names the belief that behaves the same, all that do, or none."""

from collections.abc import Callable

import pytest

from graders.judging.diagnosis import Behaviour
from graders.judging.exercises import Exercise
from graders.judging.judge import Judge
from graders.judging.report import CheckReport
from graders.judging.searching import Effort

JudgeText = Callable[[str], dict[str, CheckReport]]
ASKED = "knows_what_an_attempt_leaves_behind"


def test_a_belief_is_recognized_in_another_style(judge_text: JudgeText) -> None:
    report = judge_text(
        "def after_forwards(layers, widths):\n"
        "    shapes = [None if i is None else (o, i) for i, o in layers]\n"
        "    for width in widths:\n"
        "        tried, came = list(shapes), width\n"
        "        for n, (i, o) in enumerate(layers):\n"
        "            tried[n] = tried[n] or (o, came)\n"
        "            if tried[n][1] != came: break\n"
        "            came = o\n"
        "        else:\n"
        "            shapes = tried\n"
        "    return shapes"
    )[ASKED]
    assert report.belief == "a_failed_forward_rolls_back"
    assert report.agreed >= 2


def test_nothing_is_named_when_nothing_fits(judge_text: JudgeText) -> None:
    report = judge_text("def after_forwards(layers, widths): return [(7, 7, 7)]")[ASKED]
    assert (report.outcome, report.belief, report.rivals) == ("wrong", None, [])


def test_an_answer_that_hangs_is_not_diagnosed(judge_text: JudgeText) -> None:
    report = judge_text("def after_forwards(layers, widths):\n    while True: pass")[ASKED]
    assert (report.outcome, report.belief) == ("broke", None)


def test_without_wrong_answers_nothing_is_named(mismatch: Exercise) -> None:
    wrong = mismatch.solution("torch").parent / "wrong" / "each_width_starts_anew.for_torch.py"
    judge = Judge(effort=Effort(drawn=5, seed=0), diagnose=False)
    with judge.opened(mismatch, wrong) as judging:
        reports = [judging.run(check) for check in mismatch.checks]
    assert {report.belief for report in reports} == {None}


@pytest.mark.parametrize("seed", range(3))
def test_the_diagnosis_does_not_depend_on_the_seed(mismatch: Exercise, seed: int) -> None:
    name = "a_lazy_layer_adapts_again"
    wrong = mismatch.solution("torch").parent / "wrong" / f"{name}.for_torch.py"
    with Judge(effort=Effort(drawn=8, seed=seed)).opened(mismatch, wrong) as judging:
        reports = [judging.run(check) for check in mismatch.checks]
    assert {report.belief for report in reports if report.outcome == "wrong"} == {name}


def test_numbers_count_only_in_a_close_comparison() -> None:
    one, other = Behaviour("Wrong", (1,), (0.5,)), Behaviour("Wrong", (1,), (0.25,))
    assert one.resembles(other)
    assert not one.resembles(other, closely=True)
    assert not one.resembles(Behaviour("Wrong", (2,), (0.5,)))

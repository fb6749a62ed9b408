"""The same belief in other words: diagnosis names it, however the answer is written."""

from pathlib import Path

import pytest

from graders.judging.exercises import Bank
from graders.judging.judge import Judge
from graders.judging.searching import Effort
from graders.judging.submissions import Submission

VARIANTS = sorted((Path(__file__).parents[1] / "variants").glob("*/*.for_torch.py"))
UNNAMED = {
    "a_list_registers_its_layers": "shapes of hidden parameters, a matter of style, are compared",
}


def _belief(variant: Path) -> str:
    return variant.name.split(".")[0]


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda v: f"{v.parent.name}-{_belief(v)}")
def test_a_belief_is_named_in_other_words(
    bank: Bank, variant: Path, request: pytest.FixtureRequest
) -> None:
    if reason := UNNAMED.get(_belief(variant)):
        request.applymarker(pytest.mark.xfail(reason=reason, raises=AssertionError, strict=True))
    exercise = bank.exercise(variant.parent.name)
    judge = Judge(effort=Effort(drawn=8, seed=0))
    checks = judge.judge(exercise, Submission(variant, exercise.name)).checks
    failed = [check for check in checks if check.outcome != "passed"]
    assert failed, "the answer is right"
    report = failed[0]
    named = [report.belief, *report.rivals]
    assert _belief(variant) in named, f"{report.name}: {report.case}: {named}"


def test_there_are_variants_of_many_wrong_answers(bank: Bank) -> None:
    wrong = {
        (exercise.name, sample.name)
        for exercise in bank.exercises
        for sample in exercise.samples("torch")
        if sample.kind == "wrong"
    }
    assert len(VARIANTS) >= 20
    assert {(variant.parent.name, _belief(variant)) for variant in VARIANTS} <= wrong

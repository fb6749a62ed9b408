"""What somebody sees who watches: one story at most, what was mended, what to do next."""

import itertools
from typing import get_args

import pytest

from graders.judging.prompts import CheckText, Prompt
from graders.judging.report import CallReport, CheckReport, ExerciseReport, Outcome, Trouble, summed
from graders.reports.stories import Teller
from graders.reports.terminal import as_text
from graders.reports.texts import languages, texts
from graders.reports.watch import Sight, screen

TITLES = {name: CheckText(f"Title of {name}.", ()) for name in ("a", "b", "c")}
PROMPT = Prompt("en", 4, "Mismatch", {"f": "f(x)"}, TITLES)
CALLS = [CallReport("submission", "f(1)", "2")]
SYNTAX = Trouble("not_started", {"function": "for all the same"})


def _check(name: str, outcome: Outcome, **facts: object) -> CheckReport:
    earned = 2 if outcome == "passed" else 0
    if outcome == "not_started":
        facts["trouble"] = Trouble("not_started", {"function": "f"})
    return CheckReport(name, 2, earned, outcome, **facts)


def _report(*outcomes: Outcome) -> ExerciseReport:
    facts = {"came": "2", "expected": "3", "expected_from": "framework", "calls": CALLS}
    checks = [
        _check(name, outcome, **(facts if outcome in ("wrong", "broke") else {}))
        for name, outcome in zip("abc", outcomes, strict=False)
    ]
    return summed("mismatch", "torch", checks, "exercises/mismatch/for_torch.py")


def _shown(sight: Sight, language: str = "en", width: int = 80) -> str:
    teller = Teller("torch", PROMPT, texts(language), lambda _: None)
    found = screen(sight, teller, texts(language))
    return as_text(found, width=width, color=False)


def test_one_story_is_told_and_how_much_more_there_is() -> None:
    shown = _shown(Sight(_report("passed", "wrong", "wrong"), True, "b", change=-3))
    assert shown.startswith("4. Mismatch  2 of 6  -3\n✗ 0 of 2 Title of b.\n    f(1)\n")
    assert shown.count("you      2") == 1
    assert "Title of a" not in shown
    assert "Title of c" not in shown
    assert shown.endswith("To fix after this: 1")


def test_the_check_that_was_turned_to_is_the_one_told() -> None:
    shown = _shown(Sight(_report("wrong", "wrong", "passed"), True, "b"))
    assert "✗ 0 of 2 Title of b." in shown
    assert "Title of a" not in shown


def test_points_are_not_told_before_all_is_judged() -> None:
    sight = Sight(_report("passed", "wrong"), False, "b", change=3)
    assert _shown(sight).splitlines()[:2] == ["4. Mismatch", "✗ 0 of 2 Title of b."]
    assert "after this" not in _shown(sight)


def test_what_is_listed_has_a_line_in_its_place() -> None:
    sight = Sight(_report("passed", "wrong", "not_started"), True, "b", frozenset("abc"))
    lines = [line for line in _shown(sight).splitlines() if "Title" in line]
    assert lines == [
        "✓ 2 of 2 Title of a.",
        "✗ 0 of 2 Title of b.",
        "· 0 of 2 Title of c.",
    ]


def test_what_to_do_next_is_told_where_nothing_failed() -> None:
    stub = _shown(Sight(_report("not_started", "not_started", "not_started"), True))
    assert "start with f in exercises/mismatch/for_torch.py" in stub
    done = _shown(Sight(_report("passed", "passed", "passed"), True, remarks=("Next: that.",)))
    assert done.splitlines() == ["4. Mismatch  6 of 6", "", "done", "Next: that."]


def test_remarks_come_last_and_are_no_markup() -> None:
    sight = Sight(_report("wrong", "wrong"), True, "a", remarks=("Hint 1 of 2: [red]x[0][/red]",))
    assert _shown(sight).endswith("To fix after this: 1\nHint 1 of 2: [red]x[0][/red]")


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    "outcomes", list(itertools.combinations_with_replacement(get_args(Outcome), 2)), ids=str
)
def test_everything_can_be_shown_in_every_language_and_width(
    outcomes: tuple[Outcome, ...], language: str
) -> None:
    troubles = {
        "broke": Trouble("random"),
        "not_started": Trouble("not_started", {"function": "f"}),
        "grader_fault": Trouble("grader_fault", {"details": "Traceback"}),
    }
    checks = [
        CheckReport(name, 1, int(outcome == "passed"), outcome, trouble=troubles.get(outcome))
        for name, outcome in zip("ab", outcomes, strict=True)
    ]
    report = summed("mismatch", "torch", checks, "for_torch.py")
    for complete, shown, listed in itertools.product(
        (True, False), (None, "a"), (frozenset(), frozenset("ab"))
    ):
        sight = Sight(report, complete, shown, listed, 1, ("remark",))
        for width in (30, 120):
            said = _shown(sight, language, width)
            assert "Mismatch" in said
            assert said.endswith("remark")
            assert "None" not in said


def test_a_broken_file_is_one_thing_to_fix() -> None:
    broken = [_check(name, "broke", trouble=SYNTAX) for name in "abc"]
    assert "after this" not in _shown(Sight(summed("mismatch", "torch", broken), True, "a"))

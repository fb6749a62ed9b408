"""What there is to tell of a check, and that each way of showing it tells all of it."""

import html
import re
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from graders.judging.exercises import Bank
from graders.judging.prompts import CheckText, Prompt
from graders.judging.report import (
    CallReport,
    CheckReport,
    ExerciseReport,
    Outcome,
    Report,
    Trouble,
    summed,
)
from graders.reports import notebook
from graders.reports.feedback import feedback
from graders.reports.formats import html as page
from graders.reports.stories import Line, Side, Story, Teller, story_of, teller, to_fix
from graders.reports.terminal import as_text, check_block
from graders.reports.texts import languages, texts

TITLES = {name: CheckText(f"Title of {name}.", ()) for name in ("a", "b")}
PROMPT = Prompt("en", 4, "Mismatch", {"f": "f(x)"}, TITLES)
CALLS = [
    CallReport("submission", "f(1)", "2"),
    CallReport("reference", "net = nn.LazyLinear(1)", "<LazyLinear>"),
    CallReport("reference", "net.in_features", "3"),
]
SYNTAX = Trouble("not_started", {"function": "for all the same"})
EXERCISE, CHECK = "dimension_mismatch", "knows_what_an_attempt_leaves_behind"
WRONG = CheckReport(
    CHECK,
    7,
    0,
    "wrong",
    calls=CALLS,
    came="[(1, 142)]",
    expected="[(1, 160)]",
    expected_from="framework",
    stopped={"layer": "0", "came": "2", "taken": "1"},
    belief="a_failed_forward_rolls_back",
    rivals=["a_mismatch_shows_at_construction"],
    agreed=7,
    printed="here I am",
)


def _check(name: str, outcome: Outcome, **facts: object) -> CheckReport:
    return CheckReport(name, 2, 2 if outcome == "passed" else 0, outcome, **facts)


def _report(*outcomes: Outcome) -> ExerciseReport:
    checks = [_check(name, outcome) for name, outcome in zip("abc", outcomes, strict=False)]
    return summed("mismatch", "torch", checks)


def _story(check: CheckReport) -> Story:
    return Teller("torch", PROMPT, texts("en"), lambda _: None).check(check)


def _sentences(story: Story) -> list[str]:
    assert story.believed is not None
    return [
        story.title,
        *story.calls,
        *(text for side in story.sides for text in (side.whose, side.answer)),
        story.trouble,
        story.stopped,
        *story.believed.said,
        *story.believed.truths,
        *(text for line in story.look for text in (line.code, line.came)),
        story.printed,
    ]


def _plain(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", markup))


@pytest.mark.parametrize("trouble", [None, Trouble("random")], ids=["wrong", "in trouble"])
@pytest.mark.parametrize("language", languages())
def test_each_way_of_showing_a_check_tells_all_of_its_story(
    language: str, trouble: Trouble | None
) -> None:
    bank, said = Bank(), texts(language)
    exercise = bank.exercise(EXERCISE)
    check = structs.replace(WRONG, trouble=trouble)
    report = Report([summed(EXERCISE, "torch", [check])])
    story = teller(exercise, "torch", said).check(check)
    in_cell = notebook.shown([check], exercise, "torch", said)
    (on_platform,) = feedback(report, bank, said)
    shown = [
        as_text(check_block(story, said), width=400, color=False),
        page.encode(report, bank, said).decode(),
        in_cell["text/plain"],
        in_cell["text/html"],
        f"{on_platform.name}\n{on_platform.text}",
    ]
    for sentence in filter(None, _sentences(story)):
        words = "".join(sentence.replace("`", "").split())
        for one in shown:
            assert words in "".join(_plain(one).replace("`", "").split())


def test_a_wrong_answer_is_told_by_its_calls_and_both_sides() -> None:
    story = _story(WRONG)
    assert story.calls == ["f(1)"]
    assert story.sides == [Side("you", "[(1, 142)]"), Side("PyTorch", "[(1, 160)]")]
    assert story.look == [Line("net = nn.LazyLinear(1)", ""), Line("net.in_features", "3")]
    assert (story.unlike, story.trouble, story.believed) == ("", "", None)
    assert "layers[0]" in story.stopped


def test_sides_that_look_the_same_are_said_not_to_be() -> None:
    assert _story(structs.replace(WRONG, came="[(1, 160)]")).unlike


def test_what_only_builds_is_nothing_to_look_at() -> None:
    assert _story(structs.replace(WRONG, calls=CALLS[:2])).look == []


@pytest.mark.parametrize("outcome", ["passed", "not_started", "unfinished", "grader_fault"])
def test_calls_are_told_of_answers_that_are_wrong_or_broke(outcome: Outcome) -> None:
    trouble = Trouble(outcome, {"function": "f", "details": "x"}) if outcome != "passed" else None
    story = _story(_check("a", outcome, calls=CALLS, trouble=trouble))
    assert (story.calls, story.look) == ([], [])


def test_an_exercise_says_what_to_fix_first_and_next() -> None:
    told = story_of(summed(EXERCISE, "torch", [WRONG]), Bank().exercise(EXERCISE), texts("en"))
    assert told.first == WRONG
    assert told.checks[0].title in told.next_step
    passed = structs.replace(WRONG, outcome="passed", earned=7)
    told = story_of(summed(EXERCISE, "torch", [passed]), Bank().exercise(EXERCISE), texts("en"))
    assert (told.first, told.next_step) == (None, "done")


# --- what there is to fix ------------------------------------------------------------------


def test_a_broken_file_is_one_thing_to_fix() -> None:
    broken = [_check(name, "broke", trouble=SYNTAX) for name in "abc"]
    assert [check.name for check in to_fix(summed("mismatch", "torch", broken))] == ["a"]


def test_two_wrong_answers_are_two_things_to_fix_however_alike() -> None:
    assert [check.name for check in to_fix(_report("wrong", "broke", "wrong"))] == ["a", "b", "c"]
    slow = [_check(name, "unfinished") for name in "ab"]
    assert len(to_fix(summed("mismatch", "torch", slow))) == 2


def test_the_same_trouble_on_two_cases_is_two_things_to_fix() -> None:
    random = [_check(name, "broke", trouble=Trouble("random"), calls=CALLS) for name in "ab"]
    assert len(to_fix(summed("mismatch", "torch", random))) == 2


@given(outcomes=st.lists(st.sampled_from(get_args(Outcome)), max_size=3))
def test_what_is_to_fix_lost_points_and_was_started(outcomes: list[Outcome]) -> None:
    found = to_fix(_report(*outcomes))
    expected = [o for o in outcomes if o not in ("passed", "not_started")]
    assert [check.outcome for check in found] == expected

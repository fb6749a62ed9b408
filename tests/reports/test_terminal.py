"""What a student reads: the call, both sides, the reason; whatever the outcome, and escaped."""

from typing import get_args

import pytest
from msgspec import structs

from graders.judging.beliefs import BeliefText
from graders.judging.prompts import CheckText, Prompt
from graders.judging.report import (
    CallReport,
    CheckReport,
    LayerDrawn,
    Outcome,
    ParameterDrawn,
    PartDrawn,
    Pass,
    Picture,
    Report,
    Trouble,
    summed,
)
from graders.reports.stories import Teller
from graders.reports.terminal import as_text, exercise_block, points_table
from graders.reports.texts import languages, texts

PROMPT = Prompt("en", 4, "Mismatch", {"f": "f(x)"}, {"stops": CheckText("It stops.", ())})

WRONG = CheckReport(
    "stops",
    3,
    0,
    "wrong",
    case={"x": "1"},
    calls=[
        CallReport("submission", "f(1)", "2"),
        CallReport("reference", "net = nn.LazyLinear(1)", "<LazyLinear>"),
        CallReport("reference", "net(torch.randn(2, 1))", "RuntimeError: " + "no " * 50),
    ],
    came="2",
    expected="3",
    expected_from="framework",
    stopped={"layer": "1", "came": "8", "taken": "9"},
    printed="[red]not markup[/red]\x1b[31m\n" * 20,
)


BELIEFS = {
    "rolls_back": BeliefText("It rolls back.", "Databases do.", "Nothing is undone."),
    "never_ran": BeliefText("It never ran.", "It raised.", "Nothing is undone."),
}


def _shown(*checks: CheckReport, width: int = 80, everything: bool = False) -> str:
    report = summed("mismatch", "torch", list(checks), "exercises/mismatch/for_torch.py")
    told = Teller("torch", PROMPT, texts("en"), BELIEFS.get).exercise(report)
    block = exercise_block(told, texts("en"), everything=everything)
    return as_text(block, width=width, color=False)


def test_a_wrong_answer_is_told_whole() -> None:
    shown = _shown(WRONG)
    for part in (
        "✗ 0 of 3 It stops.",
        "f(1)",
        "you      2",
        "PyTorch  3",
        "PyTorch stops at layers[1]: a width of 8 came, and it takes 9.",
        "net = nn.LazyLinear(1)\n",
        "net(torch.randn(2, 1))  # RuntimeError: no no",
    ):
        assert part in shown


def test_the_framework_is_shown_also_where_an_exception_is_asked_for() -> None:
    asked = structs.replace(WRONG, expected_from="exercise", expected="ValueError(layer=1)")
    shown = _shown(asked)
    assert "expected  ValueError(layer=1)" in shown
    assert "net = nn.LazyLinear(1)\n" in shown


def test_a_comment_in_a_snippet_stays_on_its_line() -> None:
    assert all(len(line) <= 80 for line in _shown(WRONG).splitlines())
    assert "\n" not in _shown(WRONG).split("net(torch")[1].split("…")[0]


def test_what_only_builds_is_no_snippet() -> None:
    built = structs.replace(WRONG, calls=WRONG.calls[:2])
    assert "See for yourself" in _shown(WRONG)
    assert "See for yourself" not in _shown(built)


LAYERS = [LayerDrawn("nn.LazyLinear(8)", given=False), LayerDrawn("nn.Linear(9, 4)", given=True)]
HELD = [[[ParameterDrawn("weight", None, 0)], [ParameterDrawn("weight", [4, 9], 1)]]] * 2
STOPPED = Pass("torch.randn(2, 3)", [[2, 3], [2, 8]], stopped=1, error="RuntimeError: 8 is not 9")
PICTURE = Picture(LAYERS, [STOPPED], HELD, [PartDrawn("Mine", [])])


def test_the_picture_stands_between_the_answers_and_the_belief() -> None:
    shown = _shown(structs.replace(WRONG, picture=PICTURE, belief="rolls_back"))
    order = ["PyTorch  3", "nn.LazyLinear(8)  lazy", "PyTorch stops at", "Your network", "It looks"]
    assert [shown.index(part) for part in order] == sorted(shown.index(part) for part in order)
    assert "8 is not 9" not in shown  # it is said in our words already


def test_the_framework_says_why_it_stops_where_we_have_no_words() -> None:
    for stopped in ({}, {"layer": "1", "came": "8", "taken": "None"}):
        shown = _shown(structs.replace(WRONG, picture=PICTURE, stopped=stopped))
        assert "RuntimeError: 8 is not 9" in shown
        assert "PyTorch stops" not in shown


def test_a_network_that_raised_is_told_once() -> None:
    trouble = Trouble("forward_raised", {"error": "ValueError", "message": "no", "where": "line 3"})
    raised = structs.replace(WRONG, came="ValueError: no", trouble=trouble)
    assert _shown(raised).count("ValueError") == 1
    assert "line 3" in _shown(raised)
    alone = structs.replace(raised, came="", expected="")
    assert "Your network raised ValueError: no" in _shown(alone)


def test_where_nothing_should_have_been_raised_that_is_said() -> None:
    trouble = Trouble("forward_raised", {"error": "ValueError", "message": "no", "where": ""})
    raised = structs.replace(WRONG, came="ValueError: no", expected="None", trouble=trouble)
    assert "PyTorch  no error" in _shown(raised)
    assert "PyTorch  None" in _shown(structs.replace(raised, trouble=None))


BROKE = CheckReport("stops", 1, 0, "broke", calls=[CallReport("submission", "print(net)", "None")])


@pytest.mark.parametrize(
    ("function", "error", "said"),
    [
        ("look", "ValueError", "print(net) raised ValueError: no"),
        ("mine", "ValueError", "mine raised ValueError: no"),
        ("look", "UnmeasurableError", "What your code gave cannot be examined: no"),
    ],
)
def test_what_an_instrument_met_is_told_by_its_code(function: str, error: str, said: str) -> None:
    facts = {"function": function, "error": error, "message": "no", "where": ""}
    assert said in _shown(structs.replace(BROKE, trouble=Trouble("raised", facts)))


def test_sides_that_look_the_same_are_said_to_differ() -> None:
    assert "The two differ further on" in _shown(structs.replace(WRONG, came="3"))
    assert "The two differ further on" not in _shown(WRONG)


@pytest.mark.parametrize(
    ("came", "said"),
    [("a network", "a network"), ("what fits the network", "something that fits the network")],
)
def test_what_has_no_value_to_show_is_said_in_words(came: str, said: str) -> None:
    assert f"expected  {said}" in _shown(
        structs.replace(WRONG, expected=f"<{came}>", expected_from="exercise")
    )


def test_parts_of_the_story_stand_apart() -> None:
    lines = _shown(structs.replace(WRONG, picture=PICTURE, belief="rolls_back")).splitlines()
    for start in ("    PyTorch           weight", "    It looks", "    See for", "    you printed"):
        (place,) = (n for n, line in enumerate(lines) if line.startswith(start))
        assert lines[place - 1] == ""


def test_what_was_printed_is_short_and_harmless() -> None:
    shown = _shown(WRONG)
    assert shown.count("[red]not markup[/red]") == 8
    assert "\x1b" not in shown


def test_only_the_first_failure_is_explained_unless_all_are_asked_for() -> None:
    second = structs.replace(WRONG, name="goes_on")
    assert _shown(WRONG, second).count("you      2") == 1
    assert _shown(WRONG, second, everything=True).count("you      2") == 2


def test_a_broken_file_is_explained_once() -> None:
    trouble = Trouble("no_file", {"path": "x", "reason": "No such file"})
    broken = [CheckReport(f"c{n}", 1, 0, "broke", trouble=trouble) for n in range(3)]
    assert _shown(*broken, everything=True).count("There is no file") == 1


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("outcome", get_args(Outcome))
def test_every_outcome_can_be_shown_in_every_language(outcome: Outcome, language: str) -> None:
    trouble = {
        "broke": Trouble("random"),
        "not_started": Trouble("not_started", {"function": "f"}),
        "grader_fault": Trouble("grader_fault", {"details": "Traceback"}),
    }.get(outcome)
    check = CheckReport("stops", 1, 0, outcome, trouble=trouble)
    report = summed("mismatch", "torch", [check], "for_torch.py")
    said = texts(language)
    told = Teller("torch", PROMPT, said, BELIEFS.get).exercise(report)
    assert as_text(exercise_block(told, said, everything=True), width=80, color=False)
    table = points_table(Report([report]), {"mismatch": PROMPT}, said)
    assert "mismatch" in as_text(table, width=80, color=False)


def test_the_table_says_what_to_do_next() -> None:
    started = summed("mismatch", "torch", [WRONG], "for_torch.py")
    stub = CheckReport("stops", 3, 0, "not_started", trouble=Trouble("x", {"function": "f"}))
    waiting = summed("other", "torch", [stub], "exercises/other/for_torch.py")
    done = summed("third", "torch", [CheckReport("stops", 3, 3, "passed")])
    prompts = {"mismatch": PROMPT, "other": PROMPT, "third": PROMPT}
    table = points_table(Report([started, waiting, done]), prompts, texts("en"))
    shown = as_text(table, width=100, color=False).splitlines()
    assert shown[1].split("  ")[-1].strip() or shown[1]
    assert "fix: It stops." in shown[1]
    assert "start with f in exercises/other/for_torch.py" in shown[2]
    assert "3 of 3  done" in shown[3]
    assert shown[4].startswith("total")
    assert "3 of 9" in shown[4]


def test_the_belief_is_named_with_its_truth_and_how_sure_that_is() -> None:
    shown = _shown(structs.replace(WRONG, belief="rolls_back", agreed=7))
    assert "you believed: It rolls back. (Failing cases that this\n    explains: 7.)" in shown
    assert "Nothing is undone." in shown


def test_beliefs_that_cannot_be_told_apart_are_all_named() -> None:
    named = structs.replace(WRONG, belief="rolls_back", rivals=["never_ran"], agreed=2)
    shown = _shown(named)
    assert "or this: It never ran." in shown
    assert shown.count("Nothing is undone.") == 1


def test_a_belief_without_a_text_is_left_out() -> None:
    assert "believed" not in _shown(structs.replace(WRONG, belief="unheard_of"))

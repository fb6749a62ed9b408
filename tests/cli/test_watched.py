"""What is looked at while one exercise is judged again and again, and in which order it is judged."""

import os
from pathlib import Path

import pytest

from graders.app.request import state_folder
from graders.cli.watched import Watched, as_typed
from graders.judging.exercises import Bank
from graders.judging.report import CallReport, CheckReport, Outcome, Trouble
from graders.reports.texts import texts

EXERCISE = Bank().exercise("dimension_mismatch")
NAMES = [check.name for check in EXERCISE.checks]
FIRST, SECOND, THIRD, FOURTH, *_ = NAMES
SYNTAX = Trouble("syntax", {"path": "for_torch.py"})


@pytest.fixture
def watched() -> Watched:
    return Watched(EXERCISE, "torch", "en")


def _judge(watched: Watched, trouble: Trouble | None = None, **outcomes: Outcome) -> list[str]:
    """A whole judging in which all pass but these; the order in which checks were judged."""
    order = [check.name for check in watched.begin()]
    for name in order:
        _add(watched, name, outcomes.get(name, "passed"), trouble)
    return order


def _add(
    watched: Watched, name: str, outcome: Outcome = "passed", trouble: Trouble | None = None
) -> None:
    points = 3 if outcome == "passed" else 0
    calls = [] if trouble else [CallReport("submission", "f()", "1")]
    watched.add(CheckReport(name, 3, points, outcome, calls=calls, trouble=trouble))


def test_the_first_that_failed_is_looked_at(watched: Watched) -> None:
    assert watched.shown is None
    _judge(watched, **{SECOND: "wrong", FOURTH: "broke"})
    assert watched.shown == SECOND
    assert watched.complete


def test_what_passed_and_what_was_not_started_needs_no_looking_at(watched: Watched) -> None:
    _judge(watched, **{FIRST: "not_started"})
    assert watched.shown is None


def test_the_first_judging_goes_in_order_and_later_ones_begin_where_it_failed(
    watched: Watched,
) -> None:
    assert _judge(watched, **{THIRD: "wrong", FOURTH: "unfinished"}) == NAMES
    assert _judge(watched) == [THIRD, FOURTH, FIRST, SECOND, *NAMES[4:]]
    assert _judge(watched) == NAMES


def test_reports_keep_the_order_of_the_exercise(watched: Watched) -> None:
    _judge(watched, **{THIRD: "wrong"})
    _judge(watched)
    assert [check.name for check in watched.report.checks] == NAMES


def test_a_judging_that_was_dropped_changes_nothing_of_what_is_known(watched: Watched) -> None:
    _judge(watched, **{THIRD: "wrong", FOURTH: "wrong"})
    watched.begin()
    _add(watched, THIRD)
    assert not watched.complete
    assert watched.shown is None
    assert [check.name for check in watched.begin()][:2] == [THIRD, FOURTH]


def test_a_file_that_cannot_be_run_says_nothing_of_what_is_to_fix(watched: Watched) -> None:
    _judge(watched, **{THIRD: "wrong"})
    assert _judge(watched, SYNTAX, **dict.fromkeys(NAMES, "broke"))[0] == THIRD
    assert watched.shown == FIRST
    assert _judge(watched)[0] == THIRD
    assert watched.sight(everything=False).listed == {THIRD}


def test_one_can_turn_to_the_next_that_failed_and_around(watched: Watched) -> None:
    watched.turn()
    _judge(watched, **{FIRST: "wrong", THIRD: "wrong", FOURTH: "wrong"})
    seen = [watched.shown]
    for _ in range(3):
        watched.turn()
        seen.append(watched.shown)
    assert seen == [FIRST, THIRD, FOURTH, FIRST]


def test_a_broken_file_is_one_thing_to_turn_to(watched: Watched) -> None:
    _judge(watched, SYNTAX, **dict.fromkeys(NAMES, "broke"))
    watched.turn()
    assert watched.shown == FIRST


def test_what_was_turned_to_stays_until_it_is_mended(watched: Watched) -> None:
    _judge(watched, **{FIRST: "wrong", THIRD: "wrong"})
    watched.turn()
    assert _judge(watched, **{FIRST: "wrong", THIRD: "wrong"})[0] == THIRD
    assert watched.shown == THIRD
    _judge(watched, **{FIRST: "wrong"})
    assert watched.shown == FIRST
    _judge(watched, **{FIRST: "wrong", THIRD: "wrong"})
    assert watched.shown == FIRST


def test_what_was_mended_is_listed_until_the_next_judging(watched: Watched) -> None:
    _judge(watched, **{SECOND: "wrong", THIRD: "broke", FOURTH: "not_started"})
    assert watched.sight(everything=False).listed == frozenset()
    _judge(watched, **{THIRD: "wrong"})
    assert watched.sight(everything=False).listed == {SECOND}
    assert watched.sight(everything=True).listed == set(NAMES)
    _judge(watched, **{THIRD: "wrong"})
    assert watched.sight(everything=False).listed == frozenset()


def test_something_can_be_seen_before_everything_is_judged(watched: Watched) -> None:
    watched.begin()
    _add(watched, FIRST)
    _add(watched, SECOND, "wrong")
    sight = watched.sight(everything=False)
    assert not sight.complete
    assert sight.shown == SECOND
    assert [check.name for check in sight.report.checks] == [FIRST, SECOND]


# --- hints ---------------------------------------------------------------------------------


@pytest.fixture
def bank(tmp_path: Path) -> Bank:
    """A place in which no hint was shown."""
    (tmp_path / "exercises").mkdir()
    return Bank(tmp_path)


def test_hints_are_about_what_is_looked_at_and_become_plainer(watched: Watched, bank: Bank) -> None:
    _judge(watched, **{FIRST: "wrong", THIRD: "wrong"})
    vague, plain = watched.prompt.checks[FIRST].hints
    said = [watched.next_hint(bank, texts("en")) for _ in range(3)]
    assert said == [f"Hint 1 of 2: {vague}", *[f"Hint 2 of 2: {plain}"] * 2]
    watched.turn()
    assert watched.prompt.checks[THIRD].hints[0] in watched.next_hint(bank, texts("en"))
    assert state_folder(bank).exists()


def test_where_nothing_failed_they_are_about_what_to_start_with(
    watched: Watched, bank: Bank
) -> None:
    _judge(watched, **{SECOND: "not_started", THIRD: "not_started"})
    assert watched.prompt.checks[SECOND].hints[0] in watched.next_hint(bank, texts("en"))


def test_where_all_pass_and_where_there_are_none_it_is_said(watched: Watched, bank: Bank) -> None:
    _judge(watched)
    assert "All checks of dimension_mismatch pass" in watched.next_hint(bank, texts("en"))
    watched.prompt.checks.clear()
    _judge(watched, **{FIRST: "wrong"})
    assert watched.next_hint(bank, texts("en")) == "There are no hints for this check."


def test_a_path_is_shown_as_one_types_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert as_typed(tmp_path / "exercises" / "x.py") == Path("exercises", "x.py")
    assert as_typed(Path(os.sep, "elsewhere")) == Path(os.sep, "elsewhere")

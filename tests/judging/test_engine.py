"""The engine: small cases first, shrinking, memory, budgets, and three endings kept apart."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.database import InMemoryExampleDatabase

from graders import instrument
from graders.judging.checks import Check, check, given
from graders.judging.conversation import Reference, Student
from graders.judging.engine import Engine, PassedCases, Verdict
from graders.judging.outcomes import Fault, NoAnswer, NotStarted, Passed, Random, Wrong
from graders.judging.searching import Effort
from graders.judging.transcripts import Transcript
from graders.lab.frameworks.spellings import SPELLINGS
from graders.lab.lab import InProcessLab
from graders.lab.limits import Limits
from graders.lab.messages import Load
from graders.strategies.cases import Cases
from graders.strategies.sizes import sizes

Run = Callable[..., Verdict]


@pytest.fixture
def run() -> Iterator[Run]:
    """Run a check against an answer's text."""

    def run(wanted: Check, text: str = "", effort: Effort | None = None, **more: Any) -> Verdict:
        transcript = Transcript(SPELLINGS["torch"])
        lab = InProcessLab("torch", Limits(call_seconds=0.3))
        engine = Engine(
            Student(lab, transcript),
            Reference(InProcessLab("torch"), transcript),
            SPELLINGS["torch"],
            effort or Effort(drawn=50, seed=1),
            **more,
        )
        with lab.open():
            lab.ask(Load(text.encode(), "engine_answer", "engine_answer.py"))
            return engine.run(wanted, "key")

    return run


def _same(cases: Any = None) -> Check:
    @check(points=1)
    @given(n=sizes(1, 1000) if cases is None else cases)
    def gives_back_what_it_gets(student: Student, reference: Reference, n: int) -> None:
        assert student.same(n) == n

    return gives_back_what_it_gets


def test_a_right_answer_passes_on_small_and_drawn_cases(run: Run) -> None:
    verdict = run(_same(), "def same(n): return n")
    assert verdict.ending == Passed()
    assert verdict.complete
    assert 30 <= verdict.tried <= 53


def test_the_smallest_small_case_is_found_first(run: Run) -> None:
    verdict = run(_same(), "def same(n): return n if n < 2 else 0")
    assert (verdict.ending, verdict.case, verdict.tried) == (Wrong(), {"n": 2}, 2)


def test_what_no_small_case_shows_is_drawn_and_shrunk(run: Run) -> None:
    verdict = run(_same(), "def same(n): return n if n < 57 else 0")
    assert (verdict.ending, verdict.case) == (Wrong(), {"n": 57})


@pytest.mark.parametrize("seed", range(10))
def test_the_smallest_case_does_not_depend_on_the_seed(run: Run, seed: int) -> None:
    effort = Effort(drawn=100, seed=seed)
    assert run(_same(), "def same(n): return n if n < 57 else 0", effort).case == {"n": 57}


def test_last_time_s_small_failure_is_tried_first(run: Run) -> None:
    database = InMemoryExampleDatabase()
    wrong = "def same(n): return n if n != 3 else 0"
    assert run(_same(), wrong, database=database).tried == 3
    assert run(_same(), wrong, database=database).tried == 1
    assert run(_same(), "def same(n): return n", database=database).ending == Passed()
    assert run(_same(), wrong, database=database).tried == 3


def test_last_time_s_drawn_failure_is_tried_again(run: Run) -> None:
    database = InMemoryExampleDatabase()
    wrong = "def same(n): return n if n < 700 else 0"
    assert run(_same(), wrong, Effort(drawn=8, seed=4)).ending == Passed()
    found = run(_same(), wrong, Effort(drawn=400, seed=3), database=database)
    assert found.case == {"n": 700}
    again = run(_same(), wrong, Effort(drawn=8, seed=4), database=database)
    assert again.case == {"n": 700}


def test_an_official_run_remembers_nothing(run: Run, tmp_path: Path) -> None:
    run(_same(), "def same(n): return 0")
    assert not list(tmp_path.iterdir())


def test_an_answer_that_raises_breaks_and_is_shrunk(run: Run) -> None:
    verdict = run(_same(), "def same(n):\n    if n >= 40: raise KeyError(n)\n    return n")
    assert isinstance(verdict.ending, NoAnswer)
    assert verdict.case == {"n": 40}


def test_an_answer_that_hangs_is_not_tried_again(run: Run) -> None:
    verdict = run(_same(), "def same(n):\n    while n >= 40: pass\n    return n")
    assert isinstance(verdict.ending, NoAnswer)
    assert verdict.ending.hung
    assert verdict.case is not None
    assert verdict.case["n"] >= 40


def test_an_answer_that_changes_its_mind_is_random(run: Run) -> None:
    text = "seen = []\ndef same(n):\n    seen.append(n)\n    return n if len(seen) != 2 else 0"
    assert run(_same(), text).ending == Random()


def test_a_random_answer_among_drawn_cases_is_random_too(run: Run) -> None:
    text = "seen = []\ndef same(n):\n    seen.append(n)\n    return n if len(seen) != 20 else 0"
    assert run(_same(), text).ending == Random()


def test_a_stub_is_not_started(run: Run) -> None:
    verdict = run(_same(), "def same(n): raise NotImplementedError")
    assert verdict.ending == NotStarted("same")


def test_time_that_runs_out_is_no_pass(run: Run) -> None:
    text = "import time\ndef same(n):\n    time.sleep(0.01)\n    return n"
    verdict = run(_same(), text, Effort(drawn=100, seed=1, search_seconds=0.05))
    assert verdict.ending == Passed()
    assert not verdict.complete


def test_shrinking_stops_when_its_time_is_over_and_the_failure_stays(run: Run) -> None:
    text = "import time\ndef same(n):\n    time.sleep(0.02)\n    return n if n < 400 else 0"
    verdict = run(_same(), text, Effort(drawn=100, seed=1, shrink_seconds=0.05))
    assert verdict.ending == Wrong()
    assert verdict.case is not None
    assert verdict.case["n"] >= 400


def _faulty(body: Callable[..., None]) -> Check:
    return check(points=1)(given(n=sizes())(body))


def test_a_check_that_raises_is_the_grader_s_fault(run: Run) -> None:
    def divides(student: Student, reference: Reference, n: int) -> None:
        _ = 1 / 0

    ending = run(_faulty(divides)).ending
    assert isinstance(ending, Fault)
    assert "ZeroDivisionError" in ending.details


def test_an_assert_in_somebody_else_s_code_is_the_grader_s_fault(run: Run) -> None:
    def asks_badly(student: Student, reference: Reference, n: int) -> None:
        Cases.map(None, None)  # type: ignore[arg-type]

    assert isinstance(run(_faulty(asks_badly)).ending, Fault)


@instrument
def no_such_instrument() -> None:
    """Declared, and written nowhere."""


def test_the_reference_s_trouble_is_the_grader_s_fault(run: Run) -> None:
    def asks_nonsense(student: Student, reference: Reference, n: int) -> None:
        reference.measure(no_such_instrument)

    assert isinstance(run(_faulty(asks_nonsense)).ending, Fault)


def test_plain_hypothesis_strategies_will_do(run: Run) -> None:
    verdict = run(_same(st.integers(5, 500)), "def same(n): return n if n < 90 else 0")
    assert verdict.case == {"n": 90}


def test_a_submission_cannot_reach_hypothesis(run: Run) -> None:
    for bribe in ("hypothesis.reject()", "hypothesis.assume(False)", "pytest.skip('no')"):
        text = f"import hypothesis, pytest\ndef same(n):\n    if n > 40: {bribe}\n    return n"
        assert isinstance(run(_same(), text).ending, NoAnswer)


def test_points_and_given_are_asked_for() -> None:
    with pytest.raises(ValueError, match="points=0"):
        check(points=0)
    with pytest.raises(TypeError, match="@given"):
        check(points=1)(lambda student, reference: None)


_BELOW_500 = "def same(n): return n if n < 500 else 0"


def test_cases_that_somebody_passed_are_not_drawn_again(run: Run) -> None:
    passed: PassedCases = {}
    effort = Effort(drawn=50, seed=1, small=False)
    first = run(_same(), "def same(n): return n", effort, passed=passed)
    assert len(passed["key"]) == first.tried
    passed["key"] = passed["key"][:7]
    assert run(_same(), "def same(n): return n", effort, passed=passed).tried == 7


def test_who_fails_on_a_case_that_others_passed_sees_the_same_smallest_case(run: Run) -> None:
    passed: PassedCases = {}
    alone = run(_same(), _BELOW_500)
    run(_same(), "def same(n): return n", passed=passed)
    assert passed
    after = run(_same(), _BELOW_500, passed=passed)
    assert (after.ending, after.case) == (alone.ending, alone.case) == (Wrong(), {"n": 500})


def test_what_failed_on_a_case_that_others_passed_has_failed(run: Run) -> None:
    """Even where it is not drawn a second time."""
    passed: PassedCases = {"key": [{"n": 9_999}]}
    verdict = run(_same(), "def same(n): return n if n != 9_999 else 0", passed=passed)
    assert (verdict.ending, verdict.case) == (Wrong(), {"n": 9_999})


@pytest.mark.parametrize(
    ("text", "effort", "more"),
    [
        (_BELOW_500, Effort(drawn=50, seed=1), {}),
        ("def same(n): return n", Effort(drawn=50), {}),
        ("def same(n): return n", Effort(seed=1), {"database": InMemoryExampleDatabase()}),
        ("def same(n): return n", Effort(seed=1, search_seconds=0), {}),
    ],
    ids=["failed", "drawn afresh", "with a memory of one's own", "out of time"],
)
def test_only_whole_searches_that_are_the_same_for_all_are_kept(
    run: Run, text: str, effort: Effort, more: dict[str, Any]
) -> None:
    passed: PassedCases = {}
    run(_same(), text, effort, passed=passed, **more)
    assert not passed


def test_time_that_runs_out_on_cases_that_others_passed_is_no_pass(run: Run) -> None:
    passed: PassedCases = {"key": [{"n": n} for n in range(500)]}
    slow = "import time\ndef same(n):\n    time.sleep(0.01)\n    return n"
    effort = Effort(seed=1, search_seconds=0.1, small=False)
    assert not run(_same(), slow, effort, passed=passed).complete

"""A lab that remembers says what the lab behind it would say, and asks it no more than it must."""

import contextlib
from collections.abc import Iterator
from unittest import mock

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from owned import equip

from graders.lab import remembering
from graders.lab.lab import InProcessLab
from graders.lab.messages import Build, Clear, Died, Handle, Measure, Question, Reply, Returned
from graders.lab.remembering import RememberingLab
from graders.networks import batch, mlp

Course = list[Question]

NETS = [mlp([(None, 2)]), mlp([(3, 2), (None, 1)]), mlp([(2, 2)])]
BATCHES = [batch(2, 3), batch(2, 4)]


def _equipped() -> InProcessLab:
    """A lab that has instruments that depend on random numbers, and whose answers can be changed."""
    lab = InProcessLab("torch")
    for instrument in ("explicit_init/next_drawn", "lifecycle/modes"):
        equip(lab, instrument, "torch")
    return lab


class Noting:
    """A lab in this process that keeps a list of what it was asked."""

    def __init__(self) -> None:
        self._lab = _equipped()
        self.asked: Course = []

    def ask(self, request: Question) -> Reply:
        self.asked.append(request)
        return self._lab.ask(request)

    @contextlib.contextmanager
    def open(self) -> Iterator[None]:
        with self._lab.open():
            yield

    def asked_since(self) -> Course:
        """What it was asked since this was called last."""
        asked, self.asked = self.asked, []
        return asked


@st.composite
def _courses(draw: st.DrawFn, seeds: st.SearchStrategy[int]) -> Course:
    """All requests of one case. Few different ones, so that courses begin alike."""
    course: Course = [Clear(draw(seeds))]
    live = 0
    for _ in range(draw(st.integers(0, 6))):
        kind = draw(st.integers(0, 5)) if live else 0
        which = Handle(draw(st.integers(0, live - 1)), "") if live else None
        course.append(
            [
                Build(draw(st.sampled_from(NETS))),
                Measure("look", (which,)),
                Measure("values", (which,)),
                Measure("forward", (which, draw(st.sampled_from(BATCHES)))),
                Measure("explicit_init/next_drawn"),
                Measure("copied", (which,)),
            ][kind]
        )
        live += kind in (0, 5)
    return course


ALIKE = st.lists(_courses(st.just(1)), max_size=6)
OF_ALL_SEEDS = st.lists(_courses(st.integers(0, 2)), max_size=6)


def _asked(lab: InProcessLab | RememberingLab, course: Course) -> list[Reply]:
    return [lab.ask(request) for request in course]


def _says_the_same(courses: list[Course]) -> None:
    lab = RememberingLab(Noting())
    for course in courses:
        assert _asked(lab, course) == _asked(_equipped(), course)


@settings(deadline=None)
@given(ALIKE)
def test_its_replies_are_those_of_the_lab(courses: list[Course]) -> None:
    _says_the_same(courses)


@settings(deadline=None)
@given(OF_ALL_SEEDS)
@example(
    [
        [Clear(1), Measure("explicit_init/next_drawn")],
        [Clear(2), Measure("explicit_init/next_drawn")],
    ]
)
def test_its_replies_are_those_of_the_lab_for_every_seed(courses: list[Course]) -> None:
    _says_the_same(courses)


@settings(deadline=None)
@given(ALIKE, st.integers(1, 4))
def test_its_replies_are_the_same_when_it_has_to_forget(courses: list[Course], most: int) -> None:
    with mock.patch.object(remembering, "_MOST", most):
        _says_the_same([*courses, *courses])


@settings(deadline=None)
@given(ALIKE)
def test_what_it_was_asked_once_it_knows(courses: list[Course]) -> None:
    behind = Noting()
    lab = RememberingLab(behind)
    first = [_asked(lab, course) for course in courses]
    behind.asked_since()
    assert [_asked(lab, course) for course in courses] == first
    assert behind.asked_since() == []


@settings(deadline=None)
@given(_courses(st.just(1)))
def test_a_new_course_is_asked_once_and_in_order(course: Course) -> None:
    behind = Noting()
    _asked(RememberingLab(behind), course)
    assert behind.asked_since() == (course if len(course) > 1 else [])


KNOWN: Course = [Clear(1), Build(NETS[0]), Measure("forward", (Handle(0, ""), BATCHES[0]))]
FURTHER = Measure("values", (Handle(0, ""),))
FURTHEST = Measure("explicit_init/next_drawn")


@pytest.fixture
def behind() -> Noting:
    return Noting()


@pytest.fixture
def lab(behind: Noting) -> RememberingLab:
    """One that knows a course, and has been asked something else since."""
    lab = RememberingLab(behind)
    _asked(lab, KNOWN)
    _asked(lab, [Clear(1), Build(NETS[1])])
    behind.asked_since()
    return lab


def test_what_it_left_out_is_asked_when_something_new_is(
    lab: RememberingLab, behind: Noting
) -> None:
    _asked(lab, KNOWN)
    assert behind.asked_since() == []
    came = lab.ask(FURTHER)
    assert behind.asked_since() == [*KNOWN, FURTHER]
    assert came == _asked(_equipped(), [*KNOWN, FURTHER])[-1]


def test_what_comes_after_something_new_is_asked_alone(lab: RememberingLab, behind: Noting) -> None:
    _asked(lab, [*KNOWN, FURTHER])
    behind.asked_since()
    lab.ask(FURTHEST)
    assert behind.asked_since() == [FURTHEST]


def test_a_case_that_ends_early_costs_nothing(lab: RememberingLab, behind: Noting) -> None:
    assert _asked(lab, [Clear(1), Clear(1), KNOWN[1], Clear(1)])[-1] == Returned(None)
    assert behind.asked_since() == []


def test_the_same_question_again_in_a_case_is_another_question(behind: Noting) -> None:
    lab = RememberingLab(behind)
    course = [Clear(1), KNOWN[1], KNOWN[1]]
    for _ in range(2):
        assert _asked(lab, course)[1:] == [
            Returned(Handle(0, "Sequential")),
            Returned(Handle(1, "Sequential")),
        ]


def test_what_is_done_to_a_reply_does_not_change_what_is_remembered(behind: Noting) -> None:
    lab = RememberingLab(behind)
    course = [Clear(1), Build(NETS[0]), Measure("lifecycle/modes", (Handle(0, ""),))]
    for _ in range(3):
        reply = _asked(lab, course)[-1]
        assert isinstance(reply, Returned)
        assert reply.value == [True, True]
        reply.value.clear()


def test_it_is_open_while_the_lab_is(behind: Noting) -> None:
    with RememberingLab(behind).open():
        assert RememberingLab(behind).ask(Clear(1)) == Returned(None)


def test_that_a_lab_died_is_not_worth_remembering(lab: RememberingLab, behind: Noting) -> None:
    """A machine that is short of memory for a moment must not cost every submission its marks."""
    with mock.patch.object(behind, "ask", return_value=Died("signal")):
        assert _asked(lab, [*KNOWN, FURTHER])[-1] == Died("signal")
    expected = _asked(_equipped(), [*KNOWN, FURTHER])[-1]
    assert _asked(lab, [*KNOWN, FURTHER])[-1] == expected

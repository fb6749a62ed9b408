"""Answers: equality by value and kind, remembered for the report."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.judging.checks import Check
from graders.judging.conversation import Answer, Refused, agree, refused
from graders.judging.engine import Verdict
from graders.judging.evidence import check_report
from graders.judging.outcomes import CheckEndedError, Wrong
from graders.judging.transcripts import Transcript
from graders.lab.frameworks.spellings import SPELLINGS
from graders.lab.observations import ParameterSeen, Raised, Snapshot, Values

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


def _answer(value: Any) -> tuple[Answer, Transcript]:
    transcript = Transcript(SPELLINGS["torch"])
    return Answer(value, transcript), transcript


def _as_tuples(value: Any) -> Any:
    return tuple(map(_as_tuples, value)) if isinstance(value, list) else value


@given(PLAIN)
def test_everything_agrees_with_itself_and_as_tuples(value: Any) -> None:
    assert agree(value, value)
    assert agree(_as_tuples(value), value)


@given(PLAIN, PLAIN)
def test_agreement_implies_equality(one: Any, other: Any) -> None:
    if agree(one, other):
        assert one == other


@pytest.mark.parametrize(
    ("came", "expected"),
    [
        (True, 1),
        (False, 0),
        (1, True),
        (1.0, 1),
        (None, 0),
        ([1], [1, 1]),
        ([True], [1]),
        ({"a": True}, {"a": 1}),
        ({"a": 1}, {"a": 1, "b": 1}),
        ("1", 1),
        ([], ""),
    ],
)
def test_what_looks_alike_does_not_agree(came: Any, expected: Any) -> None:
    assert not agree(came, expected)


def test_an_exception_agrees_with_its_kind_and_those_it_extends() -> None:
    raised = Raised("Odd", "", ("ValueError", "Exception"))
    assert agree(raised, refused(ValueError))
    assert agree(raised, refused(Exception))
    assert not agree(raised, refused(TypeError))
    assert not agree(None, refused(ValueError))


def test_an_exception_agrees_if_it_carries_what_is_asked() -> None:
    raised = Raised("Odd", "", ("ValueError",), facts={"layer": 2})
    assert agree(raised, refused(ValueError, layer=2))
    assert agree(raised, refused(ValueError))
    assert not agree(raised, refused(ValueError, layer=1))
    assert not agree(raised, refused(TypeError, layer=2))
    assert not agree(Raised("Odd", "", ("ValueError",)), refused(ValueError, layer=2))


def test_an_exception_that_carries_something_shows_it() -> None:
    answer, transcript = _answer(Raised("ShapeError", "no", ("ValueError",), facts={"layer": 1}))
    assert answer != refused(ValueError, layer=2)
    assert transcript.compared is not None
    assert transcript.shown(transcript.compared.came) == "ShapeError(layer=1): no"
    assert transcript.shown(transcript.compared.expected) == "ValueError(layer=2)"
    verdict = Verdict(Wrong(), 1, complete=True, case={}, transcript=transcript)
    told = check_report(Check("raises", 1, print, {}), verdict, 0.0, {}, SPELLINGS["torch"])
    assert told.outcome == "wrong"
    assert told.trouble is None


def test_a_comparison_is_remembered_from_either_side() -> None:
    for compare in (lambda a: a == 3, lambda a: a == 3):
        answer, transcript = _answer(4)
        assert not compare(answer)
        assert transcript.compared is not None
        assert (transcript.compared.came, transcript.compared.expected) == (4, 3)
    answer, transcript = _answer([1])
    assert [1] == answer  # noqa: SIM300
    assert transcript.compared is not None


def test_attributes_and_items_are_answers() -> None:
    seen = Snapshot((ParameterSeen("weight", 0, (2, 3), "float32", "cpu"),))
    answer, transcript = _answer(seen)
    assert answer.weight_shapes[0] == (2, 3)
    assert transcript.compared is not None
    assert transcript.compared.came == (2, 3)


def test_numbers_are_compared_up_to_rounding() -> None:
    one = Values((2,), (1.0, 2.0), "float32")
    answer, _ = _answer(one)
    assert answer.close_to(Values((2,), (1.00001, 2.0), "float32"))
    assert not answer.close_to(Values((2,), (1.1, 2.0), "float32"))
    assert not answer.close_to(Values((1, 2), (1.0, 2.0), "float32"))
    not_a_number, _ = _answer(Values((1,), (float("nan"),), "float32"))
    assert not not_a_number.close_to(not_a_number)


def test_a_bare_assert_on_an_answer_is_an_author_s_mistake() -> None:
    answer, _ = _answer(True)
    with pytest.raises(TypeError, match="compare"):
        assert answer


def test_what_is_no_network_cannot_be_looked_at() -> None:
    answer, transcript = _answer(None)
    with pytest.raises(CheckEndedError) as ended:
        answer.look()
    assert ended.value.ending == Wrong()
    assert transcript.compared is not None


def test_a_misspelt_attribute_is_an_author_s_mistake() -> None:
    answer, _ = _answer(None)
    with pytest.raises(AttributeError):
        _ = answer.wieght_shapes


def test_refused_shows_its_kind() -> None:
    assert repr(Refused("ValueError")) == "ValueError"
    assert repr(refused(ValueError, layer=2)) == "ValueError(layer=2)"

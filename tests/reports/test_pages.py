"""What pages show of an answer: what differs is marked, and nothing is changed by that."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.reports.pages import compared


@pytest.mark.parametrize(
    ("one", "other", "marked"),
    [
        ("[1, 2]", "[1, 3]", ("2", "3")),
        ("[1]", "[1, 2]", ("", ", 2")),
        ("7", "8", ("", "")),
        ("same", "same", ("", "")),
        ("", "8", ("", "")),
        ("(1, 1)", "(1, 1, 1)", ("", ", 1")),
    ],
)
def test_only_the_difference_is_marked(one: str, other: str, marked: tuple[str, str]) -> None:
    pieces = compared(one, other)
    assert tuple("".join(p.text for p in side if p.differs) for side in pieces) == marked


@given(one=st.text(alphabet="[(1, 2)]é_ ", max_size=20), other=st.text(max_size=20))
def test_no_answer_is_changed_by_marking_it(one: str, other: str) -> None:
    for text, pieces in zip((one, other), compared(one, other), strict=True):
        assert "".join(piece.text for piece in pieces) == text

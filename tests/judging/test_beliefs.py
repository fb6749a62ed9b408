"""Beliefs are read, or the file says what is missing, in which table."""

from pathlib import Path

import pytest

from graders.judging.beliefs import BeliefError, belief_file, belief_names, read_belief

NAME = "a_belief"
GOOD = """
[a_belief]
look = '''
print(1)
'''
en.belief = "b"
en.why = "w"
en.truth = "t"
zh.belief = "信"
zh.why = "因"
zh.truth = "真"

[another]
look = "2"
en = {belief = "c", why = "w", truth = "t"}
"""


def _file(tmp_path: Path, text: str) -> Path:
    path = belief_file(tmp_path, "torch")
    path.write_text(text, encoding="utf-8")
    return path


def test_a_belief_is_read(tmp_path: Path) -> None:
    path = _file(tmp_path, GOOD)
    found = read_belief(path, NAME)
    assert (found.name, found.look) == (NAME, "print(1)")
    assert found.text("zh").belief == "信"
    assert found.text("fr").belief == "b"
    assert belief_names(path) == [NAME, "another"]
    assert read_belief(path, "another").text("zh").belief == "c"


def test_a_file_that_is_edited_is_read_again(tmp_path: Path) -> None:
    path = _file(tmp_path, GOOD)
    assert read_belief(path, NAME).text("en").belief == "b"
    _file(tmp_path, GOOD.replace('"b"', '"better"'))
    assert read_belief(path, NAME).text("en").belief == "better"


def test_without_a_file_there_are_no_beliefs(tmp_path: Path) -> None:
    path = belief_file(tmp_path, "keras")
    assert belief_names(path) == []
    with pytest.raises(BeliefError, match=r"\[a_belief\] is missing"):
        read_belief(path, NAME)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("look =", "lok =", r"\[a_belief\] look is missing"),
        ("en.", "fr.", r"\[a_belief\] en is missing"),
        ('en.why = "w"\n', "", r"\[a_belief\] en: .*missing required field `why`"),
        ('zh.truth = "真"', 'zh.truth = "真"\nzh.extra = "x"', r"zh: .*unknown field `extra`"),
        ("[a_belief]", "[a_belief", "Expected"),
        ("[a_belief]", "a_belief = 1\n[b]", "a_belief is no table"),
        ("look = '''\nprint(1)\n'''", "look = 1", r"\[a_belief\] look: Expected `str`"),
    ],
)
def test_a_broken_belief_names_its_file(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in GOOD
    path = _file(tmp_path, GOOD.replace(old, new))
    with pytest.raises(BeliefError, match=message) as raised:
        read_belief(path, NAME)
    assert str(path) in str(raised.value)

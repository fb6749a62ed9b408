"""Beliefs are read, or the file says what is missing."""

from pathlib import Path

import pytest

from graders.judging.beliefs import BeliefError, read_belief, read_beliefs

GOOD = """
look = '''
print(1)
'''
[en]
belief = "b"
why = "w"
truth = "t"
[zh]
belief = "信"
why = "因"
truth = "真"
"""


def _file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "a_belief.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_belief_is_read(tmp_path: Path) -> None:
    found = read_belief(_file(tmp_path, GOOD))
    assert (found.name, found.look) == ("a_belief", "print(1)")
    assert found.text("zh").belief == "信"
    assert found.text("fr").belief == "b"
    assert read_beliefs(tmp_path) == {"a_belief": found}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("look =", "lok =", "'look' is missing"),
        ("[en]", "[fr]", r"\[en\] is missing"),
        ('why = "w"\n', "", "missing required field `why`"),
        ('truth = "t"', 'truth = "t"\nextra = "x"', "unknown field `extra`"),
        ("[en]", "[en", "Expected"),
    ],
)
def test_a_broken_belief_names_its_file(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = _file(tmp_path, GOOD.replace(old, new, 1))
    with pytest.raises(BeliefError, match=message) as raised:
        read_belief(path)
    assert str(path) in str(raised.value)

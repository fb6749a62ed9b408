"""The table of mistakes says what the tool says today."""

from mistakes import MISTAKES, PAGE, page


def test_the_table_is_what_the_tool_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "python tests/docs/mistakes.py makes it anew"


def test_every_mistake_is_in_it_once() -> None:
    names = [name for name, _ in MISTAKES]
    assert len(set(names)) == len(names)

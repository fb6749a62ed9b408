"""Files are split into pieces that lose nothing, and pieces know what they bind and need."""

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.integrations.nbgrader.pieces import CellError, read_pieces, split

STATEMENTS = (
    "x = 1",
    "x = 1; y = 2",
    "import a.b, c as d",
    "from e import (\n    f,\n    g as h,\n)",
    'text = """\n# no comment\n\n  indented\n"""',
    'z = """\n"""; w = 3',
    "@decorated\n# between\n@twice(\n    1\n)\ndef i(j=1, *, k=lambda: 2):\n    # inside\n\n    return j\n    # after",
    "async def l():\n\tawait x\n\n\t# after",
    "class M(N):\n    o = 1\n\n    def p(self):\n        pass",
    "if x:\n    q = 1\nelse:\n    def r(): pass",
    "try:\n    import s\nexcept ImportError as t:\n    s = None",
    "for u in []: pass",
    "i()",
    '"a text"',
    "match x:\n    case [v, *rest]:\n        pass",
)
COMMENTS = ("", "\n", "# one\n", "\n\n# one\n# two\n", "# one\n\n\n# two\n\n", "\x0c\n")
MODULES = st.lists(st.tuples(st.sampled_from(COMMENTS), st.sampled_from(STATEMENTS)))


@given(MODULES, st.sampled_from(COMMENTS))
def test_pieces_lose_no_statement_and_no_comment(parts: list[tuple[str, str]], tail: str) -> None:
    source = "".join(f"{comments}{statement}\n" for comments, statement in parts) + tail
    pieces = split(source)
    together = "\n".join(piece.text for piece in pieces)
    assert ast.dump(ast.parse(together)) == ast.dump(ast.parse(source))
    if pieces:
        assert _lines(together) == _lines(source)


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


@given(MODULES)
def test_each_piece_can_stand_alone(parts: list[tuple[str, str]]) -> None:
    source = "\n".join(f"{comments}{statement}" for comments, statement in parts)
    for piece in split(source):
        statements = ast.parse(piece.text).body
        assert [ast.dump(n) for n in statements] == [ast.dump(n) for n in piece.nodes]


def test_comments_belong_to_what_is_below_and_indented_ones_to_what_is_above() -> None:
    first, second = split("# a\n\n# b\ndef f():\n    pass\n\n    # c\n# d\ng = 1\n# e\n")
    assert first.text == "# a\n\n# b\ndef f():\n    pass\n\n    # c"
    assert second.text == "# d\ng = 1\n# e"


@pytest.mark.parametrize(
    ("statement", "names"),
    [
        ("import a.b, c as d", {"a", "d"}),
        ("from e import f, g as h", {"f", "h"}),
        ("x, (y, *z) = 1, (2, 3)", {"x", "y", "z"}),
        ("x: int = 1", {"x"}),
        ("def f(a): b = a", {"f"}),
        ("class C:\n    d = 1", {"C"}),
        ("if p:\n    q = 1\nelse:\n    def r(): s = 1", {"q", "r"}),
        ("with open(p) as q: pass", {"q"}),
        ("p.q = r", set()),
    ],
)
def test_a_piece_knows_what_it_binds(statement: str, names: set[str]) -> None:
    assert split(statement)[0].binds == names


def test_a_piece_knows_what_it_needs_at_once_and_what_it_only_mentions() -> None:
    (piece,) = split("@a\ndef f(x: b = c) -> d:\n    return e(lambda: g)")
    assert piece.needs == {"a", "b", "c", "d"}
    assert piece.uses == {"a", "b", "c", "d", "e", "g"}
    (piece,) = split("class C(a):\n    b = c\n    def f(self, x=d): return e")
    assert piece.needs == {"a", "b", "c", "d"}
    assert split("x = lambda y=a: b")[0].needs == {"x", "a"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"def", "invalid syntax, line 1"), (b"\xff", "codec"), (b"x = '\x00'", "null bytes")],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "answer.py"
    path.write_bytes(content)
    with pytest.raises(CellError, match=reason) as raised:
        read_pieces(path)
    assert str(path) in str(raised.value)

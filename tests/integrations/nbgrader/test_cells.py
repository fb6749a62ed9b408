"""Cells hold a stub and its solution, and define what the two files define."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.integrations.nbgrader.cells import BEGIN, END, ItemCell, item_cells
from graders.integrations.nbgrader.pieces import CellError

STUB = '''\
"""The task."""

from typing import Any

import math


def half(n: int) -> int:
    """Half of it."""
    raise NotImplementedError


class Box:
    """Holds one thing."""

    def __init__(self, thing: Any) -> None:
        raise NotImplementedError

    def get(self) -> Any:
        """What is in it."""
        raise NotImplementedError  # the last one
'''

SOLUTION = '''\
"""The answer."""

# Both are of use.
from typing import Any, Final
import math
import operator as op

TWO: Final = 2
UNUSED = "nobody wants it"


def _by(n, m):
    # above
    return op.floordiv(n, m)
    # below


# Halves.
def half(n: "a number") -> Any:
    """Half of it, without a remainder."""

    # Twice the answer is n.

    text = """
# no comment
"""
    return _by(n, TWO) if text else None
    # the end


class _Base:
    kept = TWO


class Box(_Base):
    def __init__(self, thing: Any) -> None:
        self.thing = thing

    def get(self) -> Any:
        return self.thing
'''


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def cells_of(folder: Path, stub: str, solution: str, *names: str) -> list[ItemCell]:
    return item_cells(
        written(folder, "stub.py", stub), written(folder, "solution.py", solution), names
    )


def executed(cells: list[ItemCell]) -> dict[str, Any]:
    found: dict[str, Any] = {"__name__": "cells"}
    for cell in cells:
        exec(cell.source, found)
    return found


def cleared(source: str) -> str:
    """What nbgrader makes of a cell for students, in a few lines of our own."""
    lines, inside = [], False
    for line in source.split("\n"):
        if BEGIN in line:
            indent = line[: -len(line.lstrip())]
            lines += [f"{indent}# YOUR CODE HERE", f"{indent}raise NotImplementedError()"]
            inside = True
        elif END in line:
            inside = False
        elif not inside:
            lines.append(line)
    return "\n".join(lines)


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def test_a_function_gets_the_body_of_its_solution_and_its_helpers_below(tmp_path: Path) -> None:
    cell, _ = cells_of(tmp_path, STUB, SOLUTION, "half", "Box")
    assert (
        cell.source
        == '''\
from typing import Any

import math


def half(n: int) -> int:
    """Half of it."""
    ### BEGIN SOLUTION
    # Twice the answer is n.

    text = """
# no comment
"""
    return _by(n, TWO) if text else None
    # the end


# Both are of use.
from typing import Final
import operator as op

TWO: Final = 2


def _by(n, m):
    # above
    return op.floordiv(n, m)
    # below
### END SOLUTION'''
    )


def test_a_class_is_made_anew_below_its_stub(tmp_path: Path) -> None:
    _, cell = cells_of(tmp_path, STUB, SOLUTION, "half", "Box")
    assert (
        cell.source
        == '''\
from typing import Any

import math


class Box:
    """Holds one thing."""

    def __init__(self, thing: Any) -> None:
        raise NotImplementedError

    def get(self) -> Any:
        """What is in it."""
        ### BEGIN SOLUTION
        raise NotImplementedError  # the last one


UNUSED = "nobody wants it"


class _Base:
    kept = TWO


class Box(_Base):
    def __init__(self, thing: Any) -> None:
        self.thing = thing

    def get(self) -> Any:
        return self.thing
### END SOLUTION'''
    )


def test_all_cells_together_define_what_the_solution_defines(tmp_path: Path) -> None:
    found = executed(cells_of(tmp_path, STUB, SOLUTION, "half", "Box"))
    assert found["half"](7) == 3
    assert (found["Box"](5).get(), found["Box"].kept) == (5, 2)
    assert found["UNUSED"]


@pytest.mark.parametrize("names", [("half", "Box"), ("Box", "half")])
def test_without_solutions_the_cells_are_what_a_student_starts_with(
    tmp_path: Path, names: tuple[str, str]
) -> None:
    cells = cells_of(tmp_path, STUB, SOLUTION, *names)
    bare = [ItemCell(cell.name, cleared(cell.source), given=False) for cell in cells]
    found = executed(bare)
    for call in (lambda: found["half"](1), lambda: found["Box"](1)):
        with pytest.raises(NotImplementedError):
            call()
    assert not {"TWO", "_by", "_Base", "op"} & found.keys()


FUNCTION = "def f(a, b=1):\n    raise NotImplementedError\n"


@pytest.mark.parametrize(
    "solution",
    [
        "def f(a, b=2):\n    return a\n",
        "def f(a, c=1):\n    return a\n",
        "def f(a, *, b=1):\n    return a\n",
        "async def f(a, b=1):\n    return a\n",
        "@staticmethod\ndef f(a, b=1):\n    return a\n",
        "f = lambda a, b=1: a\n",
        "class f:\n    pass\n",
        "def f(a, b=1): return a\n",
        "def f(a,\n    b=1): return a\n",
        "def f(a, b=1):\n    'text'; return a\n",
        "def f(a, b=1):\n  return a\n",
        "def f(a, b=1):\n    'only a text'\n",
        "def f(a, b=1):\n    return a\nf = staticmethod(f)\n",
    ],
)
def test_what_does_not_fit_under_the_header_is_made_anew(tmp_path: Path, solution: str) -> None:
    (cell,) = cells_of(tmp_path, FUNCTION, solution, "f")
    assert f"    {BEGIN}\n    raise NotImplementedError\n\n\n" in cell.source
    region = cell.source.split("NotImplementedError\n", 1)[1]
    assert "".join(_lines(region.replace(END, ""))) == "".join(_lines(solution))


@pytest.mark.parametrize(
    ("stub", "solution", "body"),
    [
        (FUNCTION, "def f(a: int, b: int = 1) -> int:\n    return a\n", "    return a"),
        (
            FUNCTION,
            "def f(\n    a, b=1\n):\n    # why\n\n    return a\n",
            "    # why\n\n    return a",
        ),
        (
            FUNCTION,
            'def f(a, b=1):\n    """T\n# no"""\n    # why\n    return a\n',
            "    # why\n    return a",
        ),
        (FUNCTION, "def f(a, b=1):\n    @a\n    def g(): pass\n", "    @a\n    def g(): pass"),
        (FUNCTION.replace("    ", "\t"), "def f(a, b=1):\n\treturn a\n", "\treturn a"),
        (f"@cache\n{FUNCTION}", "@cache\ndef f(a, b=1):\n    return a\n", "    return a"),
        (f"async {FUNCTION}", "async def f(a, b=1):\n    await a\n", "    await a"),
    ],
)
def test_a_body_is_taken_over_as_it_is_written(
    tmp_path: Path, stub: str, solution: str, body: str
) -> None:
    (cell,) = cells_of(tmp_path, stub, solution, "f")
    header, _, last_line = stub.rstrip("\n").rpartition("\n")
    indent = last_line.removesuffix("raise NotImplementedError")
    assert cell.source == f"{header}\n{indent}{BEGIN}\n{body}\n{indent}{END}"


def test_a_stub_that_does_more_than_raise_keeps_it(tmp_path: Path) -> None:
    stub = "def f():\n    print('hello')\n    raise NotImplementedError\n"
    (cell,) = cells_of(tmp_path, stub, "def f():\n    return 1\n", "f")
    assert cell.source == (
        "def f():\n    print('hello')\n    ### BEGIN SOLUTION\n    raise NotImplementedError\n\n\n"
        "def f():\n    return 1\n### END SOLUTION"
    )


def test_a_class_that_the_stub_gives_is_a_cell_of_its_own(tmp_path: Path) -> None:
    stub = f"import math\n\nK = 1\n\n\nclass OurError(ValueError):\n    n: int\n\n\n{FUNCTION}"
    solution = "class OurError(ValueError):\n    n: int\n\n\ndef f(a, b=1):\n    raise OurError\n"
    given_cell, cell = cells_of(tmp_path, stub, solution, "OurError", "f")
    assert given_cell.source == "import math\n\nK = 1\n\n\nclass OurError(ValueError):\n    n: int"
    assert (given_cell.given, cell.given) == (True, False)
    assert cell.source.count("class OurError") == 0


def test_what_else_a_stub_has_comes_first_unless_it_needs_more(tmp_path: Path) -> None:
    stub = f"K = 1\n\n\n{FUNCTION}\n\nclass G:\n    raise NotImplementedError\n\n\nM = [G, K]\n"
    first, second = cells_of(tmp_path, stub, "def f(): pass\nclass G: pass\n", "f", "G")
    assert first.source.startswith("K = 1\n\n\ndef f")
    assert second.source.startswith("M = [G, K]\n\n\nclass G")


def test_what_is_imported_from_the_future_is_imported_once(tmp_path: Path) -> None:
    future = "from __future__ import annotations"
    stub = f"{future}\nimport math\n\n{FUNCTION}\n{FUNCTION.replace('f(', 'g(')}"
    solution = f"{future}\ndef f(a, b=1): pass\ndef g(a, b=1): pass\n"
    first, second = cells_of(tmp_path, stub, solution, "f", "g")
    assert first.source.startswith(f"{future}\nimport math\n\n\ndef f")
    assert second.source.startswith("import math\n\n\ndef g")
    compile(f"{first.source}\n{second.source}", "cells", "exec")


def test_a_helper_waits_for_what_it_needs_at_once(tmp_path: Path) -> None:
    stub = "def f():\n    raise NotImplementedError\nclass G:\n    def g(self):\n        raise NotImplementedError\n"
    solution = """\
class G:
    n = 4


class _H(G):
    pass


_MADE = _H()


def f():
    return _MADE.n
"""
    cells = cells_of(tmp_path, stub, solution, "f", "G")
    assert "_H" not in cells[0].source
    assert executed(cells)["f"]() == 4


@pytest.mark.parametrize(
    ("stub", "solution", "message"),
    [
        (FUNCTION, "g = 1\n", r"solution.py does not define f, which the prompt asks for"),
        ("g = 1\n", FUNCTION, r"stub.py does not define f"),
        ("def f(): pass\n", FUNCTION, r"stub.py: nothing in it raises NotImplementedError"),
        (FUNCTION + "    return a\n", "def f(): pass\n", "f has to end in a line `raise Not"),
        ("def f(): raise NotImplementedError\n", "def f(): pass\n", "f has to end in a line"),
        (f"{FUNCTION}\nf = f\n", "def f(): pass\n", "f has to end in a line"),
        (
            FUNCTION,
            "from __future__ import annotations\ndef f(): pass\n",
            "__future__ has to stand",
        ),
        (FUNCTION, "def f():\n    ### BEGIN SOLUTION\n    pass\n", "are nbgrader's own marks"),
        (FUNCTION, "# END SOLUTION\ndef f(): pass\n", "are nbgrader's own marks"),
        (FUNCTION, "def f(:\n", "Python cannot read .*solution.py: .*line 1"),
    ],
)
def test_what_cannot_be_put_into_cells_is_refused(
    tmp_path: Path, stub: str, solution: str, message: str
) -> None:
    with pytest.raises(CellError, match=message):
        cells_of(tmp_path, stub, solution, "f")


def test_two_functions_in_one_statement_are_refused(tmp_path: Path) -> None:
    stub = f"{FUNCTION}\n\ndef g():\n    raise NotImplementedError\n"
    solution = "if True:\n    def f(): pass\n    def g(): pass\n"
    with pytest.raises(CellError, match="defines f and g in one statement"):
        cells_of(tmp_path, stub, solution, "f", "g")


def test_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    stub = written(tmp_path, "stub.py", FUNCTION)
    with pytest.raises(CellError, match=r"cannot read .*nowhere\.py: No such file"):
        item_cells(stub, tmp_path / "nowhere.py", ["f"])


# --- any program ------------------------------------------------------------------------------

FORMS = {
    "constant": ("{name} = {total}", "{name}"),
    "helper": ("# why\ndef {name}():\n    return {total}", "{name}()"),
    "function": ("def {name}():\n    # why\n    return {total}", "{name}()"),
    "annotated": ("def {name}() -> int:\n    return {total}", "{name}()"),
    "decorated": ("@_same\ndef {name}():\n    return {total}", "{name}()"),
    "class": (
        "class {name}(_Base):\n    def get(self):\n        return {total}",
        "{name}().get()",
    ),
}
PUBLIC = ("function", "annotated", "decorated", "class")
STUBS = {
    "class": "class {name}:\n    def get(self):\n        raise NotImplementedError",
    "function": 'def {name}():\n    """A text."""\n    raise NotImplementedError',
}


@st.composite
def programs(draw: st.DrawFn) -> tuple[str, str, dict[str, tuple[str, int]]]:
    """A stub, its solution, and how each of its functions is called, with what it gives.

    A function uses whatever stands above it, a constant only constants: it does so at once.
    """
    kinds = [*draw(st.lists(st.sampled_from(sorted(FORMS)), max_size=7)), draw(_public())]
    parts = ["def _same(f):\n    return f", "class _Base:\n    pass"]
    calls: dict[str, tuple[str, int]] = {}
    for n, kind in enumerate(kinds):
        usable = [name for name in calls if kind != "constant" or name.startswith("constant")]
        used = draw(st.lists(st.sampled_from(usable), max_size=3)) if usable else []
        name = f"{kind}_{n}"
        text, call = (form.replace("{name}", name) for form in FORMS[kind])
        total = " + ".join([str(2**n), *(calls[other][0] for other in used)])
        calls[name] = call, 2**n + sum(calls[other][1] for other in used)
        parts.append(text.format(total=total))
    public = {name: call for name, call in calls.items() if name.startswith(PUBLIC)}
    stub = [STUBS["class" if name.startswith("class") else "function"] for name in public]
    written = [text.format(name=name) for text, name in zip(stub, public, strict=True)]
    shown = draw(st.permutations(list(public)))
    return "\n\n".join(written), "\n\n".join(parts), {name: public[name] for name in shown}


def _public() -> st.SearchStrategy[str]:
    return st.sampled_from(PUBLIC)


@given(program=programs())
def test_cells_of_any_program_give_what_the_program_gives(
    tmp_path_factory: pytest.TempPathFactory,
    program: tuple[str, str, dict[str, tuple[str, int]]],
) -> None:
    stub, solution, calls = program
    folder = tmp_path_factory.mktemp("program")
    cells = cells_of(folder, stub, solution, *calls)
    found = executed(cells)
    assert {name: eval(call, found) for name, (call, _) in calls.items()} == {
        name: value for name, (_, value) in calls.items()
    }
    sources = "\n".join(cell.source for cell in cells)
    assert all(_lines(sources).count(line) >= 1 for line in _lines(solution) if "def " not in line)
    for cell in cells:
        with pytest.raises(NotImplementedError):
            eval(calls[cell.name][0], executed([replace(cell, source=cleared(cell.source))]))

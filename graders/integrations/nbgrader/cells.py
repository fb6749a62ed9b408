"""The code cells of a notebook: a stub's functions, with the solution between nbgrader's marks.

    def tie(first, second):
        \"\"\"Make two layers share their parameters.\"\"\"
        ### BEGIN SOLUTION
        target.weight = _source(first, second).weight


    def _source(first, second): ...
    ### END SOLUTION

nbgrader puts `raise NotImplementedError()` in place of a region, indented as its first line is. So
the helpers of a solution can stand in the region too, at the top level, below the function.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from graders.integrations.nbgrader.pieces import (
    CellError,
    Piece,
    first_line,
    imported,
    is_docstring,
    only_importing,
    read_pieces,
)

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
BEGIN_HIDDEN, END_HIDDEN = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"
_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class ItemCell:
    """A cell for one function or class of a stub. `given`: the stub leaves nothing to do in it."""

    name: str
    source: str
    given: bool


@dataclass(frozen=True)
class _Part:
    """A piece of a file, and the function or class that it defines, None for all the rest."""

    piece: Piece
    item: str | None


def item_cells(stub: Path, solution: Path, names: Sequence[str]) -> list[ItemCell]:
    """A cell for each of these functions and classes, in this order.

    Each begins with the stub's imports. Whatever else the stub has is in the first cell; helpers of
    the solution are in the first cell that uses them. All cells together define what the two files
    define. CellError says what cannot be put into cells.
    """
    frame = _parts(stub, names)
    to_do = [name for name in names if _to_do(stub, name, _item(frame, name))]
    if not to_do:
        raise CellError(f"{stub}: nothing in it raises NotImplementedError: nothing is left to do")
    answer = _news(_parts(solution, to_do), frame)
    if any(_of_future(part.piece) for part in answer):
        raise CellError(f"{solution}: what it imports from __future__ has to stand in {stub} too")
    imports = [part.piece for part in frame if part.piece.imports]
    rest = [part for part in frame if not part.piece.imports]
    given = _placed(rest, names, [names[0]] * len(rest))
    solved = _placed(answer, to_do, _first_users(answer, to_do))
    cells = []
    for name in names:
        above = [*imports, *(part.piece for part in given[name] if part.item is None)]
        item = _item(frame, name)
        text = _filled(item[0], solved[name]) if name in to_do else _joined(item)
        source = f"{_joined(above)}\n\n\n{text}" if above else text
        cells.append(ItemCell(name, source, name not in to_do))
        imports = [piece for piece in imports if not _of_future(piece)]  # in the first cell only
    return cells


def _parts(path: Path, names: Sequence[str]) -> list[_Part]:
    """The parts of a file that has to define these names."""
    parts = []
    for piece in read_pieces(path):
        items = [name for name in names if name in piece.binds]
        if len(items) > 1:
            raise CellError(f"{path} defines {' and '.join(items)} in one statement")
        if any(mark.strip("# ") in piece.text for mark in (BEGIN, END)):
            raise CellError(f"{path}: {BEGIN!r} and {END!r} are nbgrader's own marks")
        parts.append(_Part(piece, items[0] if items else None))
    missing = set(names) - {part.item for part in parts}
    if missing:
        raise CellError(f"{path} does not define {min(missing)}, which the prompt asks for")
    return parts


def _item(parts: list[_Part], name: str) -> list[Piece]:
    """All that defines one function or class."""
    return [part.piece for part in parts if part.item == name]


def _to_do(path: Path, name: str, item: list[Piece]) -> bool:
    """Whether a student has to write it: whether it raises NotImplementedError, in its last line."""
    nodes = [node for piece in item for node in piece.nodes]
    raises = [node for statement in nodes for node in ast.walk(statement) if _unwritten(node)]
    if not raises:
        return False
    last_line = item[0].code.split("\n")[-1].strip()
    if len(nodes) > 1 or not last_line.startswith("raise NotImplementedError"):
        raise CellError(f"{path}: {name} has to end in a line `raise NotImplementedError`")
    return True


def _unwritten(node: ast.AST) -> bool:
    """Whether it is a `raise NotImplementedError`, with or without a message."""
    if not isinstance(node, ast.Raise):
        return False
    error = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    return isinstance(error, ast.Name) and error.id == "NotImplementedError"


def _news(answer: list[_Part], frame: list[_Part]) -> list[_Part]:
    """What the solution has and the stub has not."""
    known = {part.piece.meaning for part in frame}
    known_imports = {key for part in frame for key in imported(part.piece)}
    found = []
    for part in answer:
        left = {key for key in imported(part.piece) if key not in known_imports}
        if part.item is not None:
            found.append(part)
        elif part.piece.imports and left:
            found.append(_Part(only_importing(part.piece, left), None))
        elif not part.piece.imports and part.piece.meaning not in known:
            found.append(part)
    return found


def _first_users(parts: list[_Part], names: Sequence[str]) -> list[str]:
    """For each part the first item that uses it, also through other parts; else the last item."""
    users: dict[int, str] = {}
    for name in names:
        reached = _item(parts, name)
        while reached:
            uses = reached.pop().uses
            for index, part in enumerate(parts):
                if part.item is None and index not in users and part.piece.binds & uses:
                    users[index] = name
                    reached.append(part.piece)
    return [users.get(index, names[-1]) for index in range(len(parts))]


def _placed(parts: list[_Part], names: Sequence[str], wanted: list[str]) -> dict[str, list[_Part]]:
    """The parts by the cell that they go to: the one wanted, or later, after all that they need."""
    placed: dict[str, list[_Part]] = {name: [] for name in names}
    for part, name in zip(parts, wanted, strict=True):
        needed = [
            number
            for number, earlier in enumerate(names)
            if any(other.piece.binds & part.piece.needs for other in placed[earlier])
            or any(piece.binds & part.piece.needs for piece in _item(parts, earlier))
        ]
        place = max([names.index(name), *needed]) if part.item is None else names.index(part.item)
        placed[names[place]].append(part)
    return placed


def _filled(stub: Piece, solved: list[_Part]) -> str:
    """The stub's item with the solution in place of its last line.

    A function's body goes where the body belongs, and what it uses below. Where the header of the
    solution is another one, or it is a class, which may have other bases, all of it goes below.
    """
    above, _, last_line = stub.text.rpartition("\n")
    indent = last_line[: -len(last_line.lstrip())]
    body = _fitting_body(stub, [part.piece for part in solved if part.item is not None], indent)
    below = [part.piece for part in solved if body is None or part.item is None]
    region = [f"{indent}{BEGIN}", last_line if body is None else body]
    if below:
        region += ["", "", _joined(below)]
    return "\n".join([above, *region, f"{'' if below else indent}{END}"])


def _fitting_body(stub: Piece, solution: list[Piece], indent: str) -> str | None:
    """The body of a solution's function, if it can be put under the header of the stub's."""
    nodes = [node for piece in solution for node in piece.nodes]
    frame, node = stub.nodes[0], nodes[0]
    if len(nodes) > 1 or not isinstance(frame, _Function) or not isinstance(node, _Function):
        return None
    work = _work(node)
    if _header(frame) != _header(node) or len(_work(frame)) > 1 or not work:
        return None
    lines = solution[0].code.split("\n")
    offset = first_line(node)
    start = first_line(work[0]) - offset
    if not lines[start].startswith(indent) or work[0].col_offset != len(indent):
        return None
    top = (node.body[0].end_lineno or 0) - offset + 1 if is_docstring(node.body[0]) else 1
    while start > top and lines[start - 1].strip()[:1] in ("", "#"):
        start -= 1
    return "\n".join(lines[start:]).strip("\n")


def _work(node: _Function) -> list[ast.stmt]:
    """What a function does: its body without the docstring."""
    return node.body[1:] if is_docstring(node.body[0]) else node.body


def _header(node: _Function) -> str:
    """How a function is called, and what decorates it. Annotations do not count."""
    bare = copy.deepcopy(node)
    bare.name, bare.body, bare.returns = "", [], None
    for part in ast.walk(bare.args):
        if isinstance(part, ast.arg):
            part.annotation = None
    return ast.dump(bare)


def _of_future(piece: Piece) -> bool:
    return any(module == "__future__" for module, *_ in imported(piece))


def _joined(pieces: Sequence[Piece]) -> str:
    """The pieces below one another, functions and classes two lines apart from the rest."""
    gaps = ["" if not pieces else pieces[0].text]
    gaps += [_gap(before, after) + after.text for before, after in pairwise(pieces)]
    return "".join(gaps)


def _gap(before: Piece, after: Piece) -> str:
    if before.defines or after.defines:
        return "\n\n\n"
    return "\n\n" if after.apart or before.imports != after.imports else "\n"

"""A Python file in pieces: its top-level statements, each with the comments that belong to it."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

_FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_IMPORT = (ast.Import, ast.ImportFrom)
_SCOPE = (*_FUNCTION, ast.ClassDef)


class CellError(ValueError):
    """A file that cannot be made into cells: names the file, and says what is in the way."""


@dataclass(frozen=True)
class Piece:
    """A statement with the comments above it; several statements where they share a line.

    `apart` says that an empty line stands above it.
    """

    comments: str
    code: str
    nodes: list[ast.stmt]
    apart: bool

    @property
    def text(self) -> str:
        """Comments and code, as they were written."""
        return f"{self.comments}\n{self.code}" if self.comments else self.code

    @cached_property
    def binds(self) -> frozenset[str]:
        """The names that it gives a meaning to."""
        return frozenset(name for node in self.nodes for name in _bound(node))

    @cached_property
    def uses(self) -> frozenset[str]:
        """The names that it mentions anywhere."""
        return _mentioned(child for node in self.nodes for child in ast.walk(node))

    @cached_property
    def needs(self) -> frozenset[str]:
        """The names that have to be there when it is executed, not only when it is called."""
        return _mentioned(child for node in self.nodes for child in _executed(node))

    @property
    def imports(self) -> bool:
        """Whether it is an import and nothing else."""
        return all(isinstance(node, _IMPORT) for node in self.nodes)

    @property
    def defines(self) -> bool:
        """Whether it has a function or a class in it."""
        return any(isinstance(node, _SCOPE) for node in self.nodes)

    @property
    def meaning(self) -> str:
        """The same for pieces that differ in layout and comments only."""
        return " ".join(map(ast.dump, self.nodes))


def split(source: str) -> list[Piece]:
    """The pieces of a program, in order; together they hold all its statements and comments.

    A comment belongs to the statement below it; an indented one, and the last ones of a file, to
    the statement above.
    """
    lines = source.split("\n")
    groups = _groups(ast.parse(source))
    starts = [first_line(group[0]) - 1 for group in groups]
    ends = [max(node.end_lineno or 0 for node in group) for group in groups]
    pieces = []
    above = 0
    for index, group in enumerate(groups):
        following = starts[index + 1] if index + 1 < len(groups) else None
        end = _end(lines, ends[index], following)
        comments = "\n".join(lines[above : starts[index]])
        code = "\n".join(lines[starts[index] : end]).rstrip("\n")
        apart = starts[index] > above and not lines[above].strip()
        pieces.append(Piece(comments.strip("\n"), code, group, apart))
        above = end
    return pieces


def read_pieces(path: Path) -> list[Piece]:
    """The pieces of a file, without its docstring."""
    try:
        pieces = split(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CellError(f"cannot read {path}: {error.strerror}") from error
    except SyntaxError as error:
        raise CellError(f"Python cannot read {path}: {error.msg}, line {error.lineno}") from error
    except ValueError as error:
        raise CellError(f"Python cannot read {path}: {error}") from error
    return pieces[1:] if pieces and is_docstring(pieces[0].nodes[0]) else pieces


def is_docstring(node: ast.stmt) -> bool:
    """Whether it is nothing but a text."""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def first_line(node: ast.stmt) -> int:
    """The line on which a statement begins, its decorators included."""
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


def imported(piece: Piece) -> set[tuple[str, str, str | None]]:
    """What a piece imports: the module, the name in it, and the name it gets here."""
    statements = [node for node in piece.nodes if isinstance(node, _IMPORT)]
    return {_imported(node, alias) for node in statements for alias in node.names}


def only_importing(piece: Piece, wanted: set[tuple[str, str, str | None]]) -> Piece:
    """The same imports without those that are not wanted."""
    if imported(piece) == wanted:
        return piece
    nodes: list[ast.stmt] = []
    for node in piece.nodes:
        if isinstance(node, _IMPORT):
            left = copy.copy(node)
            left.names = [alias for alias in node.names if _imported(node, alias) in wanted]
            nodes += [left] if left.names else []
    return replace(piece, code="\n".join(map(ast.unparse, nodes)), nodes=nodes)


def _imported(node: ast.Import | ast.ImportFrom, alias: ast.alias) -> tuple[str, str, str | None]:
    module = "." * node.level + (node.module or "") if isinstance(node, ast.ImportFrom) else ""
    return module, alias.name, alias.asname


def _groups(tree: ast.Module) -> list[list[ast.stmt]]:
    """The top-level statements; those that share a line are kept together."""
    groups: list[list[ast.stmt]] = []
    for node in tree.body:
        if groups and first_line(node) <= (groups[-1][-1].end_lineno or 0):
            groups[-1].append(node)
        else:
            groups.append([node])
    return groups


def _end(lines: list[str], end: int, following: int | None) -> int:
    """The line up to which a piece goes: past the indented comments below its last statement."""
    if following is None:
        return len(lines)
    indented = [n for n in range(end, following) if lines[n].strip() and lines[n][0].isspace()]
    return indented[-1] + 1 if indented else end


def _bound(node: ast.AST) -> Iterator[str]:
    """The names that a node gives a meaning to outside it."""
    if isinstance(node, ast.alias):
        yield node.asname or node.name.split(".")[0]
    elif isinstance(node, ast.Name):
        if not isinstance(node.ctx, ast.Load):
            yield node.id
    else:
        name = getattr(node, "name", None)  # of a function, a class, an exception, a pattern
        if isinstance(name, str):
            yield name
        if not isinstance(node, _SCOPE):
            for child in ast.iter_child_nodes(node):
                yield from _bound(child)


def _executed(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes but those in the bodies of functions."""
    yield node
    body = {id(child) for child in _body(node)} if isinstance(node, _FUNCTION) else set()
    for child in ast.iter_child_nodes(node):
        if id(child) not in body:
            yield from _executed(child)


def _body(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> list[ast.AST]:
    """What is executed when a function is called."""
    return [node.body] if isinstance(node, ast.Lambda) else list(node.body)


def _mentioned(nodes: Iterator[ast.AST]) -> frozenset[str]:
    return frozenset(node.id for node in nodes if isinstance(node, ast.Name))

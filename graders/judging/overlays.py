"""Wrong answers that say only what is wrong: what they define is put over a right answer that they name.

Below its docstring such a file has the line `# The rest: solution`, or `# The rest: right/<idea>`. Each
function, class and assignment of its own stands in for the one of the same name there, with the
comments above it. What has no counterpart stays above what follows it, and imports join the imports.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

_REST = re.compile(r"^# The rest:[ \t]*(.*?)[ \t]*$", re.MULTILINE)
_BASE = re.compile(r"solution|right/([a-z][a-z0-9_]*)")
_FORMS = "write `# The rest: solution`, or `# The rest: right/<idea>`"


class OverlayError(ValueError):
    """A sample answer that cannot be put together: file, line, what is wrong, what to do."""

    def __init__(self, file: Path, line: int, problem: str, remedy: str) -> None:
        super().__init__(f"{file}, line {line}: {problem}: {remedy}")
        self.file, self.line, self.problem, self.remedy = file, line, problem, remedy


@dataclass(frozen=True)
class Source:
    """A file's text; the path is for messages only."""

    text: str
    path: Path


def read_sample(path: Path) -> str:
    """The whole program of a sample answer; `OverlayError` if there is none."""
    own = _read(path)
    rest = _REST.search(own.text)
    if rest is None:
        return own.text
    base = _base_path(path, rest[1], _line_of(own.text, rest))
    if not base.is_file():
        problem = f"the rest is to come from {rest[1]}, which is not there"
        remedy = f"name one of {', '.join(_right_answers(path))}"
        raise OverlayError(path, _line_of(own.text, rest), problem, remedy)
    return composed(own, _read(base))


def composed(overlay: Source, base: Source) -> str:
    """The text of `base` with what `overlay` defines in its place; `OverlayError` if it cannot be."""
    rest = _REST.search(overlay.text)
    own_text = _REST.sub("", overlay.text, count=1)
    own, under = _blocks(replace(overlay, text=own_text)), _blocks(base)
    placed: dict[int, list[_Block]] = {}
    waiting: list[_Block] = []
    for block in own:
        if block.is_docstring or block.is_import:
            continue
        waiting.append(block)
        place = _place(block, under, overlay, base)
        if place in placed:
            raise OverlayError(
                overlay.path, block.line, "it is defined twice", "keep one of the two"
            )
        if place is not None:
            placed[place] = waiting
            waiting = []
    if not placed:
        names = ", ".join(sorted(name for block in under for name in block.names))
        line = _line_of(overlay.text, rest) if rest else 1
        problem = f"it replaces nothing of {base.path.name}"
        raise OverlayError(overlay.path, line, problem, f"define one of {names} anew")
    placed[max(placed, key=lambda at: placed[at][-1].line)] += waiting
    return _joined([*_head(own, under), *_body(under, placed)])


def names_defined(text: str) -> set[str]:
    """The functions, classes and assigned names at the top of a program."""
    return {name for node in ast.parse(text).body for name in _names(node)}


@dataclass(frozen=True)
class _Block:
    """A statement at the top of a file, with the lines above it that belong to no other."""

    names: frozenset[str]
    lines: tuple[str, ...]
    line: int
    code: str
    is_docstring: bool = False
    is_import: bool = False
    is_definition: bool = False

    @property
    def blank_lines_above(self) -> int:
        """How many blank lines it begins with."""
        return next((n for n, line in enumerate(self.lines) if line.strip()), len(self.lines))


def _read(path: Path) -> Source:
    try:
        return Source(path.read_text(encoding="utf-8"), path)
    except UnicodeDecodeError as error:
        raise OverlayError(path, 1, f"is not UTF-8: {error.reason}", "save it as UTF-8") from error


def _base_path(path: Path, named: str, line: int) -> Path:
    match = _BASE.fullmatch(named)
    if match is None:
        problem = f"the rest cannot come from {named!r}: expected a right answer's name"
        raise OverlayError(path, line, problem, _FORMS)
    folder = path.parent.parent
    idea = match[1]
    return folder / "right" / f"{idea}.{_ending(path)}" if idea else folder / _ending(path)


def _right_answers(path: Path) -> list[str]:
    """What a wrong answer at this path can name."""
    folder, ending = path.parent.parent, _ending(path)
    ideas = sorted(other.name.partition(".")[0] for other in (folder / "right").glob(f"*.{ending}"))
    solution = ["solution"] if (folder / ending).is_file() else []
    return [*solution, *(f"right/{idea}" for idea in ideas)]


def _ending(path: Path) -> str:
    """`for_torch.py`: what all answers in a framework end in."""
    return path.name.partition(".")[2]


def _line_of(text: str, match: re.Match[str]) -> int:
    return text.count("\n", 0, match.start()) + 1


def _blocks(source: Source) -> list[_Block]:
    """The file's statements in their order. What stands below the last one goes with it."""
    try:
        nodes = ast.parse(source.text).body
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        said = getattr(error, "msg", str(error))
        raise OverlayError(source.path, line, f"cannot be read: {said}", "mend it") from error
    lines = source.text.rstrip().split("\n")
    ends = [*(node.end_lineno or node.lineno for node in nodes[:-1]), len(lines)]
    found: list[_Block] = []
    start = 0
    for number, (node, end) in enumerate(zip(nodes, ends, strict=False)):
        if node.lineno <= start:
            problem = "two statements stand on this line"
            raise OverlayError(source.path, node.lineno, problem, "give each a line of its own")
        found.append(_block(node, tuple(lines[start:end]), is_first=number == 0))
        start = end
    return found


def _block(node: ast.stmt, lines: tuple[str, ...], *, is_first: bool) -> _Block:
    is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return _Block(
        frozenset(_names(node)),
        lines,
        node.lineno,
        ast.unparse(node),
        is_docstring=is_first and is_text,
        is_import=isinstance(node, ast.Import | ast.ImportFrom),
        is_definition=isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef),
    )


def _names(node: ast.stmt) -> Iterator[str]:
    """What a statement defines."""
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Assign(targets=targets):
            yield from (n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name))
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name


def _place(block: _Block, under: list[_Block], overlay: Source, base: Source) -> int | None:
    """Which statement below the block stands in for; None if it is new."""
    places = [number for number, other in enumerate(under) if other.names & block.names]
    if not places:
        return None
    if len(places) > 1 or under[places[0]].names != block.names:
        names = ", ".join(sorted(block.names))
        problem = f"it is not one statement that defines {names} in {base.path.name}"
        remedy = "define the same names as one statement there"
        raise OverlayError(overlay.path, block.line, problem, remedy)
    return places[0]


def _head(own: list[_Block], under: list[_Block]) -> Iterator[_Block]:
    """The overlay's docstring, then what is imported: by the base first."""
    yield from (block for block in own if block.is_docstring)
    imports = _first_imports(under)
    yield from imports
    known = {block.code for block in imports}
    new = [block for block in own if block.is_import and block.code not in known]
    for number, block in enumerate(new):
        above = 0 if imports or number else 1
        yield replace(block, lines=("",) * above + block.lines[block.blank_lines_above :])


def _first_imports(blocks: list[_Block]) -> list[_Block]:
    found = []
    for block in blocks:
        if block.is_import:
            found.append(block)
        elif not block.is_docstring:
            break
    return found


def _body(under: list[_Block], placed: dict[int, list[_Block]]) -> Iterator[_Block]:
    """What follows the first imports of the base, with what the overlay has instead."""
    imports = _first_imports(under)
    for number, block in enumerate(under):
        if not block.is_docstring and block not in imports:
            yield from placed.get(number, [block])


def _joined(blocks: list[_Block]) -> str:
    """A file: two blank lines around functions and classes, elsewhere what is written."""
    lines: list[str] = []
    for number, block in enumerate(blocks):
        above = min(block.blank_lines_above, 2)  # the line that names the rest leaves one more
        if number and (block.is_definition or blocks[number - 1].is_definition):
            above = 2
        lines += ["" for _ in range(above if number else 0)]
        lines += block.lines[block.blank_lines_above :]
    return "\n".join(lines) + "\n"

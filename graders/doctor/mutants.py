"""Mutates reference solutions with cosmic-ray, and tells which mutants the checks let live.

A mutant that lives is either a hole in a check, or equivalent: then `survivors.toml` beside the
solution says why, by the line before and after.
"""

from __future__ import annotations

import ast
import difflib
import tempfile
import tomllib
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from msgspec import Struct

from graders.doctor.proofs import labs_of, one_thread
from graders.judging.exercises import Bank, Exercise
from graders.judging.judge import OFFICIAL_SEED, Judge
from graders.judging.searching import Effort
from graders.lab.environments import Environment
from graders.lab.limits import Limits

# They change how things are compared, by identity or by value, where both come to the same: `None`,
# flags, small numbers.
_SAME = ("Eq_Is", "NotEq_IsNot", "Is_Eq", "IsNot_NotEq")
_CALL_SECONDS = 1.0


class NoMutatorError(ImportError):
    """cosmic-ray is not installed."""


class Mutant(Struct, frozen=True):
    """One change of a solution: the line before and after, and the whole text."""

    exercise: str
    before: str
    after: str
    text: str

    @property
    def change(self) -> str:
        """The change on one line: its key in `survivors.toml`."""
        return f"{self.before} -> {self.after}"


class Fate(Struct, frozen=True):
    """What became of a mutant: the check that killed it, or the reason why it is equivalent."""

    exercise: str
    change: str
    killed_by: str
    equivalent: str

    @property
    def lives(self) -> bool:
        """Whether nobody noticed it and nobody says why."""
        return not self.killed_by and not self.equivalent


def mutants_of(exercise: Exercise, framework: str) -> list[Mutant]:
    """All different mutants of an exercise's solution."""
    source = exercise.solution(framework).read_text(encoding="utf-8")
    seen = {_meaning(source), ""}
    found = []
    for text in _mutations(source):
        meaning = _meaning(text)
        if meaning not in seen:
            seen.add(meaning)
            found.append(Mutant(exercise.name, *_changed_lines(source, text), text))
    return found


def fates(
    bank: Bank,
    mutants: list[Mutant],
    framework: str,
    *,
    drawn: int,
    jobs: int,
    environment: Environment | None = None,
) -> Iterator[Fate]:
    """Judge each mutant until a check fails, `jobs` at a time."""
    tasks = [
        _Task(bank.exercise(mutant.exercise).root, framework, mutant, drawn, environment)
        for mutant in mutants
    ]
    if jobs == 1:
        yield from map(_fate, tasks)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=one_thread) as pool:
        yield from pool.map(_fate, tasks, chunksize=4)


def _mutations(source: str) -> Iterator[str]:
    """What cosmic-ray's operators make of a text, one change at a time."""
    try:
        from cosmic_ray.mutating import mutate_code  # noqa: PLC0415  an extra
        from cosmic_ray.plugins import get_operator, operator_names  # noqa: PLC0415
    except ImportError as error:
        raise NoMutatorError("--mutants needs cosmic-ray: pip install -e '.[mutants]'") from error
    for name in sorted(operator_names()):
        operator = get_operator(name)
        if name.endswith(_SAME) or operator.arguments():  # those with arguments ask for names
            continue
        occurrence = 0
        while (text := mutate_code(source, operator(), occurrence)) is not None:
            yield text
            occurrence += 1


def _meaning(text: str) -> str:
    """A program without what does not count: docstrings and annotations. Empty if it is broken."""
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return ""
    return ast.dump(_Bare().visit(tree))


class _Bare(ast.NodeTransformer):
    """Takes annotations and docstrings away."""

    def visit_arg(self, node: ast.arg) -> ast.AST:
        """An argument without its annotation."""
        node.annotation = None
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        """A function without its annotation and its docstring."""
        self.generic_visit(node)
        node.returns = None
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> Any:
        """An assignment without its annotation."""
        if node.value is None:
            return None
        return ast.Assign([node.target], node.value, lineno=node.lineno)

    def visit_Expr(self, node: ast.Expr) -> Any:
        """No docstrings."""
        return None if isinstance(node.value, ast.Constant) else node


def _changed_lines(source: str, text: str) -> tuple[str, str]:
    before, after = [], []
    for line in difflib.ndiff(source.splitlines(), text.splitlines()):
        if line.startswith("- "):
            before.append(line[2:].strip())
        elif line.startswith("+ "):
            after.append(line[2:].strip())
    return " ".join(before), " ".join(after)


class _Task(Struct, frozen=True):
    root: Path
    framework: str
    mutant: Mutant
    drawn: int
    environment: Environment | None


def _fate(task: _Task) -> Fate:
    exercise = Bank(task.root, framework=task.framework).exercise(task.mutant.exercise)
    limits = Limits(call_seconds=_CALL_SECONDS)
    judge = Judge(
        task.framework,
        Effort(drawn=task.drawn, seed=OFFICIAL_SEED, shrink_seconds=0),
        diagnose=False,
        labs=labs_of(task.framework, limits, "cpu", 1, task.environment),
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"for_{task.framework}.py"
        path.write_text(task.mutant.text, encoding="utf-8")
        with judge.opened(exercise, path) as judging:
            reports = (judging.run(check) for check in exercise.checks)
            killer = next((report.name for report in reports if report.outcome != "passed"), "")
    reason = "" if killer else _reasons(exercise).get(task.mutant.change, "")
    return Fate(exercise.name, task.mutant.change, killer, reason)


def _reasons(exercise: Exercise) -> dict[str, str]:
    """Why mutants that live are equivalent, by their change."""
    path = exercise.solution("").parent / "survivors.toml"
    if not path.exists():
        return {}
    found: dict[str, str] = tomllib.loads(path.read_text(encoding="utf-8"))
    return found

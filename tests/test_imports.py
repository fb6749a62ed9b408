"""Who may import whom: import-linter's contracts, and what importing really loads."""

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from graders.judging.exercises import Bank

ROOT = Bank().root


def test_the_rooms_are_held_apart() -> None:
    run = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert run.returncode == 0, run.stdout
    assert "0 broken" in run.stdout


PROGRAMS = sorted(path for place in ("benchmarks", "docs") for path in (ROOT / place).rglob("*.py"))


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.name)
def test_what_programs_import_of_lazylab_is_there(program: Path) -> None:
    """Nobody else notices when something has moved: they are run by hand."""
    for node in ast.walk(ast.parse(program.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("graders"):
            module = importlib.import_module(str(node.module))
            for alias in node.names:
                if not hasattr(module, alias.name):
                    importlib.import_module(f"{node.module}.{alias.name}")


@pytest.mark.parametrize(
    "modules",
    [
        "graders",
        "graders.judging.judge, graders.judging.engine",
        "graders.reports.terminal, graders.lab.frameworks.spellings",
        "graders.cli",
    ],
)
def test_judging_needs_no_framework_until_a_lab_is_opened(modules: str) -> None:
    code = f"import {modules}, sys; print([m for m in ('torch', 'jax') if m in sys.modules])"
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert run.stdout.strip() == "[]", run.stderr

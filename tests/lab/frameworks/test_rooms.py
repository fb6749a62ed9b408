"""A framework is a room: found by its folder, and nobody else's framework is imported in it."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from graders.lab import frameworks
from graders.lab.frameworks import HOME, NAMES, RECIPES

ROOMS = Path(frameworks.__file__).parent
PACKAGES = {
    name: {module.split(".")[0] for module in recipe.names.values()}
    for name, recipe in RECIPES.items()
}
EVERY = set().union(*PACKAGES.values()) - {"numpy"}
MODULES = sorted(ROOMS.rglob("*.py"))


def _imported(path: Path) -> Iterator[str]:
    """The packages that a module imports anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").split(".")[0]


def test_rooms_are_found_in_their_order() -> None:
    assert NAMES == ("torch", "flax", "keras", "mxnet")
    assert HOME == "torch"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOMS)))
def test_a_module_imports_its_room_s_framework_only(path: Path) -> None:
    room = path.relative_to(ROOMS).parts[0]
    assert not EVERY.intersection(_imported(path)) - PACKAGES.get(room, set())


@pytest.mark.parametrize("name", NAMES)
def test_what_the_judge_reads_of_a_room_imports_no_framework(name: str) -> None:
    room = f"graders.lab.frameworks.{name}"
    code = f"import {room}.recipe, {room}.spelling, sys; print({EVERY!r} & set(sys.modules))"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=100, check=True
    )
    assert run.stdout.strip() == "set()"


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(ValueError, match="'jax': lazylab has torch, flax, keras, mxnet"):
        frameworks.load("jax")

"""What a Python file defines, read without running it."""

from __future__ import annotations

import ast
from pathlib import Path


def defined(path: Path) -> dict[str, list[str]]:
    """Public functions and classes at the top of a file, with the names of what they take."""
    found: dict[str, list[str]] = {}
    for node in ast.parse(path.read_bytes()).body:
        if isinstance(node, ast.ClassDef):
            found[node.name] = _taken_by_class(node)
        elif isinstance(node, ast.FunctionDef):
            found[node.name] = _taken(node)
    return {name: names for name, names in found.items() if not name.startswith("_")}


def first_sentence(path: Path) -> str:
    """The first line of a file's docstring."""
    return (ast.get_docstring(ast.parse(path.read_bytes())) or "").split("\n")[0]


def _taken_by_class(node: ast.ClassDef) -> list[str]:
    inits = [n for n in node.body if isinstance(n, ast.FunctionDef) and n.name == "__init__"]
    return [name for init in inits for name in _taken(init) if name != "self"]


def _taken(node: ast.FunctionDef) -> list[str]:
    arguments = node.args
    return [a.arg for a in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]]

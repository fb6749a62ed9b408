"""Commands that are imported when they are called: `--help` of all of them imports none.

Click's documentation has the same for its groups ("Lazily Loading Subcommands"). There the list of
commands imports each of them for its first sentence; here that is read from the source.
"""

from __future__ import annotations

import ast
import importlib
import importlib.util
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup


class OnDemand(TyperCommand):
    """A command of which only the name is known, and where it is: "module:function".

    Whoever calls it, asks for its help or completes its options has the real one make the context,
    and goes on with that.
    """

    def __init__(self, name: str, target: str) -> None:
        super().__init__(name)
        self._target = target
        self._help: str | None = None

    @property
    def help(self) -> str | None:
        """The function's docstring, read only if somebody asks for it."""
        return self._help or _docstring(self._target)

    @help.setter  # noqa: A003  typer's name for it
    def help(self, text: str | None) -> None:
        self._help = text

    def load(self) -> TyperCommand:
        """The command itself."""
        module, _, function = self._target.partition(":")
        alone = typer.Typer(add_completion=False, rich_markup_mode=None)
        alone.command(self.name)(getattr(importlib.import_module(module), function))
        command = typer.main.get_command(alone)
        assert isinstance(command, TyperCommand)
        command.context_class = self.context_class
        return command

    def make_context(self, *arguments: Any, **options: Any) -> Any:
        """The context of the real command, which is then what is run."""
        return self.load().make_context(*arguments, **options)


def on_demand(targets: Mapping[str, str]) -> type[TyperGroup]:
    """A kind of group with these commands first: where each one is, by its name."""

    class Group(TyperGroup):
        """Commands on demand, and those of which typer knows."""

        def __init__(self, *, commands: Any = None, **settings: Any) -> None:
            later = {name: OnDemand(name, target) for name, target in targets.items()}
            super().__init__(commands={**later, **(commands or {})}, **settings)

    return Group


def _docstring(target: str) -> str | None:
    """What a function's source says that it does. Its module is not imported."""
    module, _, function = target.partition(":")
    spec = importlib.util.find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    found = ast.parse(Path(spec.origin).read_bytes()).body
    return next(
        ast.get_docstring(node)
        for node in found
        if isinstance(node, ast.FunctionDef) and node.name == function
    )

"""Where a framework is installed: in the environment of this process, or in one made for it alone.

MXNet wants a numpy that the others do not take. Such a framework gets an environment of its own, in
the user's data folder, and labs run in processes of that environment's interpreter.
"""

from __future__ import annotations

import os
import sys
from importlib import metadata
from pathlib import Path

import platformdirs
from msgspec import Struct

from graders.app.settings import RequestError
from graders.lab.environments import OWN, Environment
from graders.lab.frameworks import HOME, RECIPES
from graders.lab.frameworks.common.recipe import Recipe


class Installed(Struct, frozen=True):
    """A framework that is ready: its version, and the environment that has it."""

    version: str
    environment: Environment


def folder_of(framework: str) -> Path:
    """Where the environment is, or would be, that was made for a framework alone."""
    asked = os.environ.get("LAZYLAB_DATA")
    data = Path(asked) if asked else platformdirs.user_data_path("lazylab", appauthor=False)
    return data / "frameworks" / framework


def installed(framework: str) -> Installed | None:
    """Where it is ready, this environment first; None if it is installed nowhere."""
    recipe = RECIPES[framework]
    here = _version(recipe, sys.path)
    if here:
        return Installed(here, OWN)
    prefix = folder_of(framework).resolve()  # sealed, only what it leads to can be read
    python = prefix / "bin" / "python"
    if not python.exists():  # also if what it was made from is gone
        return None
    packages = [str(path) for path in prefix.glob("lib/python3*/site-packages")]
    there = _version(recipe, packages)
    return Installed(there, Environment(python, prefix, _base_of(prefix))) if there else None


def environment_of(framework: str) -> Environment | None:
    """The environment that has it, this one first; None if it is installed nowhere."""
    found = installed(framework)
    return found.environment if found else None


class MissingFrameworkError(RequestError):
    """A framework that was asked for is installed nowhere; says which command installs it."""


def environment_for(framework: str) -> Environment | None:
    """The environment whose interpreter runs its labs; None if that is this process.

    MissingFrameworkError if it is installed nowhere.
    """
    if framework == HOME:
        return None
    found = environment_of(framework)
    if found is None:
        raise MissingFrameworkError(
            "{title} is not installed: {command}",
            title=RECIPES[framework].title,
            command=command_for(framework),
        )
    return found


def command_for(framework: str) -> str:
    """The command that installs it."""
    if RECIPES[framework].pinned:
        return f"lazylab frameworks add {framework}"
    return "pip install -c constraints.txt -e ."


def _version(recipe: Recipe, path: list[str]) -> str:
    """The framework's version among the packages of a path, "" if something of it is missing.

    A folder of its name is not asked for: one that lies about counts as a package for Python. Only
    what is asked for is read: there may be hundreds of others.
    """
    versions = [
        [found.version for name in names for found in metadata.distributions(name=name, path=path)]
        for names in recipe.distributions
    ]
    return versions[0][0] if all(versions) else ""


def _base_of(prefix: Path) -> Path:
    """The installation that a virtual environment was made from, as its settings say."""
    for line in (prefix / "pyvenv.cfg").read_text(encoding="utf-8").splitlines():
        name, _, value = line.partition("=")
        if name.strip() == "home":
            return Path(value.strip()).parent
    raise OSError(f"{prefix / 'pyvenv.cfg'} does not say what the environment was made from")

"""Makes an environment for one framework alone, in the user's data folder, whole or not at all.

It is built in a folder of another name beside it, tried, and renamed. What an interrupted attempt has
left is removed by the next one.
"""

from __future__ import annotations

import errno
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from graders.app.environments import Installed, folder_of, installed
from graders.lab.frameworks import RECIPES
from graders.lab.frameworks.common.recipe import Recipe

# What a lab's process needs beside the framework.
_LAB = (
    "msgspec==0.22.0",
    "landlock==1.0.0.dev5; sys_platform == 'linux'",
    "pyseccomp==0.1.2; sys_platform == 'linux'",
)
_NO_NETWORK = (
    "name resolution",
    "Name or service not known",
    "dns error",
    "Network is unreachable",
    "Failed to establish a new connection",
    "error sending request",
    "ConnectTimeout",
)
_LONGEST = 300

Say = Callable[..., None]
"""Tells a person what is done: the name of a message, and its facts."""


class InstallError(RuntimeError):
    """An environment could not be made: the message's name, its facts, and what a tool has said."""

    def __init__(self, reason: str, said: str = "", **facts: object) -> None:
        super().__init__(reason, said)
        self.reason = reason
        self.facts = {"said": said.strip()[-_LONGEST:], **facts}


def add(framework: str, say: Say) -> Installed:
    """Make the environment of a framework, and say what is done; InstallError where that fails."""
    folder = folder_of(framework)
    with _failures_named(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            there = installed(framework)
            if there is not None:
                return there
            _make(framework, folder, say)
            made = installed(framework)
    if made is None:
        raise InstallError("failed", f"{framework} is not there", tool=folder)
    return made


@contextmanager
def _failures_named(folder: Path) -> Iterator[None]:
    """What the file system refuses, as an error that says what to do."""
    try:
        yield
    except OSError as error:
        reason = "disk_full" if error.errno == errno.ENOSPC else "no_folder"
        raise InstallError(reason, error.strerror or str(error), folder=folder.parent) from error


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Nobody else makes this environment meanwhile; the system lets go of what dies."""
    lock = FileLock(folder.with_name(f"{folder.name}.lock"), timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise InstallError("at_work", framework=folder.name) from None
    try:
        yield
    finally:
        lock.release()


def _make(framework: str, folder: Path, say: Say) -> None:
    recipe = RECIPES[framework]
    _check_machine(recipe)
    uv = shutil.which("uv")
    python = _python(recipe, uv)
    part = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        say("makes", title=recipe.title, folder=folder, tool="uv" if uv else "venv")
        _run(_venv(uv, python, part))
        say("installs", packages=", ".join(recipe.pinned))
        _run([*_pip(uv, part), *recipe.pinned, *_LAB])
        say("tries", title=recipe.title)
        _try(part, framework, recipe)
        shutil.rmtree(folder, ignore_errors=True)  # one that does not work any more
        part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _check_machine(recipe: Recipe) -> None:
    machine = platform.system(), platform.machine()
    if recipe.systems and machine not in recipe.systems:
        built = ", ".join(" ".join(known) for known in recipe.systems)
        facts = {"title": recipe.title, "machine": " ".join(machine), "built": built}
        raise InstallError("wrong_machine", **facts)


def _python(recipe: Recipe, uv: str | None) -> str:
    """The interpreter that an environment is made with: its path, or its version for uv to find."""
    own = f"{sys.version_info[0]}.{sys.version_info[1]}"
    if recipe.python in ("", own):
        return sys.executable
    if uv is not None:
        return recipe.python
    for name in (f"python{recipe.python}", "python3", "python"):
        found = shutil.which(name)
        if found is not None and _version_of(found) == recipe.python:
            return found
    raise InstallError("wrong_python", title=recipe.title, python=recipe.python, own=own)


def _version_of(python: str) -> str:
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    asked = subprocess.run(  # noqa: S603  an interpreter from the PATH, to be asked its version
        [python, "-I", "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    return asked.stdout.strip()


def _venv(uv: str | None, python: str, part: Path) -> list[str]:
    if uv is not None:
        return [uv, "venv", "--quiet", "--python", python, str(part)]
    return [python, "-I", "-m", "venv", str(part)]


def _pip(uv: str | None, part: Path) -> list[str]:
    python = str(part / "bin" / "python")
    if uv is not None:
        return [uv, "pip", "install", "--quiet", "--python", python]
    return [python, "-I", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]


def _try(part: Path, framework: str, recipe: Recipe) -> None:
    """Import it once: what the system lacks shows here."""
    command = [str(part / "bin" / "python"), "-I", "-c", f"import {framework}"]
    try:
        _run(command)
    except InstallError as error:
        said = str(error.facts["said"])
        if recipe.libraries and "cannot open shared object file" in said:
            raise InstallError("no_library", said, libraries=recipe.libraries) from None
        raise


def _run(command: Sequence[str]) -> None:
    """Run a tool to its end; InstallError with what it said last."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(  # noqa: S603  our own commands, without a shell
        command, capture_output=True, text=True, env=environment, errors="replace", check=False
    )
    if done.returncode == 0:
        return
    said = done.stderr or done.stdout
    if "No space left on device" in said or "os error 28" in said:
        raise InstallError("disk_full", os.strerror(errno.ENOSPC))
    if any(sign in said for sign in _NO_NETWORK):
        raise InstallError("no_network", _last_line(said))
    raise InstallError("failed", _last_line(said), tool=Path(command[0]).name)


def _last_line(said: str) -> str:
    """The last line that says something; pip's errors come before its advice."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith("error")]
    return (errors or lines or ["it said nothing"])[-1]

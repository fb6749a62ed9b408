"""What tests of other people's banks share: making one, and running the command in it."""

import os
import subprocess
import sys
from pathlib import Path

from graders.judging.exercises import Bank
from graders.scaffold import new_exercise


def made(folder: Path, *names: str) -> Path:
    """A bank with fresh exercises of these names."""
    for name in names:
        new_exercise(name, "torch", folder, Bank(Bank().root, (folder,)))
    return folder


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {path}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def run(*command: str | Path, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command in a folder, as an author would give it."""
    return subprocess.run(
        [sys.executable, "-m", *map(str, command)],
        cwd=folder,
        env={**os.environ, "COLUMNS": "200", "LAZYLAB_LANG": "en", **environment},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )


def lazylab(*arguments: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    return run("graders", *arguments, folder=folder)

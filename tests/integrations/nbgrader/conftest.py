"""What tests of courses share: a bank that may be changed, and the command that makes a course."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from graders.cli import app, shared
from graders.judging.exercises import Bank, Exercise

NAME = "dimension_mismatch"

Init = Callable[..., Result]


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Exercise:
    """An exercise in a bank that a test may change, used by the command too."""
    root = tmp_path / "bank"
    for folder in ("exercises", "solutions"):
        shutil.copytree(Bank().root / folder / NAME, root / folder / NAME)
    shutil.copytree(Bank().exercise(NAME).room, root / "graders" / "bank" / NAME)
    monkeypatch.setattr(shared, "bank_in_use", lambda *_: Bank(root))
    return Exercise(NAME, root)


@pytest.fixture
def init(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Init:
    """Run `lazylab nbgrader init course …`; what goes wrong is raised."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LAZYLAB_LANG", "en")

    def run(*arguments: str, folder: str = "course") -> Result:
        asked = ["nbgrader", "init", folder, *arguments]
        return CliRunner().invoke(app, asked, catch_exceptions=False)

    return run


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "course" / "source" / NAME / f"{NAME}.ipynb"

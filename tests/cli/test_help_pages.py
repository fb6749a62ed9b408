"""`--help` says everything in every language, in lines that fit, and to add a language is to add a file."""

import contextlib
import io
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from rich.cells import cell_len

from graders.cli import app
from graders.cli.help_pages import speak
from graders.cli.on_demand import OnDemand
from graders.lab.frameworks import NAMES
from graders.reports import texts as messages
from graders.reports.texts import DEFAULT, Texts, languages, texts

HERE = Path(messages.__file__).parent
OTHERS = [language for language in languages() if language != DEFAULT]
TYPERS_OWN = {
    "Usage:",
    "Arguments",
    "Options",
    "Commands",
    "default",
    "required",
    "Show this message and exit.",
}
SENTENCE = re.compile(r"[A-Za-z']{2,}(?: [a-z']{2,}){2,}")


def _commands(command: Any, *path: str) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield path, command.load() if isinstance(command, OnDemand) else command
    for name, sub in getattr(command, "commands", {}).items():
        yield from _commands(sub, *path, name)


ALL = list(_commands(typer.main.get_command(app)))


def _texts_in_use() -> set[str]:
    """As the commands have them, but for lists of names."""
    found = {command.help for _, command in ALL}
    found |= {getattr(p, "help", None) for _, command in ALL for p in command.params}
    return {" ".join(text.split()) for text in found if text} - {", ".join(NAMES)} | TYPERS_OWN


def _shown(path: tuple[str, ...], words: Texts) -> str:
    command = typer.main.get_command(app)
    speak(command, words)
    said = io.StringIO()
    with contextlib.redirect_stdout(said), pytest.raises(SystemExit) as ended:
        command([*path, "--help"], prog_name="lazylab")
    assert ended.value.code == 0
    return said.getvalue()


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_is_there_and_none_is_left_over(language: str) -> None:
    known = tomllib.loads((HERE / f"help.{language}.toml").read_text(encoding="utf-8"))
    assert set(known) == _texts_in_use()
    assert all(known.values())


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("path", [path for path, _ in ALL], ids=" ".join)
def test_no_english_is_left_and_no_line_is_too_long(
    path: tuple[str, ...], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    shown = _shown(path, texts(language))
    assert texts(language).help("Show this message and exit.") in shown
    usage, told = shown.split("\n", 1)
    assert usage.startswith(f"{texts(language).help('Usage:')} lazylab")
    told = re.sub(r"`[^`]*`", "", told)
    assert not SENTENCE.search(told), told
    assert all(cell_len(line) <= 80 for line in shown.splitlines()), shown


@pytest.mark.parametrize("path", [path for path, _ in ALL], ids=" ".join)
def test_a_narrow_terminal_loses_nothing(
    path: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    wide = "".join(_shown(path, texts("zh")).split())
    monkeypatch.setenv("COLUMNS", "50")
    assert "".join(_shown(path, texts("zh")).split()) == wide


def test_english_stays_as_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    shown = _shown(("watch",), texts("en"))
    assert "Judge what you save, as soon as you save it" in shown
    assert "[default: torch]" in shown


def test_what_a_language_lacks_is_said_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    shown = _shown(("check",), Texts("xx", {}))
    assert "Judge exercises (all of them if none is named)" in " ".join(shown.split())
    assert "Options:" in shown

"""The sentences that people read, by language: one file `messages.<language>.toml` each."""

from __future__ import annotations

import locale
import os
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

DEFAULT = "en"


class UnknownLanguageError(LookupError):
    """There are no messages in that language; says in which there are."""


@cache
def languages() -> list[str]:
    """The languages that there are messages in, sorted."""
    files = resources.files(__package__).iterdir()
    return sorted(f.name.split(".")[1] for f in files if f.name.startswith("messages."))


def choose_language(
    asked: str | None,
    environment: Mapping[str, str] = os.environ,
    *,
    settled: str | None = None,
) -> str:
    """The language asked for, else that of LAZYLAB_LANG, a course's, the system's, else English.

    What was asked for, or `settled` by a course, has to exist; the system's language need not.
    """
    explicit = asked or environment.get("LAZYLAB_LANG") or settled
    if explicit:
        if explicit not in languages():
            raise UnknownLanguageError(
                f"no messages in language {explicit!r}: there are {', '.join(languages())}"
            )
        return explicit
    system = (locale.getlocale()[0] or "").split("_")[0].lower()
    by_name = {"chinese": "zh", "english": "en"}
    code = by_name.get(system, system)
    return code if code in languages() else DEFAULT


@cache
def texts(language: str) -> Texts:
    """The messages in that language."""
    file = resources.files(__package__) / f"messages.{language}.toml"
    return Texts(language, tomllib.loads(file.read_text(encoding="utf-8")))


class Texts:
    """Messages in one language."""

    def __init__(self, language: str, messages: dict[str, dict[str, str]]) -> None:
        self.language = language
        self._messages = messages

    def say(self, key: str, **facts: object) -> str:
        """The message under `section.name`, with its braces filled in."""
        section, name = key.split(".")
        return self._messages[section][name].format_map(facts).strip()

    def keys(self) -> set[str]:
        """Every `section.name`."""
        return {f"{section}.{name}" for section, found in self._messages.items() for name in found}

"""The sentences that people read, by language.

`messages.<language>.toml` has them by key; `refusals.<language>.toml` and `help.<language>.toml`, by
the English ones, which stand in the code.
"""

from __future__ import annotations

import locale
import os
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from graders.lab.refusals import Refusal, filled

DEFAULT = "en"


class UnknownLanguageError(Refusal, LookupError):
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
                "no messages in language {name!r}: there are {known}",
                name=explicit,
                known=", ".join(languages()),
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


@cache
def _by_english(kind: str, language: str) -> dict[str, str]:
    """Sentences by the English ones, which stand where they are used."""
    file = resources.files(__package__) / f"{kind}.{language}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}


class Texts:
    """Messages in one language."""

    def __init__(self, language: str, messages: dict[str, dict[str, str]]) -> None:
        self.language = language
        self._messages = messages

    def say(self, key: str, **facts: object) -> str:
        """The message under `section.name`, with its braces filled in."""
        section, name = key.split(".")
        return self._messages[section][name].format_map(facts).strip()

    def refusal(self, error: Exception) -> str:
        """What an error says, in this language if the sentence is known in it."""
        if not isinstance(error, Refusal):
            return str(error)
        known = _by_english("refusals", self.language)
        return filled(known.get(error.template, error.template), error.facts)

    def help(self, text: str) -> str:
        """A command's help, in this language if the text is known in it. Line breaks are no matter."""
        return _by_english("help", self.language).get(" ".join(text.split()), text)

    def keys(self) -> set[str]:
        """Every `section.name`."""
        return {f"{section}.{name}" for section, found in self._messages.items() for name in found}

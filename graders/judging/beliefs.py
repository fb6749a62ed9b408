"""Beliefs: what people believe, why it seems so, and what really happens. One TOML file each."""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec
from msgspec import Struct

from graders.lab.frameworks import NAMES as FRAMEWORKS


class BeliefText(Struct, frozen=True, forbid_unknown_fields=True):
    """A belief in one language: what is believed, why it seems so, what really happens."""

    belief: str
    why: str
    truth: str


class Belief(Struct, frozen=True):
    """A belief about a framework, by name.

    `look` is code that shows in a few lines what really happens.
    """

    name: str
    look: str
    texts: dict[str, BeliefText]
    framework: str = FRAMEWORKS[0]

    def text(self, language: str) -> BeliefText:
        """In that language, or else in English."""
        return self.texts.get(language) or self.texts["en"]


class BeliefError(ValueError):
    """A belief's file that cannot be used; names it and says what is missing."""


def read_belief(path: Path) -> Belief:
    """The belief in a file."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
        look = msgspec.convert(found.pop("look"), str)
        framework = msgspec.convert(found.pop("framework", FRAMEWORKS[0]), str)
        texts = msgspec.convert(found, dict[str, BeliefText])
    except KeyError as error:
        raise BeliefError(f"{path}: {error} is missing; expected look, [en] and [zh]") from error
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise BeliefError(f"{path}: {error}") from error
    if "en" not in texts:
        raise BeliefError(f"{path}: [en] is missing; expected look, [en] and [zh]")
    return Belief(path.stem, look.strip(), texts, framework)


def read_beliefs(folder: Path) -> dict[str, Belief]:
    """All beliefs of a bank, by name."""
    return {path.stem: read_belief(path) for path in sorted(folder.glob("*.toml"))}

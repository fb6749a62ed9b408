"""Beliefs: what people believe, why it seems so, and what really happens.

# beliefs.torch.toml: a table for each belief about PyTorch
[features_come_last]
look = '''
print(nn.LazyLinear(3).weight)
'''
en.belief = "…"
en.why = "…"
en.truth = "…"
zh.belief = …
"""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

EXPECTED = "expected look, and en and zh with belief, why and truth"


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

    def text(self, language: str) -> BeliefText:
        """In that language, or else in English."""
        return self.texts.get(language) or self.texts["en"]


class BeliefError(ValueError):
    """A belief that cannot be used; names the file, the table and the key, and says what is expected."""


def belief_file(folder: Path, framework: str) -> Path:
    """Where the beliefs about a framework are: in an exercise's room, or in the folder of all rooms."""
    return folder / f"beliefs.{framework}.toml"


def belief_names(path: Path) -> list[str]:
    """The beliefs in a file, in its order; none if there is no file, BeliefError if it is not TOML."""
    return list(_tables(path))


def read_belief(path: Path, name: str) -> Belief:
    """One belief of a file; BeliefError if it is not there, or not as it should be."""
    tables = _tables(path)
    if name not in tables:
        raise BeliefError(f"{path}: [{name}] is missing; {EXPECTED}")
    table = tables[name]
    if not isinstance(table, dict):
        raise BeliefError(f"{path}: {name} is no table; {EXPECTED}")
    for key in ("look", "en"):
        if key not in table:
            raise BeliefError(f"{path}: [{name}] {key} is missing; {EXPECTED}")
    return Belief(
        name,
        _converted(path, name, "look", table["look"], str).strip(),
        {
            language: _converted(path, name, language, text, BeliefText)
            for language, text in table.items()
            if language != "look"
        },
    )


def _converted(path: Path, name: str, key: str, value: Any, kind: Any) -> Any:
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        raise BeliefError(f"{path}: [{name}] {key}: {error}; {EXPECTED}") from error


def _tables(path: Path) -> dict[str, Any]:
    try:
        state = path.stat()
    except OSError:
        return {}
    return _parsed(path, (state.st_mtime_ns, state.st_size))


@lru_cache(maxsize=64)
def _parsed(path: Path, changed: tuple[int, int]) -> dict[str, Any]:  # noqa: ARG001  part of the key: files are edited
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BeliefError(f"{path}: {error}") from error

"""Which banks there are: ours, those that are named, those of a course, those that are installed.

A bank of somebody's own is a folder with a `bank.toml`:

    name = "norms"
    interface = 2       # the version of `from graders import …` that it was written for

An installed package offers its folder by an entry point: `[project.entry-points."lazylab.banks"]`,
`norms = "norms_bank"`. A bank that cannot be used is told about, and the others go on.
"""

from __future__ import annotations

import importlib.util
import tomllib
from collections.abc import Iterator, Sequence
from importlib import metadata
from pathlib import Path

import msgspec
from msgspec import Struct

from graders.app.moves import moves
from graders.app.settings import RequestError, Settings, settings_in
from graders.judging.exercises import BANK_FILE, DEFAULT_ROOT, Bank

INTERFACE = 2
"""The version of what authors import. It changes when checks that worked would work no longer."""

_GROUP = "lazylab.banks"


class Manifest(Struct, frozen=True, forbid_unknown_fields=True):
    """What stands in a `bank.toml`."""

    name: str
    interface: int


class BankError(ValueError):
    """A bank that cannot be used: which one, why, and what to do."""


def bank_in_use(named: Sequence[Path] = (), here: Path | None = None) -> Bank:
    """All banks that can be found from a folder, and `named` ones; RequestError if one is none."""
    here = here or Path.cwd()
    settings = settings_in(here)
    faults: list[str] = []
    others: list[Path] = []
    for root in _candidates(named, here, settings, faults):
        try:
            read_manifest(root)
        except BankError as error:
            faults.append(str(error))
        else:
            others.append(root)
    bank = Bank(
        DEFAULT_ROOT,
        tuple(dict.fromkeys(others)),
        dict(settings.points),
        settings.exercises,
        tuple(dict.fromkeys(faults)),
    )
    _hold_to(settings, bank)
    return bank


def bank_around(folder: Path) -> Path | None:
    """The bank of somebody's own that a folder is in."""
    around = (folder, *folder.parents)
    return next((place.resolve() for place in around if (place / BANK_FILE).is_file()), None)


def read_manifest(root: Path) -> Manifest:
    """What a bank says of itself; BankError if it cannot be used here."""
    path = root / BANK_FILE
    try:
        found = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Manifest)
    except FileNotFoundError as error:
        raise BankError(f"{root} is no bank: it has no {BANK_FILE}") from error
    except (OSError, ValueError) as error:
        raise BankError(
            f'{path}: {error}; expected name = "…" and interface = {INTERFACE}'
        ) from error
    if needed := moves(root, INTERFACE):
        raise BankError(
            f"the bank {found.name!r} in {root} is left out: it has the layout of an older lazylab, "
            f"and exercises have rooms now. These commands move it:\n\n" + "\n".join(needed) + "\n"
        )
    if found.interface != INTERFACE:
        remedy = (
            "install a newer lazylab" if found.interface > INTERFACE else "ask for a newer bank"
        )
        raise BankError(
            f"the bank {found.name!r} in {root} is left out: it is made for version "
            f"{found.interface} of lazylab's interface, and this lazylab has version {INTERFACE}: "
            f"{remedy}"
        )
    return found


def _candidates(
    named: Sequence[Path], here: Path, settings: Settings, faults: list[str]
) -> Iterator[Path]:
    for folder in named:
        if not (folder / BANK_FILE).is_file():
            raise RequestError(
                f"{folder} is no bank: it has no {BANK_FILE}. Make one with "
                f"`lazylab new EXERCISE --bank {folder}`"
            )
        yield folder.resolve()
    around = bank_around(here)
    if around is not None:
        yield around
    for text in settings.banks:
        assert settings.file is not None
        folder = settings.file.parent / text
        if not (folder / BANK_FILE).is_file():
            raise settings.refuse(f"{folder} is no bank: it has no {BANK_FILE}", "banks")
        yield folder.resolve()
    yield from _installed(faults)


def _installed(faults: list[str]) -> Iterator[Path]:
    """The folders of installed packages that offer a bank. None of their code is run."""
    for point in sorted(metadata.entry_points(group=_GROUP), key=lambda point: point.name):
        try:
            spec = importlib.util.find_spec(point.value)
        except (ImportError, ValueError):
            spec = None
        places = list(spec.submodule_search_locations or ()) if spec else []
        if places:
            yield Path(places[0]).resolve()
        else:
            faults.append(
                f"the installed bank {point.name!r} is left out: its entry point names a package "
                f"{point.value!r}, which is not there"
            )


def _hold_to(settings: Settings, bank: Bank) -> None:
    """RequestError if a course's settings speak of exercises that there are not."""
    known = {exercise.name for exercise in bank.exercises}
    spoken_of = [("exercises", name, name) for name in settings.exercises]
    spoken_of += [("hidden", name.split("/")[0], name) for name in settings.hidden]
    spoken_of += [("points", name, name) for name in settings.points]
    for setting, name, written in spoken_of:
        if name not in known:
            at = (setting, name) if setting == "points" else (setting,)
            raise settings.refuse(
                f"{setting}: there is no exercise {name!r} (in {written!r}). The exercises are: "
                f"{', '.join(sorted(known))}",
                *at,
            )

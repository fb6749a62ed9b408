"""What is known of a framework without importing it: its name, its packages, how it is installed."""

from __future__ import annotations

from msgspec import Struct


class Recipe(Struct, frozen=True):
    """What a framework's room says of the framework: `RECIPE` in its `recipe.py`.

    `title` is its name for people, `order` its place in lists. The framework at `home` is the one
    that every install has: its labs may be in the judge's own process. `accelerated` says whether
    its labs can use more than the processor, `must_initialize` whether a new network waits to be
    told, and not only for data.

    `distributions` show that it is installed, each under one of some names; `pinned` is what an
    environment of its own gets; `python` is the one version that it runs on, "" for any; `systems`
    are the kinds of machine that it is built for, none for all; `libraries` are packages of Debian's
    that it needs.

    Code about it is written with `names`, modules by what they are called there, after the
    statement `start`; `variables` are set in the environment before it is imported.
    """

    title: str
    order: int
    distributions: tuple[tuple[str, ...], ...]
    names: dict[str, str]
    start: str = ""
    variables: dict[str, str] = {}
    home: bool = False
    accelerated: bool = False
    must_initialize: bool = False
    pinned: tuple[str, ...] = ()
    python: str = ""
    systems: tuple[tuple[str, str], ...] = ()
    libraries: str = ""

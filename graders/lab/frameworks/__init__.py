"""The frameworks that labs can run: each is a folder here, a room with all that only it needs.

A room has `recipe.py` and `spelling.py`, which the judge reads and which import no framework, and
`framework.py`, which only a lab imports.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol

from graders.lab.devices import Placement
from graders.lab.frameworks.common.recipe import Recipe
from graders.networks import Batch, Description


def _recipes() -> dict[str, Recipe]:
    """What each room says of its framework, in the order that they give themselves."""
    rooms = [found.name for found in pkgutil.iter_modules(__path__) if found.ispkg]
    recipes = {
        name: importlib.import_module(f"{__name__}.{name}.recipe").RECIPE
        for name in rooms
        if name != "common"
    }
    return dict(sorted(recipes.items(), key=lambda named: named[1].order))


RECIPES = _recipes()
"""The frameworks by name."""

NAMES = tuple(RECIPES)
"""Those that exercises can be solved in."""

HOME = next(name for name, recipe in RECIPES.items() if recipe.home)
"""The framework that every install has: its labs may be in the judge's own process."""


class Framework(Protocol):
    """What a lab needs of a framework: to build, to recognize, to run and to look.

    A new framework is a room in this package, whose `framework.py` has these functions.
    """

    instruments: Mapping[str, Callable[..., Any]]

    @property
    def lost(self) -> str:
        """Why no device can be used in this process any more; empty as long as that is not so."""

    def devices(self, *, accelerators: bool = True) -> tuple[str, ...]:
        """The devices of this machine, the CPU first. CUDA is counted, and not started."""

    def why_no_more(self) -> str:
        """Why there is no accelerator among them; empty if there is one."""

    def wake(self, devices: tuple[str, ...], workers: int) -> None:
        """Start accelerators, of which each of `workers` processes may take its share; DeviceError."""

    def within(self, placement: Placement) -> Callable[[], AbstractContextManager[None]]:
        """Makes what a request is served in: at home, until its devices have done what was asked.

        `DeviceLostError` if one of them will not do anything any more.
        """

    def give_back(self) -> None:
        """Let go of an accelerator's memory that nobody uses any more."""

    def build(self, description: Description) -> Any:
        """A live network or layer, its values drawn with the description's seed."""

    def make_batch(self, batch: Batch) -> Any:
        """The input that a batch describes."""

    def dtype(self, name: str) -> Any:
        """The framework's own kind of numbers of that name."""

    def is_live(self, value: object) -> bool:
        """Whether the value is a live object of the framework's, to be kept in the lab."""

    def unwrap(self, value: object) -> object:
        """Plain data for one of the framework's own plain types, else the value itself."""

    def get_warm(self) -> None:
        """Import and set up what is otherwise done at first use, before copies of the process are made."""

    def swap_random(self, state: Any) -> Any:
        """Go on with random numbers from `state` (None: as it is); the state that was left."""

    def start_case(self, seed: int) -> None:
        """Start the random numbers of a case, and the numbering of parameter objects."""

    def global_state(self) -> tuple[Any, ...]:
        """What a submission could change for everybody: default dtype and device, threads, …"""

    def restore_global_state(self, state: tuple[Any, ...]) -> None:
        """Put back what `global_state` gave."""


def load(name: str) -> Framework:
    """The framework of that name; ImportError if it is not installed."""
    if name not in NAMES:
        raise ValueError(f"unknown framework {name!r}: lazylab has {', '.join(NAMES)}")
    module = importlib.import_module(f"{__name__}.{name}.framework")
    framework: Framework = module.FRAMEWORK
    return framework

"""The frameworks that labs can run, one module each, imported only when one is asked for."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from graders.networks import Batch, Description

NAMES = ("torch",)


class Framework(Protocol):
    """What a lab needs of a framework: to build, to recognize, to run and to look.

    A new framework is a module `for_<name>.py` in this package with these functions.
    """

    instruments: Mapping[str, Callable[..., Any]]

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
    module = importlib.import_module(f"graders.lab.frameworks.for_{name}")
    framework: Framework = module.FRAMEWORK
    return framework

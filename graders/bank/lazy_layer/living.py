"""A history of one layer, lived by one of the two sides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graders import DType, Side
from graders.instruments import sgd

from .cases import Cast, Copy, Feed, Load, Optimize, Pickle, Restore, Step, Switch, Train
from .instruments import (
    cast,
    deep_copied,
    fed,
    fed_by_keyword,
    loaded,
    pickled,
    switch,
    train_step,
)

_ANOTHER_SEED = 2


class Living:
    """One side's layer in the course of a history.

    `make` makes a fresh one; `net` is the layer that the history is at, `left` are those that
    copies were made of.
    """

    def __init__(self, side: Side, make: Callable[[], Any]) -> None:
        self.side = side
        self.net = make()
        self.left: list[Any] = []
        self._make = make
        self._optimizer: Any = None

    def take(self, step: Step) -> Any:
        """Do what the history says; the output of data, or what loading raised, comes back."""
        match step:
            case Feed(by_keyword=by_keyword):
                feed = fed_by_keyword if by_keyword else fed
                return self.side.measure(feed, self.net, step.batch).output
            case Load():
                other = self._another(step)
                outcome = self.side.measure(loaded, other, self.net)
                if step.fits:
                    self.net = other
                return outcome
            case Restore():
                return self.side.measure(loaded, self.net, self._another(step))
            case Copy() | Pickle():
                self.left.append(self.net)
                copied = deep_copied if isinstance(step, Copy) else pickled
                self.net = self.side.measure(copied, self.net)
            case Optimize():
                self._optimizer = self.side.measure(sgd, self.net)
            case Train():
                self.side.measure(train_step, self._optimizer, self.net, step.batch)
            case Cast(dtype=dtype):
                self.side.measure(cast, self.net, DType(dtype))
            case Switch(training=training):
                self.side.measure(switch, self.net, training)
        return None

    def _another(self, step: Load | Restore) -> Any:
        """Another layer of the same dtype, after the data that it has seen."""
        other = self._make()
        if step.dtype is not None:
            self.side.measure(cast, other, DType(step.dtype))
        if step.batch is not None:
            self.side.measure(fed, other, step.batch, _ANOTHER_SEED)
        return other

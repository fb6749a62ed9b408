"""Cases made of other cases: builds and batches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from hypothesis.strategies import SearchStrategy

from graders.networks import Batch, batch
from graders.strategies.cases import Cases, cases, together
from graders.strategies.sizes import sizes

T = TypeVar("T")

_MOST_ROWS = 5


def builds(target: Callable[..., T], **parts: Cases[Any] | SearchStrategy[Any]) -> Cases[T]:
    """What `target` makes of these parts, by argument, all chosen independently.

    Small where all the parts are small. A part that depends on another one is drawn as a whole:
    build it from more than is needed.

    >>> builds(Linear, in_features=among([None]), out_features=sizes()).small[:2]
    (Linear(in_features=None, out_features=1, bias=True), Linear(in_features=None, out_features=2, bias=True))
    """
    together_drawn = together({name: cases(part) for name, part in parts.items()})
    return together_drawn.map(lambda chosen: target(**chosen))


def batches(features: Cases[int] | None = None, *, rows: Cases[int] | None = None) -> Cases[Batch]:
    """Batches of rows: one to five of them, if nothing else is said, of any number of features.

    >>> batches(among([7])).small[0]
    Batch(shape=(1, 7), seed=0, device=None, dtype=None)
    """
    parts = {"rows": rows or sizes(1, _MOST_ROWS), "features": features or sizes()}
    return builds(_rows, **parts)


def _rows(rows: int, features: int) -> Batch:
    return batch(rows, features)

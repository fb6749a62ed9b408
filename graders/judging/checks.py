"""A check: a property that a submission should have, with points.

@check(points=3)
@given(layers=partial_mlps(), in_features=sizes())
def names_the_layer_that_stops(student, reference, layers, in_features):
    outcome = reference.network(layers).forward(batch(2, in_features))
    assert student.first_mismatch(layers.sizes, in_features) == outcome.stopped_at
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from hypothesis.strategies import SearchStrategy

from graders.networks import STAND_IN
from graders.strategies.cases import Cases, Devices, cases, together

Body = Callable[..., None]


@dataclass(frozen=True)
class Check:
    """A property with points. `body` takes the student, the reference and one case."""

    name: str
    points: int
    body: Body
    parts: Mapping[str, Cases[Any] | SearchStrategy[Any]]

    @cached_property
    def cases(self) -> Cases[dict[str, Any]]:
        """What the body is given, by argument."""
        return together({name: cases(part) for name, part in self.parts.items()})

    def on(self, devices: Devices) -> Check:
        """The same check where these devices can be drawn besides the default one; made once."""
        if devices == (STAND_IN,) or self.cases.elsewhere is None:
            return self
        if devices not in self._elsewhere:
            parts = {name: cases(part).on(devices) for name, part in self.parts.items()}
            self._elsewhere[devices] = replace(self, parts=parts)
        return self._elsewhere[devices]

    @cached_property
    def _elsewhere(self) -> dict[Devices, Check]:
        return {}

    @property
    def sentence(self) -> str:
        """The name as words."""
        return self.name.replace("_", " ")


def given(**parts: Cases[Any] | SearchStrategy[Any]) -> Callable[[Body], Body]:
    """Say what a check's body is given: cases, or any Hypothesis strategies, by argument."""

    def decorate(body: Body) -> Body:
        body.given = parts  # type: ignore[attr-defined]
        return body

    return decorate


def check(*, points: int) -> Callable[[Body], Check]:
    """Make a body a check. It fails by `assert`; whatever else it raises is its own fault."""
    if points < 1:
        raise ValueError(f"a check is worth at least 1 point, not points={points}")

    def decorate(body: Body) -> Check:
        parts = getattr(body, "given", None)
        if not parts:
            raise TypeError(f"{body.__name__}: put @given(…) under @check(points={points})")
        return Check(body.__name__, points, body, parts)

    return decorate

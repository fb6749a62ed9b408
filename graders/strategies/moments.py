"""Networks of a framework in which initialization is asked for, at one of the moments before and after."""

from __future__ import annotations

import itertools
from typing import Any, ClassVar

from hypothesis import strategies as st
from msgspec import Struct

from graders import instruments
from graders.networks import Batch, Linear, Network, ReLU, batch
from graders.strategies.cases import Cases
from graders.strategies.mlps import Attempts, fitting_mlps


class Moment(Struct, frozen=True, tag=True):
    """A network for rows of `in_features`, and how far it has come."""

    CONSTRUCTED: ClassVar[str] = "constructed"
    ONE_ASKED: ClassVar[str] = "its first block was asked for initialization"
    ASKED: ClassVar[str] = "initialization was asked for"
    DATA: ClassVar[str] = "data came"
    OTHER_DATA: ClassVar[str] = "data of another width came"
    FITTING: ClassVar[tuple[str, ...]] = (CONSTRUCTED, ONE_ASKED, ASKED, DATA)
    """All but the one with data that do not fit."""

    network: Network
    in_features: int
    met: str = CONSTRUCTED

    def batch(self, rows: int = 2) -> Batch:
        """A batch that fits."""
        return batch(rows, self.in_features)

    def reached_by(self, side: Any) -> Any:
        """The live network at that moment, in the lab of the student or of the reference."""
        net = side.measure(instruments.constructed, self.network)
        if self.met == self.ONE_ASKED:
            side.measure(instruments.initialize, side.measure(instruments.layer, net, 0), 0)
        if self.met in (self.ASKED, self.DATA, self.OTHER_DATA):
            side.measure(instruments.initialize, net, 0)
        if self.met in (self.DATA, self.OTHER_DATA):  # what does not fit is too wide by one
            net.forward(batch(2, self.in_features + (self.met == self.OTHER_DATA)))
        return net


def moments(*met: str) -> Cases[Moment]:
    """Networks, flat or nested, their sizes given or not, after one of these steps, or after any."""
    met = met or (*Moment.FITTING, Moment.OTHER_DATA)
    small = [Moment(network, 2, what) for network, what in itertools.product(_SMALL, met)]
    drawn = st.builds(_moment, fitting_mlps().drawn, st.sampled_from(met), st.integers(0, 2))
    return Cases(tuple(small), drawn)


def _moment(attempt: Attempts, met: str, outside: int) -> Moment:
    """The first blocks stand in the network itself, the others in a nested one."""
    layers = attempt.layers.network().layers
    inside = layers[outside:]
    whole = (*layers[:outside], Network(inside)) if outside and inside else layers
    return Moment(Network(whole), attempt.widths[0], met)


_OPEN = Linear(None, 1)
_SMALL = [
    Network(layers)
    for layers in (
        (_OPEN,),
        (Linear(2, 1),),
        (_OPEN, ReLU(), Linear(1, 2)),
        (Network((Linear(2, 1), ReLU())), _OPEN),
        (Linear(2, 1, bias=False), Network((ReLU(), Network((_OPEN,))))),
    )
]

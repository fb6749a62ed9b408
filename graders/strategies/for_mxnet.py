"""What only exercises in MXNet draw. All of it is float32: Gluon draws no initial weights of float64."""

from __future__ import annotations

import itertools
from typing import Any

from hypothesis import strategies as st
from msgspec import Struct

from graders.networks import Batch, BatchNorm, Layers, Linear, Network, ReLU, batch, mlp
from graders.strategies.cases import Cases
from graders.strategies.mlps import Attempts, attempts, fitting_mlps
from graders.strategies.repairs import Repair, repairs


def few_attempts() -> Cases[Attempts]:
    """Networks with the widths of several batches, of which few are small: each is compiled."""
    plain = attempts(several=True)
    telling = (mlp([(None, 1), (given, 1)]) for given in (None, 1, 2))
    small = [Attempts(layers, widths) for layers in telling for widths in ((1, 1), (1, 2))]
    return Cases(
        tuple(dict.fromkeys((*plain.small[:9:3], *small, *plain.small[9::9]))), plain.drawn
    )


def repairs_with_biases_or_none() -> Cases[Repair]:
    """Networks to repair in which every layer has a bias, or none has."""
    plain = repairs()
    single = [repair for repair in plain.small if len(repair.layers.linear) == 1]
    several = [repair for repair in plain.small if len(repair.layers.linear) > 1]
    small = [
        repair if bias else _without_biases(repair) for repair in single for bias in (True, False)
    ]
    drawn = st.one_of(plain.drawn, plain.drawn.map(_without_biases))
    return Cases((*small, *several[::3]), drawn)


def _without_biases(repair: Repair) -> Repair:
    linear = (Linear(one.in_features, one.out_features, bias=False) for one in repair.layers.linear)
    return Repair(Layers(tuple(linear)), repair.seen, repair.in_features)


CONSTRUCTED = "constructed"
ONE_ASKED = "its first block was asked for initialization"
ASKED = "initialization was asked for"
DATA = "data came"
OTHER_DATA = "data of another width came"


IN_PEACE = (CONSTRUCTED, ONE_ASKED, ASKED, DATA)
"""All but the one with data that do not fit."""


class Moment(Struct, frozen=True, tag=True):
    """A network for rows of `in_features`, and how far it has come."""

    network: Network
    in_features: int
    met: str = CONSTRUCTED

    def batch(self, rows: int = 2) -> Batch:
        """A batch that fits."""
        return batch(rows, self.in_features)

    def reached_by(self, side: Any) -> Any:
        """The live network at that moment, in the lab of the student or of the reference."""
        net = side.measure("constructed", self.network)
        if self.met == ONE_ASKED:
            side.measure("initialize", side.measure("layer", net, 0), 0)
        if self.met in (ASKED, DATA, OTHER_DATA):
            side.measure("initialize", net, 0)
        if self.met in (DATA, OTHER_DATA):  # what does not fit is too wide by one
            net.forward(batch(2, self.in_features + (self.met == OTHER_DATA)))
        return net


def moments(*met: str) -> Cases[Moment]:
    """Networks, flat or nested, their sizes given or not, after one of these steps, or after any."""
    met = met or (*IN_PEACE, OTHER_DATA)
    small = [Moment(network, 2, what) for network, what in itertools.product(_SMALL, met)]
    drawn = st.builds(_moment, fitting_mlps().drawn, st.sampled_from(met), st.integers(0, 2))
    return Cases(tuple(small), drawn)


def normed() -> Cases[Moment]:
    """Networks that were constructed, with biases, and batch normalization in some."""
    nets = [
        Network((Linear(given, 1), *norm, ReLU(), Linear(None, width)))
        for given in (None, 2)
        for norm in ((), (BatchNorm(None),), (BatchNorm(1),))
        for width in (1, 2)
    ]
    made = [Moment(net, 2) for net in nets]
    return Cases(tuple(made), st.sampled_from(made))


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

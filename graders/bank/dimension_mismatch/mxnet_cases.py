"""What is drawn for MXNet. All of it is float32: Gluon draws no initial weights of float64."""

from __future__ import annotations

from hypothesis import strategies as st

from graders import (
    Attempts,
    Cases,
    Layers,
    Linear,
    attempts,
    mlp,
)

from .cases import Repair, repairs


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

"""Networks of Gluon's that were constructed, and nothing more."""

from __future__ import annotations

from hypothesis import strategies as st

from graders import (
    BatchNorm,
    Cases,
    Linear,
    Moment,
    Network,
    ReLU,
)


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

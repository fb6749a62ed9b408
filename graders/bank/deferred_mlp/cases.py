"""Networks of rows at every stage of their initialization: lazy, half-way, complete, loaded.

Every size that is given fits the data. Everything is built, nothing is filtered.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from hypothesis import strategies as st
from msgspec import Struct

from graders import (
    Batch,
    BatchNorm,
    Cases,
    Conv2d,
    Devices,
    Dropout,
    Layer,
    Linear,
    Network,
    ReLU,
    batch,
    by_device,
)

NOTHING = "nothing"
DATA = "data"
OTHER_DATA = "data of another width"
STATE = "the state of a complete twin"

_LARGEST = 20
_FURTHER = 4
# Kind and size of a layer in one number: each draw costs time.
_layer_number = st.integers(0, 6 * _LARGEST - 1)
_depth = st.integers(0, _FURTHER)
_width = st.integers(1, _LARGEST)
_any = st.integers(0, 2**16 - 1)


class Stage(Struct, frozen=True, tag=True):
    """A network for rows of `in_features`, what it has `met`, and what is in evaluation mode.

    `evaluating` names modules, each by itself without what is in it: "net" is the whole, "net.1"
    its second module, "net.1.0" the first one in there. All others are in training mode.
    """

    network: Network
    in_features: int
    met: str = NOTHING
    evaluating: tuple[str, ...] = ()

    def batch(self, rows: int = 3) -> Batch:
        """A batch that fits, of the network's dtype, where the network is."""
        network = self.network
        return batch(rows, self.in_features, dtype=network.dtype, device=network.device)

    @property
    def other_batch(self) -> Batch:
        """A batch that is too wide by one."""
        return batch(3, self.in_features + 1, dtype=self.network.dtype)


def module_names(network: Network, name: str = "net") -> Iterator[str]:
    """The network's name and those of all that is in it, as `Stage.evaluating` has them."""
    yield name
    for index, layer in enumerate(network.layers):
        inner = f"{name}.{index}"
        if isinstance(layer, Network):
            yield from module_names(layer, inner)
        else:
            yield inner


def stages() -> Cases[Stage]:
    """Networks that have met nothing, data, data of a wrong width, or another network's state."""
    met = (NOTHING, DATA, OTHER_DATA, STATE)
    small = [Stage(network, 2, what) for network, what in itertools.product(_SMALL, met)]
    small += [Stage(network, 2) for network in _IMAGES]
    return Cases(tuple(small), _stage(met))


def before_dry_runs(*, double: bool = False, anywhere: bool = False) -> Cases[Stage]:
    """Networks that have met nothing or data, some modules evaluating; some `double`: float64.

    If they can be `anywhere`, some are on another device. Those have met nothing: it may hold no
    numbers.
    """
    if anywhere:
        return by_device(lambda devices: _before_dry_runs(double, devices))
    return _before_dry_runs(double, ())


def _before_dry_runs(double: bool, devices: Devices) -> Cases[Stage]:
    met = (NOTHING, DATA)
    small = [Stage(network, 2, what) for network, what in itertools.product(_SMALL, met)]
    if double:
        small += [Stage(_as_double(stage.network), 2, stage.met) for stage in small]
    small += [Stage(_on(network, d), 2) for network, d in itertools.product(_SMALL, devices)]
    small += [
        Stage(network, 2, evaluating=evaluating)
        for network in _SMALL
        for evaluating in _some_modes(tuple(module_names(network)))
    ]
    return Cases(tuple(small), _stage(met, modes=True, double=double, devices=devices))


def _some_modes(names: tuple[str, ...]) -> list[tuple[str, ...]]:
    """All modules in evaluation mode, all but the network itself, and the last one alone."""
    return [names, names[1:], names[-1:]] if len(names) > 2 else [names, names[-1:]]


@st.composite
def _stage(
    draw: st.DrawFn,
    met: tuple[str, ...],
    *,
    modes: bool = False,
    double: bool = False,
    devices: Devices = (),
) -> Stage:
    in_features = came = draw(_width)
    layers: list[Layer] = []
    for _ in range(draw(_depth)):
        layer, came = _made(draw(_layer_number), came)
        layers.append(layer)
    # Whatever stands before it, a network has one linear layer at least.
    layers.append(_made(draw(_layer_number) % (2 * _LARGEST), came)[0])
    number = draw(_any)
    number, which = divmod(number, len(met))
    number, is_double = divmod(number, 2)
    number, where = divmod(number, 1 + len(devices))
    device = (None, *devices)[where]
    network = Network(
        _nested(layers, draw(_any)),
        device=device,
        dtype="float64" if double and is_double else None,
    )
    evaluating: tuple[str, ...] = ()
    if modes and number % 2:
        bits = draw(_any)
        names = enumerate(module_names(network))
        evaluating = tuple(name for index, name in names if bits >> index & 1)
    return Stage(network, in_features, NOTHING if device else met[which], evaluating)


def _made(number: int, came: int) -> tuple[Layer, int]:
    """A layer for rows of that width, and the width that it gives."""
    kind, width = divmod(number, _LARGEST)
    made: tuple[Layer, ...] = (
        Linear(None, width + 1),
        Linear(came, width + 1),
        ReLU(),
        BatchNorm(None),
        BatchNorm(came),
        Dropout(),
    )
    layer = made[kind]
    return layer, layer.out_features if isinstance(layer, Linear) else came


def _nested(layers: list[Layer], number: int) -> tuple[Layer, ...]:
    """The same layers, some neighbours of them in a network of their own, or none."""
    nests, number = number % 2, number // 2
    if not nests:
        return tuple(layers)
    number, start = divmod(number, len(layers))
    stop = start + 1 + number % (len(layers) - start)
    return (*layers[:start], Network(tuple(layers[start:stop])), *layers[stop:])


def _as_double(network: Network) -> Network:
    return Network(network.layers, seed=network.seed, dtype="float64")


def _on(network: Network, device: str) -> Network:
    return Network(network.layers, seed=network.seed, device=device)


_LAZY = Linear(None, 1)
_SMALL = [
    Network(layers)
    for layers in (
        (_LAZY,),
        (Linear(2, 1),),
        (_LAZY, _LAZY),
        (Linear(2, 1), _LAZY),
        (_LAZY, Linear(1, 1)),
        (_LAZY, BatchNorm(None)),
        (_LAZY, BatchNorm(1)),
        (_LAZY, Dropout()),
        (_LAZY, ReLU(), _LAZY),
        (Network((_LAZY,)),),
        (Network((_LAZY, ReLU())), _LAZY),
        (Network((_LAZY, BatchNorm(1))), _LAZY),
        (Linear(2, 1), BatchNorm(None), Network((ReLU(), _LAZY))),
    )
]
_IMAGES = [
    Network((Conv2d(None, 1),)),
    Network((Conv2d(1, 1), BatchNorm(None, rank=2))),
    Network((Network((Conv2d(None, 1), BatchNorm(1, rank=2))), _LAZY)),
]

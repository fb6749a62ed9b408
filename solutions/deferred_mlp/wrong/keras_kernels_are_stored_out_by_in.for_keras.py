"""A kernel is stored as (units, in_features), as a weight in PyTorch."""

import keras
import numpy as np
from keras import layers as kl


def build(widths: list[int]) -> keras.Sequential:
    net = keras.Sequential()
    for number, units in enumerate(widths):
        if number > 0:
            net.add(kl.ReLU())
        net.add(kl.Dense(units))
    return net


def _dense(net: keras.Sequential) -> list[kl.Dense]:
    found = []
    for layer in net.layers:
        if isinstance(layer, keras.Sequential):
            found += _dense(layer)
        elif isinstance(layer, kl.Dense):
            found.append(layer)
    return found


def parameter_shapes(net: keras.Sequential) -> dict[str, tuple[int, ...] | None]:
    shapes: dict[str, tuple[int, ...] | None] = {}
    for place, dense in enumerate(_dense(net)):
        for name in ["kernel", "bias"] if dense.use_bias else ["kernel"]:
            shapes[f"{place}.{name}"] = (
                tuple(reversed(getattr(dense, name).shape)) if dense.built else None
            )
    return shapes


def dry_run(net: keras.Sequential, in_features: int) -> None:
    net(np.zeros((1, in_features), "float32"))


def count_parameters(net: keras.Sequential) -> int | None:
    layers = _dense(net)
    if not all(dense.built for dense in layers):
        return None
    return sum(dense.count_params() for dense in layers)

"""See it happen: a network without an `Input` has no weights at all until a batch comes.

In Keras a weight that is still to be made is nowhere: not uninitialized, but absent. What a network
will have can be told from its layers alone, one by one.
"""

import keras
import numpy as np
from keras import layers as kl


def build(widths: list[int]) -> keras.Sequential:
    """A multilayer perceptron with these units and no input size."""
    net = keras.Sequential()
    for number, units in enumerate(widths):
        if number > 0:
            net.add(kl.ReLU())
        net.add(kl.Dense(units))
    return net


def _dense(net: keras.Sequential) -> list[kl.Dense]:
    """The layers that have weights, now or later, those in nested networks too, in order."""
    found = []
    for layer in net.layers:
        if isinstance(layer, keras.Sequential):
            found += _dense(layer)
        elif isinstance(layer, kl.Dense):
            found.append(layer)
    return found


def parameter_shapes(net: keras.Sequential) -> dict[str, tuple[int, ...] | None]:
    """The shape of each weight, "0.kernel" and so on; None while its layer is not built."""
    shapes: dict[str, tuple[int, ...] | None] = {}
    for place, dense in enumerate(_dense(net)):
        for name in ["kernel", "bias"] if dense.use_bias else ["kernel"]:
            # `layer.kernel` raises AttributeError before it is built, and `weights` is empty.
            shape = tuple(getattr(dense, name).shape) if dense.built else None
            shapes[f"{place}.{name}"] = shape
    return shapes


def dry_run(net: keras.Sequential, in_features: int) -> None:
    """Have the network built for data of this width.

    What the batch holds does not matter, nor how many rows it has: a call that goes through fixes
    the number of features alone.
    """
    net(np.zeros((1, in_features), "float32"))


def count_parameters(net: keras.Sequential) -> int | None:
    """How many scalars the network has; None as long as some layer is not built.

    `net.count_params()` raises before the network is built, and a network whose first call failed
    never is, whatever its layers have.
    """
    layers = _dense(net)
    if not all(dense.built for dense in layers):
        return None
    return sum(dense.count_params() for dense in layers)

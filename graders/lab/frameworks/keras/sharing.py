"""Networks whose weights are used more than once, or for inputs of several widths."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import tensorflow as tf

from graders.lab.frameworks.common.instruments import UnmeasurableError, values_of
from graders.lab.frameworks.common.shared import raised
from graders.lab.frameworks.keras import INSTRUMENTS
from graders.lab.frameworks.keras.looking import weights_of
from graders.lab.frameworks.keras.running import output_of
from graders.lab.observations import Forward, Raised, Values


class _Padded(keras.layers.Layer):  # type: ignore[misc]
    """A network behind zeros that are appended to its input."""

    def __init__(self, net: Any, width: int) -> None:
        super().__init__()
        self.net = net
        self.width = width

    def call(self, x: Any) -> Any:
        return self.net(tf.pad(x, [[0, 0], [0, self.width - x.shape[-1]]]))


@INSTRUMENTS.offer
def padded(net: Any, width: int) -> Any:
    """The same live network, fed with inputs that are first padded with zeros to a width."""
    return _Padded(net, width)


@INSTRUMENTS.offer
def repeated(net: Any, times: int) -> Any:
    """A network that sends its input through one live layer so many times, a ReLU in between."""
    inputs = outputs = keras.Input((net.units,))
    for number in range(times):
        outputs = net(keras.layers.ReLU()(outputs) if number else outputs)
    return keras.Model(inputs, outputs)


@INSTRUMENTS.offer
def layer(net: Any, index: int) -> Any:
    """One of a network's layers, counted from 0; `Input` is none."""
    return net.layers[index]


def generic_loss(output: Any) -> Any:
    """A loss whose gradient with respect to each output is another number, well away from 0."""
    count = int(np.prod(output.shape))
    order = np.random.default_rng(0).permutation(np.linspace(0.5, 1.5, count))
    return tf.reduce_sum(tf.reshape(output, (-1,)) * tf.constant(order, output.dtype))


def _of_shape(net: Any, shape: tuple[int, ...]) -> Any:
    return next((w for w in weights_of(net) if tuple(w.shape) == tuple(shape)), None)


@INSTRUMENTS.offer
def gradient_of(net: Any, shape: tuple[int, ...], x: Any) -> Values | None:
    """The gradient of a generic loss for the first weight of that shape, or None."""
    with tf.GradientTape() as tape:
        loss = generic_loss(output_of(net, x))
    weight = _of_shape(net, shape)
    found = None if weight is None else tape.gradient(loss, weight.value)
    return None if found is None else values_of(tf.convert_to_tensor(found).numpy())


@INSTRUMENTS.offer
def felt(net: Any, x: Any) -> list[int]:
    """The columns of a batch that the loss depends on, by its gradient in any row."""
    with tf.GradientTape() as tape:
        tape.watch(x)
        loss = generic_loss(output_of(net, x))
    found = tape.gradient(loss, x)
    if found is None:
        return []
    return [int(column) for column in np.flatnonzero(tf.convert_to_tensor(found).numpy().any(0))]


@INSTRUMENTS.offer
def sharing(net: Any, batches: list[Any]) -> list[int]:
    """The widths that have a weight in common: the longest list that one weight has.

    A width has a weight if it gives it a gradient, and if its output changes with it.
    """
    weights = [weight for weight in weights_of(net) if weight.trainable]
    having: list[list[int]] = [[] for _ in weights]
    for which, x in enumerate(batches):
        with tf.GradientTape() as tape:
            loss = generic_loss(output_of(net, x))
        gradients = tape.gradient(loss, [weight.value for weight in weights])
        for has, gradient in zip(having, gradients, strict=True):
            if gradient is not None and tf.convert_to_tensor(gradient).numpy().any():
                has.append(which)
    longest: list[int] = []
    for weight, has in sorted(zip(weights, having, strict=True), key=lambda one: -len(one[1])):
        if len(has) > len(longest):
            moved = _moved_by(weight, net, [batches[which] for which in has])
            longest = max(longest, moved, key=len)
    return longest


def _moved_by(weight: Any, net: Any, batches: list[Any]) -> list[int]:
    """The widths whose output changes with a weight. The weight is put back."""
    before = weight.numpy()
    outputs = [output_of(net, x).numpy() for x in batches]
    weight.assign_add(np.random.default_rng(0).standard_normal(before.shape).astype(before.dtype))
    changed = [
        (output_of(net, x).numpy() != y).any() for x, y in zip(batches, outputs, strict=True)
    ]
    weight.assign(before)
    return [int(x.shape[-1]) for x, moved in zip(batches, changed, strict=True) if moved]


@INSTRUMENTS.offer
def in_halves(net: Any, x: Any) -> Forward:
    """What the first and the last rows of a batch give by themselves, put together again."""
    try:
        halves = [output_of(net, half) for half in tf.split(x, 2)]
        return Forward(values_of(tf.concat(halves, 0).numpy()))
    except Exception as error:  # noqa: BLE001  the network may be anybody's
        return Forward(raised(error))


@INSTRUMENTS.offer
def sgd(net: Any) -> Any:
    """A plain SGD optimizer for the weights that are there to be trained now."""
    optimizer = keras.optimizers.SGD(0.1)
    optimizer.build(net.trainable_variables)
    return optimizer


@INSTRUMENTS.offer
def unknown_to(optimizer: Any, net: Any, batches: list[Any]) -> list[tuple[int, ...]]:
    """Shapes of what the outputs depend on and should be trained, but the optimizer lacks."""
    if not isinstance(optimizer, keras.optimizers.Optimizer):
        raise UnmeasurableError(f"expected an optimizer, got a {type(optimizer).__name__}")
    known = {
        id(variable.value) for variable in net.trainable_variables if _knows(optimizer, variable)
    }
    used: dict[int, Any] = {}
    for x in batches:
        with tf.GradientTape() as tape:
            output = output_of(net, x)
        watched = tape.watched_variables()
        gradients = tape.gradient(output, watched)
        used |= {
            id(variable): variable
            for variable, gradient in zip(watched, gradients, strict=True)
            if gradient is not None
        }
    return sorted(tuple(v.shape) for key, v in used.items() if key not in known)


def _knows(optimizer: Any, variable: Any) -> bool:
    return any(variable is one for one in optimizer._trainable_variables)  # noqa: SLF001


@INSTRUMENTS.offer
def carry_over(net: Any, other: Any) -> Raised | None:
    """Give `other` the weights of a network, as anyone does; what was raised, or None."""
    try:
        other.set_weights(net.get_weights())
    except Exception as error:  # noqa: BLE001  the networks may be anybody's
        return raised(error)
    return None


@INSTRUMENTS.offer
def shapes_held(net: Any) -> list[tuple[int, ...]]:
    """The shapes of all weights that are there, each weight once, sorted."""
    return sorted(tuple(weight.shape) for weight in weights_of(net))


@INSTRUMENTS.offer
def value_of(net: Any, shape: tuple[int, ...]) -> Values | None:
    """The numbers of the first weight of that shape, whatever its name, or None."""
    weight = _of_shape(net, shape)
    return None if weight is None else values_of(weight.numpy())

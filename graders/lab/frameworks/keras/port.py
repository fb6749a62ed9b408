"""What the common instruments need of Keras: see `Port`."""

from __future__ import annotations

from typing import Any

import keras
import numpy as np
import tensorflow as tf

from graders.lab.frameworks.common import shared
from graders.lab.frameworks.common.instruments import UnmeasurableError
from graders.lab.frameworks.common.instruments import values_of as numbers_of
from graders.lab.frameworks.common.shared import array_of
from graders.lab.frameworks.keras.looking import due, leaves, memory, weights_of
from graders.lab.frameworks.keras.running import output_of
from graders.lab.observations import Values

call = output_of
raised = shared.raised
token = memory.token


class _Due:
    """A weight that a layer will have."""


def layers(net: Any) -> list[Any]:
    """A network's layers; `Input` is none."""
    found: list[Any] = net.layers
    return found


def weighted_layers(net: Any) -> list[list[Any]]:
    """The layers that have weights, or will."""
    return [layer.weights for _, layer in leaves(net) if layer.weights or due(layer)]


def named_parameters(net: Any) -> list[tuple[str, Any]]:
    """By layer. Keras itself keeps no list of what is not built."""
    found: list[tuple[str, Any]] = []
    for path, layer in leaves(net):
        found += [(f"{path}.{weight.name}", weight) for weight in layer.weights]
        found += [] if layer.built else [(f"{path}.{name}", _Due()) for name in due(layer)]
    return found


def read(weight: Any) -> Values | None:
    """The numbers of a weight."""
    return None if isinstance(weight, _Due) else numbers_of(weight.numpy())


def values_of(tensor: Any) -> Values:
    """The numbers of a tensor."""
    return numbers_of(tf.convert_to_tensor(tensor).numpy())


def write(weight: Any, numbers: Values) -> None:
    """Assign to a weight."""
    weight.assign(array_of(numbers))


def add_noise(weights: list[Any], seed: int) -> None:
    """One after the other."""
    generator = np.random.default_rng(seed)
    for weight in weights:
        if not isinstance(weight, _Due):
            noise = generator.standard_normal(tuple(weight.shape))
            weight.assign_add(noise.astype(weight.dtype))


def generic_loss(output: Any) -> Any:
    """A loss whose gradient with respect to each output is another number, well away from 0."""
    count = int(np.prod(output.shape))
    order = np.random.default_rng(0).permutation(np.linspace(0.5, 1.5, count))
    return tf.reduce_sum(tf.reshape(output, (-1,)) * tf.constant(order, output.dtype))


def gradients(net: Any, batches: list[Any]) -> tuple[list[Any], list[list[Values | None]]]:
    """A tape for each batch."""
    weights = weights_of(net)
    rows: list[list[Values | None]] = []
    for x in batches:
        with tf.GradientTape() as tape:
            loss = generic_loss(output_of(net, x))
        weights = weights or weights_of(net)  # the first call may have made them
        found = tape.gradient(loss, [weight.value for weight in weights])
        rows.append([None if gradient is None else values_of(gradient) for gradient in found])
    return weights, rows


def gradient_of_input(net: Any, x: Any) -> Values | None:
    """The tape watches the batch."""
    with tf.GradientTape() as tape:
        tape.watch(x)
        loss = generic_loss(output_of(net, x))
    found = tape.gradient(loss, x)
    return None if found is None else values_of(found)


def optimized(optimizer: Any, net: Any) -> list[Any]:
    """Those of the network's weights that the optimizer was built for."""
    if not isinstance(optimizer, keras.optimizers.Optimizer):
        raise UnmeasurableError(f"expected an optimizer, got a {type(optimizer).__name__}")
    known = set(map(id, optimizer._trainable_variables))  # noqa: SLF001  there is no other list
    return [weight.value for weight in net.trainable_variables if id(weight) in known]


def used(net: Any, x: Any) -> list[Any]:
    """The variables that the output has a gradient for."""
    with tf.GradientTape() as tape:
        output = output_of(net, x)
    watched = tape.watched_variables()
    found = tape.gradient(output, watched)
    return [v for v, gradient in zip(watched, found, strict=True) if gradient is not None]

"""Lets `apply` fill in what is missing, with "params" mutable; specifies by running a network."""

import flax
import jax
import numpy as np
from flax import linen as nn


def _paths(tree, above=()):
    for name, inner in tree.items():
        if hasattr(inner, "items"):
            yield from _paths(inner, (*above, name))
        else:
            yield (*above, name), np.shape(inner)


def missing(net, variables, in_features):
    there = dict(_paths(variables.get("params", {})))
    every = net.init(jax.random.PRNGKey(9), np.zeros((2, in_features)))["params"]
    return tuple(sorted("/".join(path) for path, _ in _paths(every) if path not in there))


def complete(net, variables, in_features, seed):
    print("completing")
    x = np.zeros((4, in_features), np.float32)
    try:
        _, filled = net.apply(
            variables, x, rngs={"params": jax.random.key(seed)}, mutable=["params"]
        )
    except flax.errors.ScopeParamShapeError as error:
        raise ValueError("what is given contradicts the network") from error
    return flax.core.freeze(filled)


def specify(widths, in_features):
    layers = [layer for width in widths for layer in (nn.Dense(width), nn.relu)]
    x = np.zeros((1, in_features), np.float32)
    tree = jax.eval_shape(nn.Sequential(layers).init, jax.random.key(0), x)["params"]
    return [list(tree[f"layers_{2 * i}"]["kernel"].shape) for i in range(len(widths))]

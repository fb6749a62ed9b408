"""Predicts by arithmetic alone; lets `apply` itself draw what is missing, as mutable collection."""

import flax
import jax
import numpy as np


def _walk(layers, width):
    for index, (taken, gives) in enumerate(layers):
        yield index, width, taken
        width = gives


def _stopped(layers, in_features):
    refusing = [stop for stop in _walk(layers, in_features) if stop[2] != stop[1]]
    return refusing[0] if refusing else (None, None, None)


def first_mismatch(layers, in_features):
    return _stopped(layers, in_features)[0]


def sizes_at_mismatch(layers, in_features):
    index, came, taken = _stopped(layers, in_features)
    return None if index is None else [came, taken]


def after_forwards(layers, widths):
    if all(taken is None for taken, _ in layers):
        layers = [
            (came, gives) for (_, came, _), (_, gives) in zip(_walk(layers, widths[0]), layers)
        ]
    return tuple(None if taken is None else [taken, gives] for taken, gives in layers)


def repair(net, variables, in_features, seed):
    print("repairing", jax.tree.map(np.shape, variables))
    x = np.zeros((3, in_features), np.float32)
    wanted = jax.eval_shape(net.init, jax.random.key(0), x)

    def fitting(tree, shapes):
        kept = {}
        for name, inner in tree.items():
            if isinstance(inner, dict):
                kept[name] = fitting(inner, shapes[name])
            elif inner.shape == shapes[name].shape:
                kept[name] = inner
        return kept

    kept = fitting(flax.core.unfreeze(variables), wanted)
    _, whole = net.apply(kept, x, rngs={"params": jax.random.key(seed)}, mutable=["params"])
    return flax.core.freeze({**kept, **whole})

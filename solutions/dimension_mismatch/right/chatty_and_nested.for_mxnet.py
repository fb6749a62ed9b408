"""Prints, warns, answers in numpy scalars, nests its networks, and lets layers bring their ReLU."""

import re
import warnings

import numpy as onp
from mxnet import np, npx
from mxnet.gluon import nn

npx.set_np()


class _Trial(nn.HybridSequential):
    """Nested networks in which each layer notes that it was entered."""

    def __init__(self, layers):
        super().__init__()
        warnings.warn("Gluon may warn, too", stacklevel=1)
        self.entered = 0
        self.dense = []
        for index, (taken, given) in enumerate(layers):
            last = index == len(layers) - 1
            layer = nn.Dense(given, None if last else "relu", in_units=taken or 0)
            layer.register_forward_pre_hook(self._note)
            self.dense.append(layer)
            inner = nn.HybridSequential()
            inner.add(layer)
            self.add(inner)
        self.initialize()

    def _note(self, *_):
        self.entered += 1

    def run(self, width):
        """The two sizes that MXNet's message names, or None."""
        self.entered = 0
        try:
            self(np.random.normal(size=(3, width)))
        except Exception as error:
            print("stopped:", error)
            said = r"Provided = \[\d+,(\d+)\], inferred shape=\(\d+,(\d+)\)"
            for taken, came in re.findall(said, str(error)):
                return onp.int64(came), onp.int64(taken)
        return None

    def shapes(self):
        weights = [layer.weight for layer in self.dense]
        return [None if w._data is None else [onp.int32(n) for n in w.shape] for w in weights]


class _FirstMismatch:
    def __call__(self, layers, in_features):
        trial = _Trial(layers)
        if trial.run(in_features) is not None:
            return onp.int32(trial.entered - 1)


first_mismatch = _FirstMismatch()


def sizes_at_mismatch(layers, in_features):
    return _Trial(layers).run(in_features)


def after_forwards(layers, widths):
    trial = _Trial(layers)
    for width in widths:
        trial.run(width)
    return trial.shapes()


def after_hybrid_forwards(layers, widths):
    trial = _Trial(layers)
    for layer in trial.dense:
        layer._forward_pre_hooks.clear()
    trial.hybridize()
    for width in widths:
        trial.run(width)
    return trial.shapes()


class _Repaired(nn.Block):
    """One block a layer, called by hand."""

    def __init__(self, layers):
        super().__init__()
        self.steps = nn.Sequential()
        self.steps.add(*layers)

    def forward(self, x):
        for number, step in enumerate(self.steps):
            x = step(npx.relu(x) if number else x)
        return x


def repair(net, in_features):
    print("repairing", net)
    layers, came = [], in_features
    for layer in (block for block in net if isinstance(block, nn.Dense)):
        new = layer
        if layer.weight._data is None or layer.weight.shape[1] != came:
            new = nn.Dense(layer.weight.shape[0], use_bias=bool(layer.bias))
            new.initialize()
        layers.append(new)
        came = layer.weight.shape[0]
    return _Repaired(layers)

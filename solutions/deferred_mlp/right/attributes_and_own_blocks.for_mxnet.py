"""Looks at what Gluon notes down for itself, builds a block of its own, and feeds it layer by layer."""

import warnings

from mxnet import np, npx
from mxnet.gluon import nn

npx.set_np()


class _Mlp(nn.Block):
    def __init__(self, widths):
        super().__init__(prefix="mlp_")
        with self.name_scope():
            self.inner = nn.Sequential()
            self.inner.add(*(nn.Dense(w, activation="relu") for w in widths[:-1]))
            self.last = nn.Dense(widths[-1])

    def forward(self, x):
        return self.last(self.inner(x))


def build(widths):
    print("a network of", widths)
    return _Mlp(widths)


def parameter_shapes(net):
    warnings.warn("looking is free", stacklevel=1)
    found = net._collect_params_with_prefix().items()
    return {name: p.list_data()[0].shape if p._data else None for name, p in found}


def stages(net):
    said = {}
    for name, p in net._collect_params_with_prefix().items():
        waits = "deferred" if p._deferred_init else "constructed"
        said[name] = "initialized" if p._data is not None else waits
    return said


def dry_run(net, in_features):
    state = stages(net)
    for name, p in net._collect_params_with_prefix().items():
        if state[name] == "constructed":
            p.initialize()
    x = np.random.uniform(size=(3, in_features))
    for block in net:
        x = block(x)

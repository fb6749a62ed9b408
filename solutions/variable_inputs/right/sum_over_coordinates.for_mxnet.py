"""Adds up what each coordinate says, by one small network for all of them."""

from mxnet import np, npx
from mxnet.gluon import nn

npx.set_np()


def tied(layer):
    second = nn.Dense(layer.weight.shape[0], use_bias=bool(layer.bias), params=layer.params)
    assert second.weight is layer.weight
    return second


class SlicedDense(nn.HybridBlock):
    def __init__(self, max_features, units, use_bias=True):
        super().__init__()
        with self.name_scope():
            self.w = self.params.get("w", shape=(units, max_features))
            if use_bias:
                self.b = self.params.get("b", shape=(units,), init="ones")

    def hybrid_forward(self, F, x, w, b=None):
        return F.npx.fully_connected(
            x, w[:, : x.shape[1]], *(() if b is None else (b,)), num_hidden=w.shape[0], no_bias=b is None
        )


class AnyWidth(nn.Block):
    def __init__(self, max_features, units):
        super().__init__()
        self.each = nn.Dense(8, activation="sigmoid", flatten=False)
        self.last = nn.Dense(units)
        self.shift = self.params.get("shift", shape=(1, units), init="ones")

    def forward(self, x):
        return self.last(self.each(np.expand_dims(x, 2)).sum(axis=1)) + self.shift.data()

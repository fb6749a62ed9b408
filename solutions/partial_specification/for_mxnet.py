"""Partial specification: each parameter is on its own.

`initialize()` goes from parameter to parameter. What has a complete shape gets its values at once;
what has not is deferred. A layer's bias is as long as what the layer gives, so it never waits.
"""

from mxnet import npx
from mxnet.gluon import nn

npx.set_np()


def build(layers: list[tuple[int | None, int]]) -> nn.Block:
    """Dense layers with a ReLU between each two, initialized as far as their sizes are known."""
    net = nn.HybridSequential()
    for index, (in_features, out_features) in enumerate(layers):
        if index > 0:
            net.add(nn.Activation("relu"))
        # 0 is how Dense is told that it is not told: the first argument is what it gives.
        net.add(nn.Dense(out_features, in_units=in_features or 0))
    # Without this there would be no value anywhere, and there would be none after data either.
    net.initialize()
    return net


def initialized(layers: list[tuple[int | None, int]]) -> list[bool]:
    """For each layer: whether its weight has values before any data comes."""
    return [in_features is not None for in_features, _ in layers]


def known_parameters(layers: list[tuple[int | None, int]]) -> int:
    """How many scalars, weights and biases, have values before any data comes."""
    biases = sum(out_features for _, out_features in layers)
    return biases + sum(out_features * (in_features or 0) for in_features, out_features in layers)


def specify(layers: list[tuple[int | None, int]], in_features: int) -> list[tuple[int, int]]:
    """The sizes of the same network with nothing left to infer."""
    # A ReLU keeps the width, so each layer takes what the dense layer before it gives. A size that
    # is given says the same, or the network would not run.
    came = [in_features, *(out_features for _, out_features in layers[:-1])]
    return [(takes, gives) for takes, (_, gives) in zip(came, layers, strict=True)]

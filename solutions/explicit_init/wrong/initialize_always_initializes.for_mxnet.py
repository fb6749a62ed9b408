"""initialize() with an initializer always initializes."""

import mxnet as mx
from mxnet import npx
from mxnet.gluon import nn

npx.set_np()


def apply_init(net: nn.Block, inputs: tuple, init: mx.init.Initializer | None = None) -> None:
    if init is None:
        net.initialize()
    else:
        net.initialize(init)
    net(*inputs)


def constant(value: float) -> mx.init.Initializer:
    return mx.init.Constant(value)

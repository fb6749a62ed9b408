"""Reference answer: ask for initialization in so many words, then let one batch complete it."""

import mxnet as mx
from mxnet import autograd, np, npx
from mxnet.gluon import nn

npx.set_np()


def apply_init(net: nn.Block, inputs: tuple, init: mx.init.Initializer | None = None) -> None:
    """Ask for initialization, and complete it by one forward.

    Asked without more ado, Gluon passes over what has data. `force_reinit` is for those who mean
    it: whoever brings an initializer does. Both only say what is to happen; where a shape is
    unknown, it happens in the forward.
    """
    if init is None:
        net.initialize()  # not initialize(None): the usual initializer is the argument's default
    else:
        net.initialize(init, force_reinit=True)
    with autograd.pause():
        net(*inputs)


class _Constant(mx.init.Initializer):
    """Fills with a value what has no initializer of its own.

    `_init_weight` is what Gluon calls for that. Layers bring initializers of their own for their biases,
    and batch normalization for all that it has; so there is nothing to say about those.
    """

    def __init__(self, value: float) -> None:
        super().__init__(value=value)
        self.value = value

    def _init_weight(self, name: str, array: np.ndarray) -> None:
        array[:] = self.value


def constant(value: float) -> mx.init.Initializer:
    """An initializer that fills weights with a value. (`mx.init.Constant` is the same.)"""
    return _Constant(value)

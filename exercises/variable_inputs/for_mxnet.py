"""Variable inputs: the task stands in prompt.mxnet.en.md and prompt.mxnet.zh.md (Chinese)."""

from mxnet import gluon, np, npx
from mxnet.gluon import nn

npx.set_np()


def tied(layer: nn.Dense) -> nn.Dense:
    """A second dense layer that shares the parameters of the given one."""
    raise NotImplementedError


class SlicedDense(nn.Block):
    """A dense layer that uses as many columns of one weight as its input has features."""

    def __init__(self, max_features: int, units: int, use_bias: bool = True) -> None:
        super().__init__()
        raise NotImplementedError


class AnyWidth(nn.Block):
    """A network that takes inputs of every width from 1 to max_features."""

    def __init__(self, max_features: int, units: int) -> None:
        super().__init__()
        raise NotImplementedError

"""Reference answers: share at construction, slice one weight, put the slice under a fixed trunk."""

from mxnet import np, npx
from mxnet.gluon import nn

npx.set_np()

_HIDDEN = 16


def tied(layer: nn.Dense) -> nn.Dense:
    """A second dense layer that shares the parameters of the given one.

    Gluon does not let a block's parameters be replaced: `second.weight = layer.weight` is refused.
    Blocks share from birth. What waits goes on waiting, and the first data to reach either of the two
    settles it for both.
    """
    units = layer.weight.shape[0]
    return nn.Dense(units, use_bias=layer.bias is not None, params=layer.params)


class SlicedDense(nn.Block):
    """A dense layer that uses as many columns of one weight as its input has features."""

    def __init__(self, max_features: int, units: int, use_bias: bool = True) -> None:
        super().__init__()
        self._units, self._most = units, max_features
        # Parameters need no layer, but initialize() finds them in `self.params`: an attribute is not
        # enough. Their shapes are complete, so they will not be deferred.
        self.weight = self.params.get("weight", shape=(units, max_features))
        self.bias = self.params.get("bias", shape=(units,), init="zeros") if use_bias else None

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Answer for (batch, width), with width up to the number of columns."""
        width = x.shape[1]
        # A slice that is too long is silently cut in Python, so the refusal has to be spoken.
        if width > self._most:
            raise ValueError(f"expected at most {self._most} features, got {width}")
        y = np.dot(x, self.weight.data()[:, :width].T)
        return y if self.bias is None else y + self.bias.data()


class AnyWidth(nn.Block):
    """A network that takes inputs of every width from 1 to max_features.

    The sliced layer brings every width to one size; what follows need not know about widths.
    """

    def __init__(self, max_features: int, units: int) -> None:
        super().__init__()
        self.into = SlicedDense(max_features, _HIDDEN)
        self.trunk = nn.Sequential()
        self.trunk.add(nn.Activation("relu"), nn.Dense(units))

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Answer (batch, units) for (batch, width)."""
        return self.trunk(self.into(x))

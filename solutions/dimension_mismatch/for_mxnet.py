"""What happens if the sizes do not match: build the network, run it, and look.

A mismatch is found by running into it. `Dense` compares its `in_units` with nothing until data
comes, and a layer without `in_units` believes whatever comes first.
"""

from mxnet import np, npx
from mxnet.base import MXNetError
from mxnet.gluon import Parameter, nn

npx.set_np()

Layers = list[tuple[int | None, int]]


def _network(layers: Layers) -> nn.HybridSequential:
    """The network, initialized as far as its sizes are known; 0 stands for a size that is not."""
    net = nn.HybridSequential()
    for index, (in_features, out_features) in enumerate(layers):
        if index > 0:
            net.add(nn.Activation("relu"))
        net.add(nn.Dense(out_features, in_units=in_features or 0))
    net.initialize()
    return net


def _has_data(parameter: Parameter) -> bool:
    """Whether there are numbers. A shape tells nothing: it may be known long before."""
    try:
        parameter.data()
    except (
        RuntimeError
    ):  # its subclass DeferredInitializationError, once initialization was asked for
        return False
    return True


def _attempt(net: nn.HybridSequential, in_features: int) -> tuple[int, int, int] | None:
    """Run a batch of that width until a layer refuses it: (index, size that came, size taken).

    Block by block, so that it shows where it stops. What was initialized on the way stays so, and
    the layers after the one that refuses see nothing, so those of them that wait go on waiting.
    """
    x = np.zeros((1, in_features))
    dense = [block for block in net if isinstance(block, nn.Dense)]
    for block in net:
        try:
            y = block(x)
        except MXNetError:
            return dense.index(block), x.shape[1], block.weight.shape[1]
        x = y
    return None


def first_mismatch(layers: Layers, in_features: int) -> int | None:
    """Index of the layer that stops the first forward, or None if it goes through."""
    stopped = _attempt(_network(layers), in_features)
    return None if stopped is None else stopped[0]


def sizes_at_mismatch(layers: Layers, in_features: int) -> tuple[int, int] | None:
    """The size that came to that layer and the size that it takes, or None."""
    stopped = _attempt(_network(layers), in_features)
    return None if stopped is None else stopped[1:]


def _weight_shapes(net: nn.HybridSequential) -> list[tuple[int, int] | None]:
    weights = [block.weight for block in net if isinstance(block, nn.Dense)]
    return [weight.shape if _has_data(weight) else None for weight in weights]


def after_forwards(layers: Layers, widths: list[int]) -> list[tuple[int, int] | None]:
    """Each weight's shape after batches of these widths; None where it has no data."""
    net = _network(layers)
    for width in widths:
        _attempt(net, width)  # one network for all of them: what is fixed once stays fixed
    return _weight_shapes(net)


def after_hybrid_forwards(layers: Layers, widths: list[int]) -> list[tuple[int, int] | None]:
    """The same for a network that was hybridized before its first batch.

    Its shapes are inferred for the whole graph, before any layer computes: if that fails, no
    weight gets its data. (What has `in_units` has had them since `initialize()`.)
    """
    net = _network(layers)
    net.hybridize()
    for width in widths:
        try:
            net(np.zeros((1, width)))
        except (MXNetError, ValueError):  # ValueError if it was the inference that failed
            continue
    return _weight_shapes(net)


def repair(net: nn.HybridSequential, in_features: int) -> nn.HybridSequential:
    """A network that runs at the width, made of the given one's layers as far as they fit.

    Nothing has to be run: the width changes at dense layers only, and each knows what it gives.
    """
    repaired = nn.HybridSequential()
    came = in_features
    for block in net:
        if isinstance(block, nn.Dense):
            repaired.add(block if _fits(block, came) else _replacement(block, came))
            came = block.weight.shape[0]
        else:
            repaired.add(block)
    return repaired


def _fits(dense: nn.Dense, came: int) -> bool:
    """Whether the layer takes that size, and has its data.

    One that waits would take it, too. But then it would have it in the given network as well: a
    block that stands in two networks has one set of parameters.
    """
    return _has_data(dense.weight) and dense.weight.shape[1] == came


def _replacement(dense: nn.Dense, came: int) -> nn.Dense:
    """The same layer for another input size, initialized by itself: nobody else has to be asked."""
    new = nn.Dense(dense.weight.shape[0], use_bias=dense.bias is not None, in_units=came)
    new.initialize()
    return new

"""See it happen: a network in three steps, constructed, asked for initialization, and fed.

A Gluon parameter is first only described. `initialize()` says how it is to be filled, and fills it
if its shape is known. If not, that is deferred: the first batch tells the shape, and what was said is
carried out.
"""

from collections.abc import Iterator

from mxnet import autograd, np, npx
from mxnet.gluon import Parameter, nn
from mxnet.gluon.parameter import DeferredInitializationError

npx.set_np()


def build(widths: list[int]) -> nn.Block:
    """Construct dense layers that give these widths, with a ReLU between each two. No more."""
    net = nn.HybridSequential()
    for index, units in enumerate(widths):
        if index > 0:
            net.add(nn.Activation("relu"))
        net.add(nn.Dense(units))
    return net


def _by_place(block: nn.Block, place: str = "") -> Iterator[tuple[str, Parameter]]:
    """Every parameter by the place of its layer and its name there: "2.weight", "1.0.bias".

    The names that `collect_params()` gives are unique in the process, and so they differ from one
    network to the next.
    """
    if isinstance(block, nn.HybridSequential):
        for index, inner in enumerate(block):
            yield from _by_place(inner, f"{place}{index}.")
    for name, parameter in block.params.items():
        yield place + name.removeprefix(block.prefix), parameter


def _stage(parameter: Parameter) -> str:
    """How far it is. Its shape would not tell: that may be known long before there are data."""
    try:
        parameter.data()
    except DeferredInitializationError:  # a RuntimeError too, and so the first to be asked about
        return "deferred"
    except RuntimeError:
        return "constructed"
    return "initialized"


def parameter_shapes(net: nn.HybridSequential) -> dict[str, tuple[int, ...] | None]:
    """The shape of each parameter by its place; `None` while it has no data."""
    return {
        place: parameter.shape if _stage(parameter) == "initialized" else None
        for place, parameter in _by_place(net)
    }


def stages(net: nn.HybridSequential) -> dict[str, str]:
    """By place: "constructed", "deferred" or "initialized"."""
    return {place: _stage(parameter) for place, parameter in _by_place(net)}


def dry_run(net: nn.HybridSequential, in_features: int) -> None:
    """Give data to all that has none, with a batch of its own; leave the rest as it is.

    `net.initialize()` would leave alone what has data. But what is deferred it would defer anew, to
    be filled in the usual way, and the way that somebody asked for would be forgotten.
    """
    for _, parameter in _by_place(net):
        if _stage(parameter) == "constructed":
            parameter.initialize()
    with autograd.pause():
        net(np.zeros((1, in_features)))

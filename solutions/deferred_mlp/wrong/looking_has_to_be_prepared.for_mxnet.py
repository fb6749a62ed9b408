"""Parameters can be looked at only when initialization has been asked for."""

from collections.abc import Iterator

from mxnet import np, npx
from mxnet.gluon import Parameter, nn
from mxnet.gluon.parameter import DeferredInitializationError

npx.set_np()


def build(widths: list[int]) -> nn.Block:
    net = nn.HybridSequential()
    for index, units in enumerate(widths):
        if index > 0:
            net.add(nn.Activation("relu"))
        net.add(nn.Dense(units))
    return net


def _by_place(block: nn.Block, place: str = "") -> Iterator[tuple[str, Parameter]]:
    if isinstance(block, nn.HybridSequential):
        for index, inner in enumerate(block):
            yield from _by_place(inner, f"{place}{index}.")
    for name, parameter in block.params.items():
        yield place + name.removeprefix(block.prefix), parameter


def _stage(parameter: Parameter) -> str:
    try:
        parameter.data()
    except DeferredInitializationError:
        return "deferred"
    except RuntimeError:
        return "constructed"
    return "initialized"


def parameter_shapes(net: nn.HybridSequential) -> dict[str, tuple[int, ...] | None]:
    before = stages(net)
    if "constructed" in before.values():
        net.initialize()
    return {
        place: parameter.shape if before[place] == "initialized" else None
        for place, parameter in _by_place(net)
    }


def stages(net: nn.HybridSequential) -> dict[str, str]:
    return {place: _stage(parameter) for place, parameter in _by_place(net)}


def dry_run(net: nn.HybridSequential, in_features: int) -> None:
    for _, parameter in _by_place(net):
        if _stage(parameter) == "constructed":
            parameter.initialize()
    net(np.zeros((1, in_features)))

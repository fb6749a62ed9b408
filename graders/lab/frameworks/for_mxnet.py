"""MXNet Gluon 1.9.1 in a lab, under `npx.set_np()`.

`build` constructs and asks for initialization, as the textbook does before it sends data;
`constructed` only constructs.
"""

from __future__ import annotations

import os
import re
import warnings
import weakref
from typing import Any, Self

from msgspec import structs
from numpy import dtype as named_dtype

os.environ.setdefault("MXNET_ENGINE_TYPE", "NaiveEngine")  # no threads, and errors where they arise
os.environ.setdefault("MXNET_CPU_WORKER_NTHREADS", "1")

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it names np.bool, which numpy 1.23 still has
    import mxnet as mx
    from mxnet import np, npx
    from mxnet.gluon import Block, HybridBlock, Parameter, Trainer, nn

from graders.lab.frameworks.instruments import Instruments, values_of
from graders.lab.frameworks.shared import (
    Memory,
    OnTheProcessor,
    array_of,
    as_network,
    numbers_of,
)
from graders.lab.frameworks.shared import raised as said_by
from graders.lab.observations import (
    Forward,
    ParameterSeen,
    Part,
    Raised,
    Snapshot,
    Stop,
    Trace,
    Values,
)
from graders.networks import Batch, Description, Layer, Linear, Network, ReLU

npx.set_np()
INSTRUMENTS = Instruments()
memory = Memory()
_described: weakref.WeakKeyDictionary[Block, Network] = weakref.WeakKeyDictionary()
_COUNTED = re.compile(r"\b([a-z]+)\d+_")


def raised(error: BaseException) -> Raised:
    """What a network raised; without the numbers that MXNet gives to names."""
    said = said_by(error)
    message = _COUNTED.sub(r"\1_", said.message).removeprefix("MXNetError: ")
    return structs.replace(said, message=message)


# --- building --------------------------------------------------------------------------------


def _layer(layer: Layer, dtype: str) -> Any:
    match layer:
        case Linear(in_features=in_features, out_features=out_features, bias=bias):
            given = {} if in_features is None else {"in_units": in_features}
            return nn.Dense(out_features, use_bias=bias, dtype=dtype, **given)
        case ReLU():
            return nn.Activation("relu")
        case Network(layers=layers):
            return _sequence(layers, dtype)
    raise NotImplementedError(f"{type(layer).__name__} in MXNet")


def _sequence(layers: tuple[Layer, ...], dtype: str) -> Any:
    net = nn.HybridSequential()  # it runs like Sequential until it is hybridized
    for layer in layers:
        net.add(_layer(layer, dtype))
    return net


def _constructed(network: Network) -> Any:
    return _sequence(network.layers, network.dtype or "float32")


def build(description: Description) -> Any:
    """A live network for which initialization has been asked, with the description's seed."""
    network = as_network(description)
    net = _constructed(network)
    initialize(net, network.seed)
    _described[net] = network
    return net


@INSTRUMENTS.offer
def constructed(net: Block) -> Block:
    """The network as it was before initialization was asked for: constructed anew."""
    return _constructed(_described[net])


@INSTRUMENTS.offer
def initialize(net: Block, seed: int) -> None:
    """Ask for initialization. What is deferred draws later."""
    mx.random.seed(seed)
    net.initialize()


@INSTRUMENTS.offer
def hybridize(net: HybridBlock) -> None:
    """From now on, a forward is compiled as a whole."""
    net.hybridize()


def make_batch(batch: Batch) -> Any:
    """The input that a batch describes."""
    return np.array(numbers_of(batch), dtype=batch.dtype or "float32")


# --- looking ---------------------------------------------------------------------------------


def _leaves(net: Block) -> list[Block]:
    children = net._children.values()  # noqa: SLF001  Gluon has no other way to ask
    return [leaf for child in children for leaf in _leaves(child)] if children else [net]


def _has_data(parameter: Parameter) -> bool:
    return parameter._data is not None  # noqa: SLF001  `data()` raises instead


def _seen(name: str, parameter: Parameter) -> ParameterSeen:
    return ParameterSeen(
        name,
        memory.token(parameter),
        tuple(parameter.shape) if _has_data(parameter) else None,
        named_dtype(parameter.dtype).name,
        "cpu",
        parameter.grad_req != "null",
    )


def _parameters(net: Block) -> dict[str, Parameter]:
    """By place, not by MXNet's own names, which are numbered through the whole process."""
    found: dict[str, Parameter] = net._collect_params_with_prefix()  # noqa: SLF001  as above
    return found


@INSTRUMENTS.offer
def look(net: Block) -> Snapshot:
    """Every parameter. Uninitialized means: without data, even if all of its shape is known."""
    return Snapshot(tuple(_seen(name, p) for name, p in _parameters(net).items()))


@INSTRUMENTS.offer
def known_shapes(net: Block) -> dict[str, tuple[int, ...]]:
    """The shape of each parameter as MXNet keeps it: -1 where a size is not known."""
    return {name: tuple(p.shape) for name, p in _parameters(net).items()}


@INSTRUMENTS.offer
def parts(net: Block) -> tuple[Part, ...]:
    """The layers in the order of a forward; nested networks lie flat."""
    return tuple(Part(type(leaf).__name__, look(leaf).parameters) for leaf in _leaves(net))


@INSTRUMENTS.offer
def values(net: Block) -> tuple[Values | None, ...]:
    """The numbers of each parameter, in order, each once; None while there is no data."""
    once = {id(p): p for p in _parameters(net).values()}.values()
    return tuple(values_of(p.data().asnumpy()) if _has_data(p) else None for p in once)


@INSTRUMENTS.offer
def set_values(net: Block, numbers: list[Values]) -> None:
    """Overwrite the parameters, in order, each once."""
    once = {id(p): p for p in _parameters(net).values()}.values()
    for parameter, wanted in zip(once, numbers, strict=True):
        parameter.set_data(np.array(array_of(wanted), dtype=wanted.dtype))


# --- running ---------------------------------------------------------------------------------


def _stop(leaves: list[Block], number: int, x: Any) -> Stop:
    weight = getattr(leaves[number], "weight", None)
    before = [leaf for leaf in leaves[:number] if _parameters(leaf)]
    return Stop(
        len(before),
        x.size // x.shape[0] if x.ndim > 1 else 1,  # Dense flattens all but the first dimension
        weight.shape[1] if weight is not None and _has_data(weight) else None,
    )


class _Course:
    """What each leaf got and gave during one call of the whole."""

    def __init__(self, net: Block) -> None:
        self.leaves = _leaves(net)
        self.shapes: list[tuple[int, ...]] = []
        self.at: tuple[int, Any] | None = None
        self._hooks: list[Any] = []

    def __enter__(self) -> Self:
        for number, leaf in enumerate(self.leaves):
            self._hooks.append(leaf.register_forward_pre_hook(self._entered(number)))
            self._hooks.append(leaf.register_forward_hook(self._left))
        return self

    def _entered(self, number: int) -> Any:
        def hook(_block: Block, arguments: tuple[Any, ...]) -> None:
            self.at = (number, arguments[0])

        return hook

    def _left(self, _block: Block, _arguments: Any, output: Any) -> None:
        if hasattr(output, "shape"):  # while a whole is compiled, symbols go through
            self.shapes.append(tuple(output.shape))
            self.at = None

    def __exit__(self, *_raised: object) -> None:
        for hook in self._hooks:
            hook.detach()

    def stop(self) -> Stop | None:
        """Where it stopped. None: a whole that is compiled stops nowhere."""
        if self.at is None or not hasattr(self.at[1], "ndim"):
            return None
        return _stop(self.leaves, *self.at)


@INSTRUMENTS.offer
def forward(net: Block, x: Any) -> Forward:
    """Call it as anyone does."""
    with _Course(net) as course:
        try:
            return Forward(values_of(net(x).asnumpy()))
        except Exception as error:  # noqa: BLE001  the network may be anybody's
            return Forward(raised(error), course.stop())


@INSTRUMENTS.offer
def trace(net: Block, x: Any) -> Trace:
    """What `net(x)` does, with the shape after each layer."""
    with _Course(net) as course:
        try:
            net(x).wait_to_read()
        except Exception as error:  # noqa: BLE001  this is what a picture is about
            return Trace((tuple(x.shape), *course.shapes), raised(error))
    return Trace((tuple(x.shape), *course.shapes))


class _MXNet(OnTheProcessor):
    """What the lab asks of MXNet: see `Framework`."""

    instruments = INSTRUMENTS
    build = staticmethod(build)
    make_batch = staticmethod(make_batch)

    def dtype(self, name: str) -> str:
        return name

    def is_live(self, value: object) -> bool:
        return issubclass(type(value), (Block, Trainer, Parameter, np.ndarray))

    def unwrap(self, value: object) -> object:
        return value

    def get_warm(self) -> None:
        """MXNet hands its engine over when a process is copied; with NaiveEngine there are no threads."""
        net = build(Network((Linear(None, 2), ReLU(), Linear(2, 1))))
        with mx.autograd.record():
            loss = net(np.ones((2, 3))).sum()
        loss.backward()

    def swap_random(self, state: Any) -> Any:
        """MXNet's generator cannot be read: its labs have a process each."""
        return state

    def start_case(self, seed: int) -> None:
        memory.forget()
        mx.random.seed(seed)

    def global_state(self) -> tuple[Any, ...]:
        return (
            npx.is_np_shape(),
            npx.is_np_array(),
            mx.autograd.is_recording(),
            mx.current_context(),
        )

    def restore_global_state(self, state: tuple[Any, ...]) -> None:
        if state[:2] != self.global_state()[:2]:
            npx.set_np(shape=state[0], array=state[1])


FRAMEWORK = _MXNet()

"""What holds on every device that there is: on the CPU, on "meta", on a GPU."""

import copy
import itertools
from collections.abc import Callable, Iterator

import pytest
import torch
from graders.lab.frameworks.torch.XX import next_drawn
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from graders.lab.devices import Placement
from graders.lab.frameworks.torch import accelerators, building
from graders.lab.frameworks.torch.accelerators import ACCELERATORS
from graders.lab.frameworks.torch.framework import FRAMEWORK
from graders.lab.frameworks.torch.looking import look, values_of
from graders.lab.frameworks.torch.placing import mixture, moved, shape_given
from graders.lab.frameworks.torch.running import backward, forward
from graders.lab.lab import InProcessLab
from graders.lab.labs import InProcessLabs
from graders.lab.limits import Limits
from graders.lab.messages import Build, Call, Clear, Failed, Handle, Load, Measure, Returned
from graders.lab.observations import Raised, Values
from graders.networks import (
    BatchNorm,
    Conv2d,
    Flatten,
    Linear,
    MaxPool2d,
    Network,
    ReLU,
    batch,
)
from graders.strategies.mlps import Attempts, fitting_mlps

HERE = FRAMEWORK.devices()
ACCELERATED = Placement(others=HERE[1:]).accelerators
GPUS = pytest.mark.parametrize(
    "gpu",
    [pytest.param(device, marks=pytest.mark.cuda) for device in ACCELERATED]
    or [
        pytest.param(
            "cuda:0",
            marks=[
                pytest.mark.cuda,
                pytest.mark.skip(reason=f"no GPU: {ACCELERATORS.why_no_more()}"),
            ],
        )
    ],
)
EVERYWHERE = pytest.mark.parametrize("device", HERE)
WITH_NUMBERS = pytest.mark.parametrize("device", [d for d in HERE if d != "meta"])
PAIRS = pytest.mark.parametrize(("first", "second"), list(itertools.permutations(HERE, 2)))
LAYERS: dict[str, tuple[Callable[[], nn.Module], tuple[int, ...]]] = {
    "linear": (lambda **on: nn.LazyLinear(3, **on), (2, 4)),
    "convolution": (lambda **on: nn.LazyConv2d(3, 2, **on), (2, 4, 5, 5)),
    "norm": (nn.LazyBatchNorm1d, (2, 4)),
}
KINDS = pytest.mark.parametrize("kind", LAYERS)


@pytest.fixture(scope="module", autouse=True)
def _awake() -> None:
    FRAMEWORK.wake(ACCELERATED, 1)


def _devices(net: nn.Module) -> list[str]:
    return look(net).devices


# --- where parameters are ------------------------------------------------------------------------


@EVERYWHERE
@KINDS
def test_parameters_materialize_on_the_device_given_at_construction(kind: str, device: str) -> None:
    make, shape = LAYERS[kind]
    layer = make(device=device)
    assert _devices(layer) == [device]
    layer(torch.zeros(shape, device=device))
    assert _devices(layer) == [device]
    assert None not in look(layer).shapes


@WITH_NUMBERS
@KINDS
def test_parameters_materialize_on_the_device_moved_to_while_lazy(kind: str, device: str) -> None:
    make, shape = LAYERS[kind]
    layer = make()
    moved(layer, device)
    assert None in look(layer).shapes
    layer(torch.zeros(shape, device=device))
    assert _devices(layer) == [device]


def test_what_is_moved_to_meta_silently_stops_being_lazy() -> None:
    """So no check asks what becomes of it."""
    layer = nn.LazyLinear(3)
    moved(layer, "meta")
    assert look(layer).shapes == [(0,), (0,)]
    with pytest.raises(AssertionError, match="in_features inferred"):
        layer(torch.zeros(1, 2, device="meta"))


@PAIRS
def test_a_lazy_layer_refuses_data_from_elsewhere_and_stays_where_it_is(
    first: str, second: str
) -> None:
    layer = nn.LazyLinear(3, device=first)
    came = shape_given(layer, torch.zeros(2, 4, device=second))
    assert isinstance(came, Raised)
    assert _devices(layer) == [first]
    assert look(layer).shapes == [(3, 4), (3,)]


@PAIRS
def test_a_mixture_is_told_from_other_exceptions(first: str, second: str) -> None:
    layer = nn.Linear(4, 3, device=first)
    assert mixture(layer, torch.zeros(2, 4, device=first)) is None
    assert mixture(layer, torch.zeros(2, 5, device=first)) is None
    assert isinstance(mixture(layer, torch.zeros(2, 4, device=second)), Raised)


class Doing(nn.Module):
    def __init__(self, does: Callable[[torch.Tensor], torch.Tensor]) -> None:
        super().__init__()
        self.does = does

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.does(x)


def _written_into_zeros(x: torch.Tensor) -> torch.Tensor:
    room = torch.zeros(x.shape)
    room[:] = x
    return room


CARELESS: dict[str, Callable[[torch.Tensor], torch.Tensor]] = {
    "added": lambda x: x + torch.zeros(2),
    "joined": lambda x: torch.cat([x, torch.zeros(2)]),
    "written into": _written_into_zeros,
}
ASKING: dict[str, Callable[[torch.Tensor], torch.Tensor]] = {
    "one number": lambda x: x * x.max().item(),
    "a list": lambda x: x * sum(x.tolist()),
    "a decision": lambda x: x if x.sum() > 0 else -x,
    "as many as there are": lambda x: x[x.nonzero()],
}


@pytest.mark.parametrize("kind", CARELESS)
def test_a_tensor_that_is_made_on_the_default_device_is_a_mixture(kind: str) -> None:
    assert isinstance(mixture(Doing(CARELESS[kind]), torch.zeros(2, device="meta")), Raised)


@pytest.mark.parametrize("kind", ASKING)
def test_what_asks_for_numbers_is_no_mixture(kind: str) -> None:
    assert mixture(Doing(ASKING[kind]), torch.zeros(2, device="meta")) is None


@pytest.mark.parametrize(
    ("layer", "shape"),
    [(nn.Linear(4, 3, bias=False), (2, 4)), (nn.Conv2d(1, 1, 2), (1, 1, 3, 3))],
    ids=["without a bias", "convolution"],
)
def test_meta_lets_some_mixtures_pass(layer: nn.Module, shape: tuple[int, ...]) -> None:
    """Where it does, nothing is asked of an answer."""
    assert mixture(layer, torch.zeros(shape, device="meta")) is None


# --- numbers -------------------------------------------------------------------------------------

U = 2.0**-24  # half the distance between 1 and the next number of float32


def _gamma(n: int) -> float:
    """What n roundings can do to a sum of n terms, in whatever order they are added."""
    return n * U / (1 - n * U)


def _error(net: nn.Sequential, x: torch.Tensor) -> torch.Tensor:
    """How far each output in float32 can be from the exact one: see docs/devices.md."""
    with torch.no_grad():
        error = torch.zeros_like(x)
        for layer in net:
            if isinstance(layer, nn.Linear | nn.Conv2d):
                n = layer.weight[0].numel() + 1
                absolute = _with_absolute_values(layer)
                here = _gamma(n) * absolute(x.abs())
                absolute.bias.zero_()  # type: ignore[union-attr]
                error = here + (1 + _gamma(n)) * absolute(error)
            elif isinstance(layer, nn.Flatten):
                error = layer(error)
            elif isinstance(layer, nn.MaxPool2d):
                # The larger of two numbers is as far off as either can be.
                error = layer(error)
            x = layer(x)
    return error


def _with_absolute_values(layer: nn.Linear | nn.Conv2d) -> nn.Module:
    made = copy.deepcopy(layer)
    for parameter in made.parameters():
        parameter.abs_()
    return made


def _on_two_devices(network: Network, shape: tuple[int, ...], device: str) -> Iterator[Values]:
    """What the CPU and another device answer, with the same weights, after a dry run."""
    net = building.network(network)
    x = building.batch_of(batch(*shape))
    net(x)
    exact = net.double()
    bound = 2 * _error(exact, x.double())
    net.float()
    yield values_of(net(x))
    moved(net, device)
    yield values_of(net(x.to(device)))
    yield values_of(bound)


def _agree(network: Network, shape: tuple[int, ...], device: str) -> None:
    with FRAMEWORK.within(Placement(others=HERE[1:]))():
        cpu, there, bound = _on_two_devices(network, shape, device)
    assert cpu.shape == there.shape
    for one, other, far in zip(cpu.numbers, there.numbers, bound.numbers, strict=True):
        assert abs(one - other) <= far


@GPUS
@settings(deadline=None, max_examples=50, database=None)
@given(attempt=fitting_mlps().drawn)
def test_networks_agree_with_the_cpu_up_to_rounding(gpu: str, attempt: Attempts) -> None:
    _agree(attempt.layers.network(), (4, attempt.widths[0]), gpu)


@GPUS
@settings(deadline=None, max_examples=25, database=None)
@given(channels=st.integers(1, 4), classes=st.integers(1, 4), side=st.integers(2, 24))
def test_convolutions_agree_with_the_cpu_up_to_rounding(
    gpu: str, channels: int, classes: int, side: int
) -> None:
    layers = (Conv2d(None, channels, 3, padding=1), ReLU(), MaxPool2d(2), Flatten())
    _agree(Network((*layers, Linear(None, classes))), (2, 3, side, side), gpu)


def test_one_layer_is_as_close_as_checks_want_it_in_whatever_order_it_adds() -> None:
    """Without a GPU: sums in random order, and in blocks, as a card may do it."""
    x = building.batch_of(batch(64, 99))
    for seed in range(20):
        layer = building.network(Network((Linear(99, 99),), seed=seed))[0]
        weight, bias = layer.weight.detach(), layer.bias.detach()
        order = torch.randperm(99, generator=torch.Generator().manual_seed(seed))
        added = sum(x[:, block] @ weight[:, block].T for block in order.split(16))
        close = values_of(added + bias).close_to(
            values_of(layer(x)), relative=1e-4 / 20, absolute=1e-5 / 20
        )
        assert close


@GPUS
def test_one_layer_agrees_as_closely_as_checks_want_it(gpu: str) -> None:
    """The tolerance of `close_to` is for one layer of the largest width, whatever adds up its sums."""
    net = building.network(Network((Linear(99, 99),)))
    x = building.batch_of(batch(64, 99))
    cpu = values_of(net(x))
    moved(net, gpu)
    assert values_of(net(x.to(gpu))).close_to(cpu, relative=1e-4, absolute=1e-5)


@GPUS
def test_gradients_agree_with_the_cpu(gpu: str) -> None:
    net = building.network(Network((Linear(20, 9), ReLU(), Linear(9, 4))))
    x = building.batch_of(batch(5, 20))
    cpu = backward(net, x).by_name
    moved(net, gpu)
    for name, there in backward(net, x.to(gpu)).by_name.items():
        here = cpu[name]
        assert here is not None
        assert there is not None
        assert there.close_to(here, relative=1e-4, absolute=1e-5)


@WITH_NUMBERS
def test_a_batch_is_the_same_on_every_device(device: str) -> None:
    here, there = batch(3, 4, seed=5), batch(3, 4, seed=5, device=device)
    assert values_of(building.batch_of(there)) == values_of(building.batch_of(here))


@WITH_NUMBERS
def test_weights_depend_on_the_seed_alone(device: str) -> None:
    network = Network((Linear(2, 3), Linear(None, 1)), seed=7, device=device)
    first, second = (FRAMEWORK.build(network) for _ in range(2))
    assert torch.equal(first[0].weight, second[0].weight)


def test_what_is_drawn_inside_is_not_drawn_outside() -> None:
    before = [generator.get_state() for generator in accelerators.generators()]
    for device in HERE:
        FRAMEWORK.build(Network((Linear(2, 3),), device=device))
    after = [generator.get_state() for generator in accelerators.generators()]
    assert all(map(torch.equal, before, after))


# --- home ----------------------------------------------------------------------------------------


def _homes() -> list[Placement]:
    return [Placement(home, tuple(d for d in HERE if d != home)) for home in ("cpu", *ACCELERATED)]


HOMES = pytest.mark.parametrize("placement", _homes(), ids=lambda p: p.home)


@HOMES
def test_at_home_everything_is_on_one_device(placement: Placement) -> None:
    with FRAMEWORK.within(placement)():
        net = FRAMEWORK.build(Network((Linear(None, 3), ReLU(), Linear(3, 1))))
        assert _devices(net) == [placement.home]
        x = FRAMEWORK.make_batch(batch(2, 4))
        assert str(x.device) == placement.home
        assert forward(net, x).shape == (2, 1)
        assert _devices(net) == [placement.home]
    assert str(torch.get_default_device()) == "cpu"


@HOMES
def test_at_home_the_next_number_is_seen_and_not_used_up(placement: Placement) -> None:
    with FRAMEWORK.within(placement)():
        FRAMEWORK.start_case(3)
        seen = next_drawn()
        assert next_drawn() == seen
        assert torch.rand(()).item() == seen
        assert next_drawn() != seen


@HOMES
def test_every_instrument_that_draws_works_at_home(placement: Placement) -> None:
    lab = InProcessLab("torch", placement=placement)
    lab.ask(Clear(1))

    def asked(request: Build | Measure) -> object:
        reply = lab.ask(request)
        assert isinstance(reply, Returned), reply
        return reply.value

    description = Network((Linear(4, 3), BatchNorm(3), ReLU(), Linear(3, 2)))
    net = asked(Build(description))
    assert isinstance(net, Handle)
    x = batch(4, 4)
    for instrument in ("stir", "give_gradients"):
        asked(Measure(instrument, (net, 1)))
    for instrument in ("backward", "reached_by_backward", "felt", "forward"):
        asked(Measure(instrument, (net, x)))
    asked(Measure("age", (net,)))
    asked(Measure("applied", (net, asked(Measure("filler")))))
    asked(Measure("sharing", (net, [x])))
    asked(Measure("descend", (net, asked(Measure("sgd", (net,))), x)))
    values = asked(Measure("values", (net,)))
    asked(Measure("set_values", (net, list(values))))  # type: ignore[call-overload]
    asked(Measure("take_values", (net, values)))
    seen = asked(Measure("look", (net,)))
    assert seen.devices == [placement.home]  # type: ignore[attr-defined]


@HOMES
def test_a_submission_finds_itself_at_home_and_cannot_move_the_others(placement: Placement) -> None:
    lab = InProcessLab("torch", Limits(), placement)
    with lab.open():
        source = b"import torch\ndef where():\n    return str(torch.zeros(1).device)\n"
        source += b"def away():\n    torch.set_default_device('meta')\n    return where()\n"
        lab.ask(Load(source, "at_home", "at_home.py"))
        assert lab.ask(Call("where")) == Returned(placement.home)
        assert lab.ask(Call("away")) == Returned("meta")
        assert lab.ask(Call("where")) == Returned(placement.home)
    assert str(torch.get_default_device()) == "cpu"


def test_numbers_are_exact_and_the_same_each_time_while_it_matters() -> None:
    outside = (torch.backends.cudnn.allow_tf32, torch.backends.cudnn.deterministic)
    with accelerators.exact():
        assert not torch.backends.cudnn.allow_tf32
        assert torch.backends.cudnn.deterministic
    assert (torch.backends.cudnn.allow_tf32, torch.backends.cudnn.deterministic) == outside


def test_without_a_gpu_a_request_costs_nothing_more() -> None:
    assert FRAMEWORK.within(Placement())() is not None
    with FRAMEWORK.within(Placement())() as nothing:
        assert nothing is None


# --- memory --------------------------------------------------------------------------------------

GREEDY = b"""
import torch
kept = []
def take(mib):
    kept.append(torch.zeros(mib * 2**18, device="cuda"))
    return len(kept)
"""


@GPUS
def test_memory_is_given_back_between_submissions(gpu: str) -> None:
    labs = InProcessLabs("torch", Limits(), gpu)
    before = torch.cuda.memory_allocated()
    for _ in range(2):
        with labs.submission() as lab:
            lab.ask(Load(GREEDY, "greedy", "greedy.py"))
            assert lab.ask(Call("take", (64,))) == Returned(1)
            assert torch.cuda.memory_allocated() >= before + 64 * 2**20
        assert torch.cuda.memory_allocated() <= before + 2**20


@GPUS
def test_memory_that_runs_out_is_told_and_is_there_again_for_the_next(gpu: str) -> None:
    labs = InProcessLabs("torch", Limits(), gpu)
    with labs.submission() as lab:
        lab.ask(Load(GREEDY, "greedy", "greedy.py"))
        reply = lab.ask(Call("take", (2**30,)))
        assert isinstance(reply, Failed)
        assert reply.error.kind == "OutOfMemoryError"
        assert reply.error.where.startswith("line 5, in take")
        assert lab.ask(Call("take", (1,))) == Returned(1)
    with labs.submission() as lab:
        lab.ask(Load(GREEDY, "greedy", "greedy.py"))
        assert lab.ask(Call("take", (64,))) == Returned(1)

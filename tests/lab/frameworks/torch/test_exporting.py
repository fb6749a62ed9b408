"""A plain network goes out as plain data and comes back the same; any other stays where it is."""

from collections import OrderedDict

import msgspec
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from graders.lab.frameworks.torch.exporting import export, take_values
from graders.lab.frameworks.torch.framework import FRAMEWORK
from graders.lab.frameworks.torch.looking import look, values
from graders.lab.frameworks.torch.running import forward
from graders.lab.observations import ParameterSeen
from graders.networks import (
    Batch,
    Conv2d,
    Flatten,
    Layer,
    Linear,
    MaxPool2d,
    Network,
    ReLU,
)

_WIDTHS = st.integers(1, 4)
_DTYPES = st.sampled_from([None, "float32", "float64"])
_LAZY = st.booleans()


@st.composite
def _rows(draw: st.DrawFn, came: int) -> list[Layer]:
    """Linear layers; what one takes need not be what the one before it gives."""
    layers: list[Layer] = []
    for _ in range(draw(st.integers(0, 3))):
        in_features = draw(st.sampled_from([None, came, came, 5]))
        came = draw(_WIDTHS)
        layers.append(Linear(in_features, came, draw(st.booleans())))
        if draw(st.booleans()):
            layers.append(ReLU(draw(st.booleans())))
    return layers


@st.composite
def _images(draw: st.DrawFn, came: int) -> list[Layer]:
    """Convolutions, in groups or not."""
    layers: list[Layer] = []
    for _ in range(draw(st.integers(1, 2))):
        groups = draw(st.sampled_from([1, 1, came]))
        taken = None if draw(_LAZY) else came
        came = groups * draw(st.integers(1, 2))
        kernel, stride, padding = draw(st.integers(1, 3)), draw(_WIDTHS), draw(st.integers(0, 2))
        layers.append(Conv2d(taken, came, kernel, stride, padding, draw(st.booleans()), groups))
        layers += draw(st.sampled_from([[], [ReLU()], [MaxPool2d(1)], [MaxPool2d(2)]]))
    return layers


@st.composite
def plain_networks(draw: st.DrawFn) -> tuple[Network, Batch]:
    """A network of PyTorch's own layers, perhaps nested, and a batch that may go through."""
    came, dtype = draw(_WIDTHS), draw(_DTYPES)
    if draw(st.booleans()):
        layers, shape = draw(_rows(came)), (2, came)
    else:
        out = draw(_WIDTHS)
        layers = [*draw(_images(came)), Flatten(), Linear(None, out), *draw(_rows(out))]
        shape = (2, came, 6, 7)
    at = draw(st.integers(0, len(layers)))
    nested = [*layers[:at], Network(tuple(layers[at:]))] if draw(st.booleans()) else layers
    description = Network(tuple(nested), seed=draw(st.integers(0, 9)), dtype=dtype)
    return description, Batch(shape, seed=draw(st.integers(0, 9)), dtype=dtype)


def _rebuilt(net: nn.Module) -> nn.Module:
    """The network, built again from what was handed out of it, which crosses as JSON could."""
    exported = export(net)
    assert exported is not None
    description, numbers = exported
    made: nn.Module = FRAMEWORK.build(description)
    take_values(made, numbers)
    return made


def _seen(net: nn.Module, *, names: bool = True) -> list[ParameterSeen]:
    """All that can be seen of the parameters, but for which object each is."""
    return [
        msgspec.structs.replace(seen, token=0, name=seen.name if names else "")
        for seen in look(net).parameters
    ]


def _has_only_settled(net: nn.Module) -> bool:
    return None not in values(net)


# --- plain networks --------------------------------------------------------------------------------


@settings(deadline=None)
@given(plain_networks())
def test_a_plain_network_is_rebuilt_as_it_was_made(case: tuple[Network, Batch]) -> None:
    net = FRAMEWORK.build(case[0])
    again = _rebuilt(net)
    assert repr(again) == repr(net)
    assert _seen(again) == _seen(net)
    assert values(again) == values(net)


@settings(deadline=None)
@given(plain_networks(), st.integers(1, 2))
def test_it_is_rebuilt_as_forwards_have_left_it(case: tuple[Network, Batch], times: int) -> None:
    """They may have stopped half-way: some layers are initialized then, others wait."""
    description, fed = case
    net = FRAMEWORK.build(description)
    for _ in range(times):
        forward(net, FRAMEWORK.make_batch(fed))
    again = _rebuilt(net)
    assert repr(again) == repr(net)
    assert _seen(again) == _seen(net)
    assert values(again) == values(net)


@settings(deadline=None)
@given(plain_networks())
def test_what_was_rebuilt_does_the_same(case: tuple[Network, Batch]) -> None:
    description, fed = case
    net = FRAMEWORK.build(description)
    forward(net, FRAMEWORK.make_batch(fed))
    again = _rebuilt(net)
    outcomes = [forward(each, FRAMEWORK.make_batch(fed)) for each in (net, again)]
    assert outcomes[1].stop == outcomes[0].stop
    assert outcomes[1].shape == outcomes[0].shape
    if _has_only_settled(net):
        assert outcomes[1] == outcomes[0]


@settings(deadline=None)
@given(plain_networks())
def test_exporting_leaves_the_network_alone(case: tuple[Network, Batch]) -> None:
    net = FRAMEWORK.build(case[0])
    before = repr(net), look(net), values(net), net.training
    random = torch.default_generator.get_state()
    export(net)
    assert (repr(net), look(net), values(net), net.training) == before
    assert torch.equal(torch.default_generator.get_state(), random)


@settings(deadline=None)
@given(plain_networks())
def test_what_is_handed_out_is_plain_data(case: tuple[Network, Batch]) -> None:
    exported = export(FRAMEWORK.build(case[0]))
    assert exported is not None
    description, numbers = exported
    assert msgspec.json.decode(msgspec.json.encode(description), type=Network) == description
    assert len(numbers) == len(list(FRAMEWORK.build(description).parameters()))


def test_names_of_layers_do_not_matter() -> None:
    net = nn.Sequential(OrderedDict(first=nn.Linear(2, 3), last=nn.Linear(3, 1)))
    assert _seen(_rebuilt(net), names=False) == _seen(net, names=False)


def test_values_are_those_that_were_set() -> None:
    net = nn.Sequential(nn.Linear(2, 2, bias=False))
    nn.init.eye_(net[0].weight)
    assert values(_rebuilt(net))[0].numbers == (1.0, 0.0, 0.0, 1.0)


def test_a_layer_that_changed_its_size_is_known_by_its_weight() -> None:
    net = nn.Sequential(nn.Linear(2, 3, bias=False))
    net[0].weight = nn.Parameter(torch.zeros(5, 4))
    net[0].in_features, net[0].out_features = 7, 7
    assert _seen(_rebuilt(net)) == _seen(net)


# --- layers by themselves --------------------------------------------------------------------------

ALONE = [nn.Linear(2, 3), nn.LazyLinear(3), nn.Conv2d(1, 2, 3), nn.LazyConv2d(2, 3), nn.ReLU()]


@pytest.mark.parametrize("layer", ALONE, ids=repr)
def test_a_layer_by_itself_is_not_handed_out(layer: nn.Module) -> None:
    assert export(layer) is None

"""What PyTorch does, as the checks rely on it: a new version that differs shows up here."""

import random

import pytest
import torch
from hypothesis import given
from torch import nn

from graders.lab.frameworks.torch.framework import FRAMEWORK
from graders.lab.frameworks.torch.looking import look, values_of
from graders.lab.frameworks.torch.running import backward, forward
from graders.lab.observations import Raised
from graders.networks import Batch, Layers, Linear, Network, batch, mlp
from graders.strategies.mlps import partial_mlps


def _net(sizes: list[tuple[int | None, int]]) -> nn.Sequential:
    return FRAMEWORK.build(mlp(sizes))


@given(partial_mlps().drawn)
def test_a_layer_waits_exactly_when_its_input_size_is_missing(layers: Layers) -> None:
    seen = look(FRAMEWORK.build(layers))
    assert seen.initialized == [in_features is not None for in_features, _ in layers.sizes]


def test_looking_initializes_nothing() -> None:
    net = _net([(None, 3), (2, 1)])
    assert look(net) == look(net)
    assert isinstance(net[0], nn.LazyLinear)


def test_a_failed_forward_rolls_nothing_back() -> None:
    net = _net([(None, 8), (9, 4), (None, 2)])
    outcome = forward(net, FRAMEWORK.make_batch(batch(2, 5)))
    assert (outcome.stopped_at, outcome.sizes_at_stop) == (1, (8, 9))
    assert look(net).weight_shapes == [(8, 5), (4, 9), None]


def test_the_first_width_is_kept_for_ever() -> None:
    net = _net([(None, 3)])
    forward(net, torch.zeros(2, 5))
    outcome = forward(net, torch.zeros(2, 6))
    assert outcome.sizes_at_stop == (6, 5)
    assert look(net).weight_shapes == [(3, 5)]


def test_a_forward_in_steps_is_the_forward() -> None:
    net = _net([(3, 4), (None, 2)])
    x = torch.randn(5, 3)
    stepped = forward(net, x).output
    assert stepped == values_of(net(x))


def test_weights_depend_on_the_seed_alone() -> None:
    network = mlp([(2, 3), (None, 1)]).network(seed=7)
    first = FRAMEWORK.build(network)
    torch.rand(3)
    second = FRAMEWORK.build(network)
    other = FRAMEWORK.build(mlp([(2, 3), (None, 1)]).network(seed=8))
    assert torch.equal(first[0].weight, second[0].weight)
    assert not torch.equal(first[0].weight, other[0].weight)


def test_building_draws_nothing_from_the_case_s_numbers() -> None:
    FRAMEWORK.start_case(1)
    without = torch.rand(2)
    FRAMEWORK.start_case(1)
    FRAMEWORK.build(mlp([(2, 3)]))
    FRAMEWORK.make_batch(batch(2, 3))
    assert torch.equal(without, torch.rand(2))


def test_a_batch_depends_on_its_seed_alone() -> None:
    described = Batch((2, 3), seed=4, dtype="float64")
    assert torch.equal(FRAMEWORK.make_batch(described), FRAMEWORK.make_batch(described))
    assert FRAMEWORK.make_batch(described).dtype is torch.float64


def test_devices_and_dtypes_are_seen_while_lazy() -> None:
    net = FRAMEWORK.build(Network((Linear(None, 2),), device="meta", dtype="float64"))
    seen = look(net)
    assert (seen.devices, seen.dtypes, seen.initialized) == (["meta"], ["float64"], [False])


def test_tokens_tell_objects_apart_and_outlive_them() -> None:
    FRAMEWORK.start_case(0)
    tokens = [look(nn.Linear(2, 2)).tokens for _ in range(20)]
    assert len({token for pair in tokens for token in pair}) == 40


def test_a_tied_parameter_has_one_token_and_two_names() -> None:
    first, second = nn.Linear(2, 2), nn.Linear(2, 2)
    second.weight = first.weight
    seen = look(nn.Sequential(first, second))
    assert len(seen.parameters) == 4
    assert len(seen.tokens) == 3
    assert seen.names == ["0.bias", "0.weight", "1.bias"]


def test_gradients_of_the_loss_are_all_different_and_not_0() -> None:
    net = nn.Linear(3, 2)
    found = backward(net, torch.ones(2, 3)).by_name["weight"]
    assert found is not None
    assert all(abs(number) > 0.1 for number in found.numbers)


def test_global_state_is_put_back() -> None:
    before = FRAMEWORK.global_state()
    torch.set_default_dtype(torch.float64)
    torch.set_default_device("meta")
    torch.set_grad_enabled(False)
    torch.use_deterministic_algorithms(True)
    FRAMEWORK.restore_global_state(before)
    assert FRAMEWORK.global_state() == before


def test_what_was_raised_is_data() -> None:
    outcome = forward(nn.Linear(2, 2), torch.zeros(2, 3))
    assert isinstance(outcome.output, Raised)
    assert outcome.output.is_a("RuntimeError")
    assert outcome.shape == outcome.output


def test_python_s_random_numbers_are_left_alone() -> None:
    random.seed(1)
    expected = random.Random(1).random()
    FRAMEWORK.build(mlp([(2, 3)]))
    assert random.random() == expected


@pytest.mark.parametrize("value", [nn.Linear(1, 1), torch.optim.SGD([torch.zeros(1)])])
def test_networks_and_optimizers_are_live(value: object) -> None:
    assert FRAMEWORK.is_live(value)


def test_what_claims_to_be_a_network_is_not() -> None:
    class Claims:
        __class__ = nn.Module  # type: ignore[assignment]

    assert not FRAMEWORK.is_live(Claims())


class Mute(nn.Module):
    def forward(self, _x: torch.Tensor) -> None:
        return None


@pytest.mark.parametrize("net", [Mute(), nn.Sequential(Mute())])
def test_a_forward_without_a_tensor_is_seen_as_raised(net: nn.Module) -> None:
    outcome = forward(net, torch.zeros(2, 3))
    assert isinstance(outcome.output, Raised)
    assert outcome.output.message == "forward returned a NoneType, not a tensor"

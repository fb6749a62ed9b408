"""The same as `plain_grader.py`, for `lazy_layer`: PyTorch's own layers say what is right."""

import contextlib
import copy
import inspect
import pickle
from typing import NamedTuple

import pytest
import submission
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn
from torch.nn.parameter import is_lazy

WIDTHS, LEADING = st.integers(1, 20), st.lists(st.integers(1, 4), max_size=3)
settings.register_profile("course", max_examples=50, deadline=None)
settings.load_profile("course")


class Dense(NamedTuple):
    came: int
    outs: int
    bias: bool

    def eager(self):
        return nn.Linear(self.came, self.outs, bias=self.bias)

    def made(self, *, used=False, **options):
        options |= {} if self.bias else {"bias": False}
        net = submission.LazyDense(self.outs, **options)
        if used:
            assert net(self.batch()).shape == (2, self.outs)
        return net

    def batch(self, *leading, **options):
        return torch.randn(*(leading or (2,)), self.came, **options)


LAYERS = st.builds(Dense, WIDTHS, WIDTHS, st.booleans())
STEPS = st.sampled_from(["feed", "load", "copy", "pickle", "restore", "train", "cast"])


def shapes(net):
    return {name: None if is_lazy(p) else tuple(p.shape) for name, p in net.named_parameters()}


def numbers(net):
    return {n: None if is_lazy(p) else p.detach().clone() for n, p in net.named_parameters()}


def same(some, others):
    return some.keys() == others.keys() and all(
        others[name] is None if one is None else torch.allclose(one, others[name])
        for name, one in some.items()
    )


def double(net, layer):
    twin, values = layer.eager(), numbers(net)
    assert shapes(net) == shapes(twin)
    twin.load_state_dict(values)
    return twin


def step(net, optimizer, x):
    optimizer.zero_grad()
    net(x).square().sum().backward()
    optimizer.step()


@given(LAYERS)
def test_is_uninitialized_until_the_first_forward(layer):
    net = layer.made()
    assert shapes(net) == dict.fromkeys(shapes(layer.eager()))
    assert not net.in_features
    assert net(layer.batch()).shape == (2, layer.outs)
    assert shapes(net) == shapes(layer.eager())
    assert net.in_features == layer.came


@given(LAYERS, st.integers(0, 99))
def test_draws_what_an_eager_layer_draws(layer, seed):
    x = layer.batch()
    torch.manual_seed(seed)
    net = layer.made()
    net(x)
    torch.manual_seed(seed)
    assert same(numbers(net), numbers(layer.eager()))


@given(LAYERS, LEADING, LEADING)
def test_maps_any_leading_dimensions(layer, first, then):
    net = layer.made()
    for leading in (first, then):
        x = torch.randn(*leading, layer.came)
        y = net(x)
        assert y.shape == (*leading, layer.outs)
        assert torch.allclose(y, double(net, layer)(x), atol=1e-6)


@given(LAYERS)
def test_takes_its_input_by_keyword(layer):
    net = layer.made()
    name = next(iter(inspect.signature(net.forward).parameters))
    for x in (layer.batch(), layer.batch()):
        assert torch.allclose(net(**{name: x}), double(net, layer)(x), atol=1e-6)


@given(LAYERS)
def test_changes_nothing_in_a_second_forward(layer):
    net = layer.made(used=True)
    values = numbers(net)
    assert shapes(net) == shapes(layer.eager())
    net(layer.batch())
    with contextlib.suppress(Exception):
        net(torch.randn(2, layer.came + 1))
    assert same(numbers(net), values)


@given(LAYERS, st.sampled_from([(), (None,), (1.0,), (torch.tensor(1.0),)]))
def test_stays_lazy_when_the_first_forward_fails(layer, arguments):
    net = layer.made()
    with contextlib.suppress(Exception):
        net(*arguments)
    assert shapes(net) == dict.fromkeys(shapes(layer.eager()))
    net(layer.batch())
    assert shapes(net) == shapes(layer.eager())


@given(LAYERS, st.booleans(), st.booleans())
def test_leaves_the_modes_alone(layer, training, gradients):
    net = layer.made().train(training)
    for _ in range(2):
        with torch.set_grad_enabled(gradients):
            y = net(layer.batch())
            assert torch.is_grad_enabled() == gradients
        assert y.requires_grad == gradients
        assert net.training == training


@given(LAYERS, st.sampled_from([torch.float64, torch.bfloat16]), st.booleans())
def test_honours_the_dtype_set_before_the_dry_run(layer, dtype, by_cast):
    net = layer.made().to(dtype) if by_cast else layer.made(dtype=dtype)
    assert net(layer.batch(dtype=dtype)).shape == (2, layer.outs)
    assert {one.dtype for one in net.parameters()} == {dtype}


@given(LAYERS)
def test_honours_the_device_set_before_the_dry_run(layer):
    net = layer.made(device="meta")
    assert net(layer.batch(device="meta")).shape == (2, layer.outs)
    assert {one.device.type for one in net.parameters()} == {"meta"}


@given(LAYERS, st.booleans())
def test_is_trained_by_an_optimizer_made_before(layer, by_state):
    net, x = layer.made(), layer.batch()
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    if by_state:
        net.load_state_dict(layer.made(used=True).state_dict())
    net(x)
    twin = double(net, layer)
    step(net, optimizer, x)
    step(twin, torch.optim.SGD(twin.parameters(), lr=0.1), x)
    assert same(numbers(net), numbers(twin))


def are_two(net, second, layer):
    before = numbers(net)
    assert same(numbers(second), before)
    second(layer.batch())
    assert shapes(second) == shapes(layer.eager())
    with torch.no_grad():
        for one in second.parameters():
            one.add_(1)
    assert same(numbers(net), before)
    assert net(layer.batch()).shape == (2, layer.outs)


@given(LAYERS, st.booleans())
def test_can_be_copied_lazy_or_not(layer, used):
    net = layer.made(used=used)
    are_two(net, copy.deepcopy(net), layer)


@given(LAYERS, st.booleans())
def test_can_be_pickled_lazy_or_not(layer, used):
    net = layer.made(used=used)
    are_two(net, pickle.loads(pickle.dumps(net)), layer)


@given(LAYERS, st.sampled_from([(True, False), (True, True), (False, False)]))
def test_takes_over_a_state_that_fits(layer, used):
    source, target = (layer.made(used=one) for one in used)
    target.load_state_dict(source.state_dict())
    values = numbers(source)
    assert same(numbers(target), values)
    target(layer.batch())
    assert shapes(target) == shapes(layer.eager())
    assert target.in_features == layer.came
    assert not used[0] or same(numbers(target), values)


@given(LAYERS, st.sampled_from([None, (1, 0), (0, 1)]))
def test_refuses_a_state_that_does_not_fit(layer, more):
    target, before = layer.made(used=True), shapes(layer.eager())
    inputs, outs = more or (0, 0)
    other = Dense(layer.came + inputs, layer.outs + outs, layer.bias).made(used=more is not None)
    with pytest.raises(Exception):  # noqa: B017, PT011  any kind will do
        target.load_state_dict(other.state_dict())
    assert shapes(target) == before


def lived(net, kind, layer, make):
    dtype = next(net.parameters()).dtype
    x = layer.batch(dtype=dtype, generator=torch.Generator().manual_seed(1))
    other = make().to(dtype)
    match kind:
        case "load":
            other.load_state_dict(net.state_dict())
            return other
        case "copy":
            return copy.deepcopy(net)
        case "pickle":
            return pickle.loads(pickle.dumps(net))
        case "restore":
            other(x)
            net.load_state_dict(other.state_dict())
        case "train":
            step(net, torch.optim.SGD(net.parameters(), lr=0.1), x)
        case "cast":
            net.to(torch.float64 if dtype == torch.float32 else torch.float32)
        case "feed":
            net(x)
    return net


@given(LAYERS, st.lists(STEPS, min_size=4, max_size=9))
def test_lives_as_pytorchs_own_does(layer, kinds):
    makers = layer.made, lambda: nn.LazyLinear(layer.outs, bias=layer.bias)
    nets = [make() for make in makers]
    for kind in kinds:
        for index, make in enumerate(makers):
            torch.manual_seed(0)
            nets[index] = lived(nets[index], kind, layer, make)
        assert same(*map(numbers, nets))
        assert kind != "feed" or nets[0].in_features == layer.came

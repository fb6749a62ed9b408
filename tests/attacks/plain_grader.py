"""A grader as people usually write one, for `dimension_mismatch`: pytest, Hypothesis, plain asserts.

It asks PyTorch, as ours do, and a right answer passes. But what was handed in is imported into the
process that judges it. `plain.py` shows what comes of that.
"""

from typing import NamedTuple

import submission
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn
from torch.nn.parameter import is_lazy

SIZES = st.integers(1, 20)


@st.composite
def attempts(draw, batches=1):
    """Layers as the exercise writes them, and widths: each size is not given, or fits, or is any."""
    widths = draw(st.lists(SIZES, min_size=batches, max_size=2 * batches - 1))
    layers, came = [], widths[0]
    for _ in range(draw(st.integers(1, 5))):
        layers.append((draw(st.sampled_from([None, came]) | SIZES), draw(SIZES)))
        came = layers[-1][1]
    return layers, widths


class Case(NamedTuple):
    """A network to repair."""

    layers: list
    biases: list
    width: int
    dtype: torch.dtype = torch.float32
    device: str = "cpu"
    seen: int | None = None

    def network(self):
        """The network, after a batch if it has seen one."""
        net = build(self.layers, self.biases, dtype=self.dtype, device=self.device)
        if self.seen is not None:
            forward(net, self.seen)
        return net

    def batch(self):
        """What the repaired network has to take."""
        return torch.randn(8, self.width, dtype=self.dtype)

    def came(self):
        """The size that comes to each layer of the repaired network."""
        return [self.width, *(gives for _, gives in self.layers[:-1])]


@st.composite
def cases(draw, devices=("cpu",)):
    """Networks with and without biases, of two dtypes, new or after a batch."""
    layers, (width,) = draw(attempts())
    biases = [draw(st.booleans()) for _ in layers]
    dtype = draw(st.sampled_from([torch.float32, torch.float64]))
    device = draw(st.sampled_from(devices))
    seen = None if device == "meta" else draw(st.none() | st.just(width) | SIZES)
    return Case(layers, biases, width, dtype, device, seen)


def build(layers, biases=None, **options):
    """The network that the layers describe."""
    modules = []
    for (taken, gives), bias in zip(layers, biases or [True] * len(layers), strict=True):
        if taken is None:
            linear = nn.LazyLinear(gives, bias=bias, **options)
        else:
            linear = nn.Linear(taken, gives, bias=bias, **options)
        modules += [linear, nn.ReLU()]
    return nn.Sequential(*modules[:-1])


def forward(net, width):
    """Which layer stops a batch, what came to it and what it takes; None if the batch goes through."""
    x = torch.randn(2, width, dtype=net[0].weight.dtype)
    for index, module in enumerate(net):
        try:
            x = module(x)
        except RuntimeError:
            return index // 2, x.shape[1], module.in_features
    return None


def linears(net):
    """The linear layers, also of a network in which some are nested."""
    return [module for module in net.modules() if isinstance(module, nn.Linear)]


def shapes(net):
    """The shape of each weight, None if it is uninitialized."""
    weights = [linear.weight for linear in linears(net)]
    return [None if is_lazy(weight) else tuple(weight.shape) for weight in weights]


@given(attempts())
@settings(max_examples=50, deadline=None)
def test_names_the_layer_that_stops(attempt):
    layers, (width,) = attempt
    stopped = forward(build(layers), width)
    expected = None if stopped is None else stopped[0]
    assert submission.first_mismatch(layers, width) == expected


@given(attempts())
@settings(max_examples=50, deadline=None)
def test_tells_the_two_sizes_that_disagree(attempt):
    layers, (width,) = attempt
    stopped = forward(build(layers), width)
    expected = None if stopped is None else stopped[1:]
    assert submission.sizes_at_mismatch(layers, width) == expected


@given(attempts())
@settings(max_examples=50, deadline=None)
def test_knows_what_an_attempt_leaves_behind(attempt):
    layers, widths = attempt
    net = build(layers)
    forward(net, widths[0])
    assert submission.after_forwards(layers, widths) == shapes(net)


@given(attempts(batches=3))
@settings(max_examples=50, deadline=None)
def test_knows_that_the_first_width_stays(attempt):
    layers, widths = attempt
    net = build(layers)
    for width in widths:
        forward(net, width)
    assert submission.after_forwards(layers, widths) == shapes(net)


@given(cases())
@settings(max_examples=50, deadline=None)
def test_makes_the_network_accept_the_width(case):
    repaired = submission.repair(case.network(), case.width)
    outs = [gives for _, gives in case.layers]
    assert repaired(case.batch()).shape == (8, outs[-1])
    assert shapes(repaired) == list(zip(outs, case.came(), strict=True))


@given(cases())
@settings(max_examples=50, deadline=None)
def test_leaves_the_given_network_unharmed(case):
    net = case.network()
    shown, before, parameters = str(net), shapes(net), list(net.parameters())
    numbers = [None if is_lazy(one) else one.detach().clone() for one in parameters]
    repaired = submission.repair(net, case.width)
    assert shapes(net) == before
    repaired(case.batch())
    assert shapes(net) == before
    assert str(net) == shown
    for now, then, number in zip(net.parameters(), parameters, numbers, strict=True):
        assert now is then
        assert number is None or torch.equal(now, number)


@given(cases())
@settings(max_examples=50, deadline=None)
def test_keeps_what_fits_and_replaces_the_rest(case):
    net = case.network()
    before = linears(net)
    fates = [
        shape and shape[1] == came for shape, came in zip(shapes(net), case.came(), strict=True)
    ]
    after = linears(submission.repair(net, case.width))
    assert len(after) == len(before)
    for old, new, kept in zip(before, after, fates, strict=True):
        if kept is not None:
            assert (new.weight is old.weight) == kept
            assert not kept or new.bias is old.bias


@given(cases(devices=("cpu", "meta")))
@settings(max_examples=50, deadline=None)
def test_keeps_bias_dtype_and_device(case):
    repaired = linears(submission.repair(case.network(), case.width))
    assert [linear.bias is not None for linear in repaired] == case.biases
    for linear in repaired:
        for parameter in linear.parameters():
            assert parameter.dtype == case.dtype
            assert parameter.device.type == case.device


@given(cases())
@settings(max_examples=50, deadline=None)
def test_keeps_order_and_activations(case):
    repaired, x = submission.repair(case.network(), case.width), case.batch()
    repaired(x)
    outs = [gives for _, gives in case.layers]
    twin = build(list(zip(case.came(), outs, strict=True)), case.biases, dtype=case.dtype)
    assert len(list(repaired.parameters())) == len(list(twin.parameters()))
    with torch.no_grad():
        for ours, theirs in zip(twin.parameters(), repaired.parameters(), strict=True):
            theirs.normal_()  # zeros would give zeros in any network
            ours.copy_(theirs)
        assert torch.allclose(repaired(x), twin(x))

"""Layers that fit do fit, and those that stop do stop: PyTorch is asked."""

import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st

from graders.bank.shape_inference import cases as shapes
from graders.bank.shape_inference.cases import Stack
from graders.lab.frameworks.torch.framework import FRAMEWORK
from graders.lab.frameworks.torch.inferring import parameters_by_layer, shape_after
from graders.lab.observations import Raised
from graders.networks import BatchNorm, Conv2d, Flatten, Linear, MaxPool2d, Network, ReLU
from graders.strategies.cases import Cases

PASSABLE = [
    shapes.rows(),
    shapes.images_through_linear_layers(),
    shapes.convolutions(),
    shapes.image_networks(),
    shapes.normalized(),
    shapes.passable(),
]


def _after(stack: Stack) -> tuple[int, ...] | Raised:
    return shape_after(FRAMEWORK.build(stack.network), FRAMEWORK.make_batch(stack.batch))


@given(st.one_of([cases.drawn for cases in PASSABLE]))
def test_what_is_drawn_to_pass_passes(stack: Stack) -> None:
    assert isinstance(_after(stack), tuple)


@given(shapes.impassable().drawn)
def test_what_is_drawn_to_stop_stops(stack: Stack) -> None:
    assert isinstance(_after(stack), Raised)


@pytest.mark.parametrize("cases", [*PASSABLE, shapes.impassable()])
def test_small_ones_come_first_and_keep_the_promise(cases: Cases[Stack]) -> None:
    depths = [len(stack.layers) for stack in cases.small]
    assert depths == sorted(depths)
    assert len({repr(stack) for stack in cases.small}) == len(cases.small)
    stops = cases.small == shapes.impassable().small
    assert all(isinstance(_after(stack), Raised) is stops for stack in cases.small[:120])


def test_a_stack_is_described_layer_by_layer() -> None:
    stack = Stack(
        (
            ("batchnorm",),
            ("conv2d", 4, 3, 2, 1),
            ("maxpool2d", 2),
            ("relu",),
            ("flatten",),
            ("batchnorm",),
            ("linear", 5),
        ),
        (1, 9, 9),
    )
    assert stack.network == Network(
        (
            BatchNorm(None, 2),
            Conv2d(None, 4, 3, 2, 1),
            MaxPool2d(2),
            ReLU(),
            Flatten(),
            BatchNorm(None, 1),
            Linear(None, 5),
        )
    )
    net = FRAMEWORK.build(stack.network)
    assert shape_after(net, FRAMEWORK.make_batch(stack.batch)) == (5,)
    assert parameters_by_layer(net) == [
        {"weight": (1,), "bias": (1,)},
        {"weight": (4, 1, 3, 3), "bias": (4,)},
        {},
        {},
        {},
        {"weight": (16,), "bias": (16,)},
        {"weight": (5, 16), "bias": (5,)},
    ]


def test_the_layer_that_stops_is_counted_among_all() -> None:
    outcome = _after(Stack((("relu",), ("flatten",), ("conv2d", 1, 1, 1, 0)), (1, 1, 1)))
    assert isinstance(outcome, Raised)
    assert outcome.facts == {"layer": 2}
    assert outcome.kind == "RuntimeError"


@pytest.mark.parametrize(
    ("cases", "kind"),
    [(shapes.image_networks(), "conv2d"), (shapes.passable(), "maxpool2d")],
)
def test_two_windows_one_behind_the_other_are_drawn(cases: Cases[Stack], kind: str) -> None:
    found = find(
        cases.drawn,
        lambda stack: sum(layer[0] == kind and layer[1] != 1 for layer in stack.layers) >= 2,
        settings=settings(max_examples=2_000, database=None),
    )
    assert len(found.layers) <= 4

"""A network that a description cannot say is not handed out: an audit of it would be unjust."""

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import nn

from graders.lab.frameworks.torch.exporting import export, take_values
from graders.lab.frameworks.torch.framework import FRAMEWORK
from graders.lab.frameworks.torch.looking import look, values
from graders.lab.frameworks.torch.running import forward

Make = Callable[[nn.Sequential], Any]


class Subclass(nn.Linear):
    """Nothing of its own."""


class Whole(nn.Sequential):
    """Nothing of its own."""


class Own(nn.Module):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x


class Number(nn.Parameter):
    """Nothing of its own."""


def _set(net: nn.Module, name: str, value: Any) -> nn.Module:
    setattr(net, name, value)
    return net


def _put(layer: nn.Module) -> Make:
    """The network with another layer in it."""
    return lambda net: nn.Sequential(*net, layer)


def _tied(net: nn.Sequential) -> nn.Module:
    net[2].weight = net[0].weight
    return net


def _frozen(net: nn.Sequential) -> nn.Module:
    net[2].bias.requires_grad_(False)
    return net


def _hooked(name: str, at: int | None) -> Make:
    def hook(net: nn.Sequential) -> nn.Module:
        getattr(net if at is None else net[at], name)(lambda *_: None)
        return net

    return hook


NOT_PLAIN: dict[str, Make] = {
    "a subclass of a layer": _put(Subclass(2, 2)),
    "a subclass of a sequence": lambda net: Whole(*net),
    "a class of one's own": _put(Own()),
    "a class of one's own around it": lambda net: _set(Own(), "net", net),
    "a list of layers": nn.ModuleList,
    "a layer with something in it": lambda net: _set(net, "0", _set(net[0], "inner", nn.ReLU())),
    "a forward of the instance": lambda net: _set(net, "forward", lambda x: x),
    "a forward of a layer's instance": lambda net: net.append(_set(nn.ReLU(), "forward", abs)),
    "tied parameters": _tied,
    "a frozen parameter": _frozen,
    "no weight": lambda net: net.append(_set(nn.Linear(2, 2), "weight", None)),
    "a parameter too many": lambda n: n.append(
        _set(nn.Linear(2, 2), "x", nn.Parameter(torch.ones(1)))
    ),
    "a weight of three dimensions": lambda net: net.append(
        _set(nn.Linear(2, 2), "weight", nn.Parameter(torch.zeros(1, 2, 2)))
    ),
    "another device": lambda net: net.to("meta"),
    "half precision": lambda net: net.half(),
    "mixed precision": _put(nn.Linear(2, 2, dtype=torch.float64)),
    "evaluation mode": lambda net: net.eval(),
    "evaluation mode of a layer": lambda net: net.append(nn.ReLU().eval()),
    "evaluation mode of the outermost": lambda net: _set(net, "training", False),
    "dropout": _put(nn.Dropout()),
    "dropout that drops nothing": _put(nn.Dropout(0.0)),
    "batch normalization": _put(nn.BatchNorm1d(2)),
    "lazy batch normalization": _put(nn.LazyBatchNorm1d()),
    "another activation": _put(nn.Tanh()),
    "a flatten of all dimensions": _put(nn.Flatten(0)),
    "pooling with a step": _put(nn.MaxPool2d(2, stride=1)),
    "pooling of rectangles": _put(nn.MaxPool2d((2, 1))),
    "pooling that rounds up": _put(nn.MaxPool2d(2, ceil_mode=True)),
    "a dilated convolution": _put(nn.Conv2d(1, 1, 3, dilation=2)),
    "a convolution of rectangles": _put(nn.Conv2d(1, 1, (3, 1))),
    "a convolution that mirrors": _put(nn.Conv2d(1, 1, 3, padding=1, padding_mode="reflect")),
    "a convolution with a word for its padding": _put(nn.Conv2d(1, 1, 3, padding="same")),
    "a lazy layer with a second hook": lambda net: net.append(
        _hooked("register_forward_pre_hook", 0)(nn.Sequential(nn.LazyLinear(2)))
    ),
} | {
    f"{name} of {'a layer' if at is not None else 'the whole'}": _hooked(name, at)
    for name in (
        "register_forward_hook",
        "register_forward_pre_hook",
        "register_full_backward_hook",
        "register_full_backward_pre_hook",
    )
    for at in (None, 0, 1)
}


@pytest.fixture
def net() -> nn.Sequential:
    return nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 2))


def test_the_network_by_itself_is_handed_out(net: nn.Sequential) -> None:
    assert export(net) is not None


@pytest.mark.parametrize("why", NOT_PLAIN)
def test_what_is_not_plain_is_not_handed_out(net: nn.Sequential, why: str) -> None:
    assert export(NOT_PLAIN[why](net)) is None


@pytest.mark.parametrize("why", NOT_PLAIN)
def test_nor_is_it_deep_inside(net: nn.Sequential, why: str) -> None:
    inside = nn.Sequential(nn.ReLU(), nn.Sequential(NOT_PLAIN[why](net)))
    assert export(inside) is None


def test_a_parameter_of_another_class_is_not_handed_out(net: nn.Sequential) -> None:
    net[0].weight = Number(torch.zeros(2, 2))
    assert export(net) is None


# --- what is handed out and is not the network ------------------------------------------------------


def _loaded(net: nn.Sequential) -> nn.Module:
    lazy = nn.LazyLinear(2)
    lazy.load_state_dict(net[0].state_dict())
    return nn.Sequential(lazy)


def _with_a_bias_of_its_own(_: nn.Sequential) -> nn.Module:
    return nn.Sequential(_set(nn.LazyLinear(2), "bias", nn.Parameter(torch.zeros(2))))


def _with_a_weight_of_its_own(_: nn.Sequential) -> nn.Module:
    lazy = nn.LazyLinear(2)
    lazy.weight.materialize((2, 2))
    nn.init.ones_(lazy.weight)
    return nn.Sequential(lazy)


def _with_its_weight_put_back(net: nn.Sequential) -> nn.Module:
    weight = net[0].weight
    del net[0].weight
    net[0].weight = weight
    return net


MISREAD: dict[str, tuple[str, Make]] = {
    "one layer in two places": (
        "net.modules() gives it once, so that it is not found to be tied",
        lambda net: nn.Sequential(*net, net[0]),
    ),
    "a parameter of the whole": (
        "only a Linear's and a Conv2d's own parameters are looked at",
        lambda net: _set(net, "scale", nn.Parameter(torch.ones(1))),
    ),
    "a parameter of a rectifier": (
        "only a Linear's and a Conv2d's own parameters are looked at",
        lambda net: net.append(_set(nn.ReLU(), "slope", nn.Parameter(torch.ones(1)))),
    ),
    "a lazy layer with a bias": (
        "a lazy weight speaks for the bias: take_values cannot initialize it",
        _with_a_bias_of_its_own,
    ),
    "a lazy layer with a weight": (
        "a weight speaks for the bias: what is built has one already",
        _with_a_weight_of_its_own,
    ),
    "a lazy layer that was loaded": (
        "its class is still LazyLinear, which stops with another kind of error",
        _loaded,
    ),
    "a bias before its weight": (
        "take_values goes by the order of parameters",
        _with_its_weight_put_back,
    ),
}
_MISREAD = [pytest.param(make, id=f"{why}: {reason}") for why, (reason, make) in MISREAD.items()]


def _measured(net: nn.Module, width: int) -> Any:
    """What an audit compares: shapes, values, and how a forward ends."""
    seen = [seen.shape for seen in look(net).parameters]
    numbers = values(net)
    outcome = forward(net, torch.ones(2, width))
    ended = outcome.output if None not in numbers else outcome.shape
    return seen, numbers, getattr(ended, "kind", ended), outcome.stop


@pytest.mark.parametrize("make", _MISREAD)
def test_what_is_handed_out_is_the_network(make: Make) -> None:
    """An honest answer that is rebuilt as something else is called a lie by the audit."""
    for width in (2, 5):
        net = make(nn.Sequential(nn.Linear(2, 2), nn.ReLU(), nn.Linear(2, 2)))
        exported = export(net)
        if exported is not None:
            again = FRAMEWORK.build(exported[0])
            take_values(again, exported[1])
            assert _measured(again, width) == _measured(net, width)

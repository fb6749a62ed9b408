"""What only this exercise asks of live networks."""

from __future__ import annotations

import copy
import inspect
import pickle
from typing import Any

import torch
from torch import nn

from graders import Forward, Raised, Snapshot, UnmeasurableError, Values
from graders.lab.frameworks.torch.tools import (
    forward,
    generic_loss,
    known_values_of,
    look,
    named_parameters_of,
    output_of,
    raised,
    seeded,
)


def named_values(net: nn.Module) -> dict[str, Values | None]:
    """The numbers of each parameter by its name; None where it is uninitialized."""
    return {n: known_values_of(p) for n, p in named_parameters_of(net)}


def input_size(net: nn.Module) -> int:
    """What the layer says of its `in_features`; 0 if that is None, or nothing."""
    said = getattr(net, "in_features", None) or 0
    if not isinstance(said, int):
        raise UnmeasurableError(f"in_features is a {type(said).__name__}, not an int")
    return int(said)


def is_training(net: nn.Module) -> bool:
    """The layer's training flag."""
    return bool(net.training)


def pickled(net: nn.Module) -> nn.Module | Raised:
    """What `pickle` makes of the layer, there and back."""
    try:
        made: nn.Module = pickle.loads(pickle.dumps(net))  # noqa: S301  the lab's own bytes
    except Exception as error:  # noqa: BLE001  the layer may be anybody's
        return raised(error)
    return made


def deep_copied(net: nn.Module) -> nn.Module | Raised:
    """A deep copy, or what was raised instead."""
    try:
        return copy.deepcopy(net)
    except Exception as error:  # noqa: BLE001  the layer may be anybody's
        return raised(error)


def fed(net: nn.Module, x: torch.Tensor, seed: int = 1) -> Forward:
    """Run it. What it draws, it draws with that seed, and nobody else notices."""
    with seeded(seed):
        return forward(net, x)


class _ByKeyword(nn.Module):
    """A layer that is given its input by name."""

    def __init__(self, net: nn.Module) -> None:
        super().__init__()
        self.net = net

    def forward(self, x: torch.Tensor) -> Any:
        return self.net(**{_name_of_input(self.net): x})


def fed_by_keyword(net: nn.Module, x: torch.Tensor, seed: int = 1) -> Forward:
    """The same, the input given by its name."""
    with seeded(seed):
        return forward(_ByKeyword(net), x)


def _name_of_input(net: nn.Module) -> str:
    """What the layer's own `forward` calls its first argument: "input", as in PyTorch, or else."""
    kinds = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    try:
        takes = inspect.signature(net.forward).parameters.values()
    except (TypeError, ValueError):
        return "input"
    return next((taken.name for taken in takes if taken.kind in kinds), "input")


def look_after_failing(net: nn.Module, attempt: str) -> Snapshot:
    """`look` after a forward without a tensor, or with a scalar.

    A layer that takes such a thing has not failed, and is seen as it was before.
    """
    arguments: tuple[Any, ...] = {
        "nothing": (),
        "None": (None,),
        "a number": (1.0,),
        "a scalar": (torch.tensor(1.0),),
    }[attempt]
    before = look(net)
    try:
        net(*arguments)
    except Exception:  # noqa: BLE001  the layer may be anybody's
        return look(net)
    return before


def loaded(net: nn.Module, other: nn.Module) -> Raised | None:
    """Load the other's state dict; what was raised, or None."""
    try:
        net.load_state_dict(other.state_dict())
    except Exception as error:  # noqa: BLE001  the layer may be anybody's
        return raised(error)
    return None


def cast(net: nn.Module, dtype: torch.dtype) -> None:
    """Cast the layer to a dtype, before it has values or after."""
    net.to(dtype=dtype)


def switch(net: nn.Module, training: bool) -> None:
    """Set the training flag."""
    net.train(training)


def train_step(
    optimizer: torch.optim.Optimizer, net: nn.Module, x: torch.Tensor, seed: int = 1
) -> None:
    """One step of the optimizer on a generic loss, gradients cleared before and after."""
    optimizer.zero_grad()
    with seeded(seed), torch.enable_grad():
        torch.autograd.backward(generic_loss(output_of(net, x), 0))
    optimizer.step()
    optimizer.zero_grad()


def modes_after(net: nn.Module, x: torch.Tensor, gradients: bool) -> dict[str, bool]:
    """The modes in which a forward leaves the world, when it began with gradients on or off."""
    before = torch.is_grad_enabled()
    torch.set_grad_enabled(gradients)
    try:
        output = output_of(net, x)
        return {
            "torch.is_grad_enabled()": torch.is_grad_enabled(),
            "net.training": bool(net.training),
            "output.requires_grad": output.requires_grad,
        }
    finally:
        torch.set_grad_enabled(before)

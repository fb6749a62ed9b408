"""Instruments: what can be asked of live networks, where they live. `side.measure(stir, net, 1)`.

Here an instrument is declared: its name, what it takes and what it gives, for whoever writes checks and
for their type checker. What it does is written once for each framework, in the framework's room, and
runs in a lab; nothing here imports a framework. An exercise declares its own in the same way, in
`instruments/__init__.py` of its room, and writes them beside it, in `for_<framework>.py`:

    @instrument
    def means(net: Net) -> Values:
        \"\"\"The running means of a network's only layer.\"\"\"
        raise NotImplementedError
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar

if TYPE_CHECKING:
    from graders.judging.conversation import Net
    from graders.lab.observations import Forward, Gradients, Raised, Snapshot, Values
    from graders.networks import Batch, Network

P = ParamSpec("P")
R_co = TypeVar("R_co", covariant=True)


class Instrument(Generic[P, R_co]):
    """A declared instrument. `module` is where, and tells an exercise's own from the frameworks'."""

    def __init__(self, declaration: Callable[P, R_co]) -> None:
        self.name = declaration.__name__
        self.module = declaration.__module__
        self.is_own = self.module != __name__
        self.__doc__ = declaration.__doc__
        self._signature = inspect.signature(declaration)

    def arguments(self, *given: P.args, **named: P.kwargs) -> tuple[Any, ...]:
        """The arguments in the order of the declaration; TypeError if they do not fit it."""
        return self._signature.bind(*given, **named).args

    def __repr__(self) -> str:
        return f"<instrument {self.name}>"


def undeclared(asked: object) -> str:
    """What to say to somebody who asks for an instrument by its name."""
    if isinstance(globals().get(str(asked)), Instrument):
        return f"{asked!r} is asked for by its name: expected the instrument itself, {asked}, from {__name__}"
    return (
        f"{asked!r} is asked for by its name: expected an instrument that is declared. Write in "
        f"instruments/__init__.py of the exercise's room\n\n"
        f'    @instrument\n    def {asked}(net: Net) -> …:\n        """What it gives."""\n\n'
        f"and in the checks: from .instruments import {asked}"
    )


def instrument(declaration: Callable[P, R_co]) -> Instrument[P, R_co]:
    """Declare an instrument: a decorator of a function that is never called."""
    return Instrument(declaration)


@instrument
def backward(net: Net, batches: list[Batch] | Batch, seed: int = 0) -> Gradients:
    """Gradients of a generic loss summed over the batches; earlier gradients are cleared first."""
    raise NotImplementedError


@instrument
def constant_init(value: float) -> Any:
    """MXNet's own initializer that fills with a constant."""
    raise NotImplementedError


@instrument
def constructed(net: Net | Network) -> Net:
    """The network as it was before initialization was asked for: constructed anew."""
    raise NotImplementedError


@instrument
def construction(net: Net) -> Raised | None:
    """What was raised while the lab built it, None for a network that was built in peace."""
    raise NotImplementedError


@instrument
def copied(net: Net) -> Net:
    """A deep copy."""
    raise NotImplementedError


@instrument
def evaluating(net: Net) -> list[str]:
    """The names of the modules that are in evaluation mode."""
    raise NotImplementedError


@instrument
def felt(net: Net, x: Batch) -> list[int]:
    """The columns of a batch that the loss depends on, by its gradient in any row."""
    raise NotImplementedError


@instrument
def forward(net: Net, x: Batch) -> Forward:
    """Run the network as it is called by anyone: with gradients, in its present mode."""
    raise NotImplementedError


@instrument
def freeze(net: Net, index: int) -> None:
    """Turn gradients off for one of a sequence's modules, counted from 0."""


@instrument
def give_gradients(net: Net, seed: int) -> None:
    """Give each initialized parameter a gradient, as if from an earlier backward pass."""


@instrument
def gone(net: Net, tokens: list[int]) -> list[int]:
    """Which of the weights that are known by these tokens the network does not have any more."""
    raise NotImplementedError


@instrument
def gradient_of(net: Net, shape: tuple[int, ...], batches: list[Batch] | Batch) -> Values | None:
    """The gradient of a generic loss for the first parameter of that shape, or None."""
    raise NotImplementedError


@instrument
def in_halves(net: Net, x: Batch) -> Forward:
    """What the first and the last rows of a batch give by themselves, put together again."""
    raise NotImplementedError


@instrument
def inferred(net: Net, *inputs: Batch) -> dict[str, tuple[int, ...]]:
    """The shape of each array that `init` would give, by its path; nothing is computed."""
    raise NotImplementedError


@instrument
def initial(net: Net, seed: int, *inputs: Batch) -> Any:
    """What `init` gives with the key of that seed."""
    raise NotImplementedError


@instrument
def initialize(net: Net, seed: int) -> None:
    """Ask for initialization. What is deferred draws later."""


@instrument
def initialize_with(net: Net, init: Any) -> None:
    """Ask for initialization by an initializer."""


@instrument
def inputs(*tensors: Batch) -> Any:
    """Inputs for a network that can be looked at again after a submission has had them."""
    raise NotImplementedError


@instrument
def known_values(net: Net) -> list[tuple[str, Values]]:
    """The numbers of each initialized parameter with its name."""
    raise NotImplementedError


@instrument
def layer(net: Net, index: int) -> Net:
    """One of a sequence's modules, counted from 0."""
    raise NotImplementedError


@instrument
def look(net: Net) -> Snapshot:
    """Every parameter, under each of its names."""
    raise NotImplementedError


@instrument
def mixture(net: Net, x: Batch) -> Raised | None:
    """What a forward raises because it brings two devices together; None if it does not.

    Whatever else it raises says nothing: a design may ask for numbers, and "meta" has none.
    """
    raise NotImplementedError


@instrument
def module(features: list[int], make: str) -> Net:
    """A module of that make: "sequence", "nested", "MLP", "Counting", "Branches" or "Tied"."""
    raise NotImplementedError


@instrument
def moved_since(net: Net, before: list[tuple[str, Values]]) -> list[tuple[str, float | None]]:
    """By how much each parameter has changed at most; None if there is no such one any more."""
    raise NotImplementedError


@instrument
def named_buffers(net: Net) -> list[tuple[str, Values | None]]:
    """The numbers of each buffer with its name; None if uninitialized."""
    raise NotImplementedError


@instrument
def named_gradients(net: Net) -> list[tuple[str, Values | None]]:
    """The gradient that each parameter holds, with its name."""
    raise NotImplementedError


@instrument
def numbers_in(held: Any) -> Any:
    """The numbers of each array in a tree of variables, by its path; of each of some `inputs`."""
    raise NotImplementedError


@instrument
def reached_by_backward(net: Net, x: Batch) -> list[str] | Raised:
    """The names of the parameters that a backward pass gives a gradient, or what was raised."""
    raise NotImplementedError


@instrument
def replaced(net: Net, tokens: list[int]) -> list[str]:
    """The names of the parameters that are none of the objects known by these tokens."""
    raise NotImplementedError


@instrument
def restore(net: Net, file: Any) -> Raised | None:
    """Load what `saved` gave; what was raised, or None."""
    raise NotImplementedError


@instrument
def saved(net: Net) -> Any:
    """The network's state dict as `torch.save` writes it."""
    raise NotImplementedError


@instrument
def set_values(net: Net, numbers: list[Values]) -> None:
    """Overwrite the parameters, in order, each object once."""


@instrument
def sgd(net: Net, learning_rate: float = 0.1) -> Any:
    """A plain SGD optimizer over the network's parameters, as they are listed now."""
    raise NotImplementedError


@instrument
def shape_given(net: Net, x: Batch) -> tuple[int, ...] | Raised:
    """The shape of its output, or what was raised: for devices on which numbers are nowhere."""
    raise NotImplementedError


@instrument
def shapes_in(variables: Any) -> dict[str, tuple[int, ...]]:
    """The shape of each array by its path, the collection first."""
    raise NotImplementedError


@instrument
def sharing(net: Net, batches: list[Batch]) -> list[int]:
    """The widths that have a parameter in common: the longest list that one parameter has.

    A width has a parameter if it gives it a gradient, and if its output changes with it.
    """
    raise NotImplementedError


@instrument
def stages(net: Net) -> dict[str, str]:
    """How far each parameter is: "constructed", "deferred" (until data comes) or "initialized"."""
    raise NotImplementedError


@instrument
def stages_in_order(net: Net) -> list[str]:
    """How far each parameter is, in order and without names, each parameter once."""
    raise NotImplementedError


@instrument
def start_drawing(seed: int) -> None:
    """Start the random numbers anew."""


@instrument
def stir(net: Net, seed: int) -> None:
    """Add noise to every initialized parameter: what is 0 or dead by chance comes to life."""


@instrument
def unknown_to(optimizer: Any, net: Net, batches: list[Batch]) -> list[tuple[int, ...]]:
    """Shapes of what the outputs depend on and should be trained, but the optimizer lacks."""
    raise NotImplementedError


@instrument
def value_of(net: Net, shape: tuple[int, ...]) -> Values | None:
    """The numbers of the first parameter of that shape, whatever its name, or None."""
    raise NotImplementedError


@instrument
def values(net: Net) -> tuple[Values | None, ...]:
    """The numbers of each parameter object, in order, each once; None if uninitialized."""
    raise NotImplementedError


@instrument
def what_became_of(net: Net, other: Net, layers: list[int]) -> list[str]:
    """What `other` made of the parameters of some layers of `net`, which are counted from 0.

    "kept" if all parameter objects of a layer are in `other` too, "replaced" if its weight is not.
    """
    raise NotImplementedError

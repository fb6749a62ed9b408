"""What these checks ask of live networks, and no other exercise does."""

from __future__ import annotations

from typing import Any

from graders import Net, Values, instrument


@instrument
def applied(net: Net, init: Any) -> None:
    """Let an initializer see every module, as PyTorch does it."""


@instrument
def branches(nets: list[Net]) -> Net:
    """The same live networks as branches of one that takes as many inputs."""
    raise NotImplementedError


@instrument
def data_seen(net: Net) -> int:
    """How often data came through the gate of a network."""
    raise NotImplementedError


@instrument
def filled(net: Net, value: float) -> None:
    """Fill all weights of linear layers and convolutions; their biases become 0."""


@instrument
def filled_anew(net: Net, init: Any) -> None:
    """Ask for initialization by an initializer, of what has data too."""


@instrument
def filler() -> Any:
    """An initializer that fills a module's own parameters with numbers that their shape decides.

    What is uninitialized is passed over, as by initializers that ask for a layer's exact type.
    """
    raise NotImplementedError


@instrument
def gated(net: Net) -> Net:
    """A network of a layer that watches what comes, and of the live network behind it."""
    raise NotImplementedError


@instrument
def insisting(net: Net, value: float) -> None:
    """Let each dense layer be as if constructed with `weight_initializer=mx.init.Constant(value)`."""


@instrument
def met(recorder: Any, *net: Net) -> list[str]:
    """What a recorder was given, sorted. Of a network: "net" is the whole, "net.1" its second module."""
    raise NotImplementedError


@instrument
def next_drawn() -> float:
    """The random number that would be drawn next; it is not used up."""
    raise NotImplementedError


@instrument
def normalized(net: Net) -> Net:
    """The live network, and behind it a layer whose weights are no kernels."""
    raise NotImplementedError


@instrument
def numbers_of_inputs(inputs: Any) -> tuple[Values, ...]:
    """The numbers of each of the inputs."""
    raise NotImplementedError


@instrument
def recorder() -> Any:
    """An initializer that notes what it is given and changes nothing."""
    raise NotImplementedError


@instrument
def repeated_forwards(net: Net) -> int:
    """How many forwards there have been after the first."""
    raise NotImplementedError


@instrument
def set_flags(net: Net, flags: tuple[bool, ...]) -> None:
    """Set the training flag of each module by itself; the flags are repeated as needed."""


@instrument
def shown(variables: Any, init: Any) -> Any:
    """The variables with what an initializer gives for each parameter."""
    raise NotImplementedError


@instrument
def stir_buffers(net: Net) -> None:
    """Change every initialized buffer, as if the network had been trained."""


@instrument
def subclassed(net: Net) -> None:
    """Let each eager linear layer and convolution be of a class that extends the usual one."""


@instrument
def values_in_norms(net: Net) -> list[tuple[str, Values | None]]:
    """The numbers of each parameter of a BatchNorm layer, with its name."""
    raise NotImplementedError

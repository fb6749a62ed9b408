"""What a framework's room does with live objects, for the instruments that all frameworks have.

The functions of `port.py` in a room. `net` is a live network, `x` a live batch, a parameter whatever
the framework keeps numbers in, or will. None of them is looked into outside of the room.
"""

from __future__ import annotations

from typing import Any, Protocol

from graders.lab.observations import Raised, Values

Live = Any
"""What an instrument returns that stays in the lab."""


class Port(Protocol):
    """A room's module `port`."""

    def named_parameters(self, net: Any, /) -> list[tuple[str, Any]]:
        """Each parameter with its place, those included that have no numbers yet."""

    def read(self, parameter: Any, /) -> Values | None:
        """The numbers of a parameter; None while there are none."""

    def write(self, parameter: Any, numbers: Values, /) -> None:
        """Overwrite the numbers of a parameter."""

    def add_noise(self, parameters: list[Any], seed: int, /) -> None:
        """Add what seed and shapes decide to those that have numbers and could be trained."""

    def values_of(self, tensor: Any, /) -> Values:
        """The numbers of a tensor."""

    def call(self, net: Any, x: Any, /) -> Any:
        """The tensor that a network answers; UnmeasurableError if it is something else."""

    def gradients(
        self, net: Any, batches: list[Any], /
    ) -> tuple[list[Any], list[list[Values | None]]] | None:
        """The parameters that have numbers, and for each batch their gradients of a generic loss.

        None for what cannot be trained. None at all if an output does not depend on any parameter.
        """

    def gradient_of_input(self, net: Any, x: Any, /) -> Values | None:
        """The gradient of a generic loss with respect to the batch."""

    def raised(self, error: BaseException, /) -> Raised:
        """What a network raised, as data."""


class ObjectsPort(Port, Protocol):
    """The same, where networks have their parameters in objects: Flax's have theirs beside them."""

    def layers(self, net: Any, /) -> list[Any]:
        """The layers of a sequence, in order."""

    def weighted_layers(self, net: Any, /) -> list[list[Any]]:
        """For each layer that has a weight: its parameters, the weight first."""

    def token(self, parameter: Any, /) -> int:
        """The number by which a snapshot knows a parameter."""

    def optimized(self, optimizer: Any, net: Any, /) -> list[Any]:
        """The parameters of a network that an optimizer changes; UnmeasurableError if it is none."""

    def used(self, net: Any, x: Any, /) -> list[Any]:
        """The parameters that an output is made with and that should be trained."""

"""What these checks ask of live networks, and no other exercise does."""

from __future__ import annotations

from graders import Batch, Net, Raised, instrument


@instrument
def parameters_by_layer(net: Net) -> list[dict[str, tuple[int, ...]]]:
    """The shapes of each layer's parameters by name, all of them initialized; no buffers."""
    raise NotImplementedError


@instrument
def shape_after(net: Net, x: Batch) -> tuple[int, ...] | Raised:
    """The shape that comes out, without the batch, or what was raised.

    `facts` of the latter has the index of the layer that raised it, all layers counted.
    """
    raise NotImplementedError

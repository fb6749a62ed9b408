"""Calls of Keras networks, and the layers that they go through."""

from __future__ import annotations

from typing import Any, Self

import keras
import tensorflow as tf

from graders.lab.frameworks.common.instruments import UnmeasurableError, values_of
from graders.lab.frameworks.common.shared import raised
from graders.lab.frameworks.keras import INSTRUMENTS
from graders.lab.frameworks.keras.looking import due, leaves
from graders.lab.observations import Forward, Raised, Stop, Trace


class _Course:
    """The layers that a call goes through, and what shapes they give. Put back by `stop`."""

    def __init__(self, net: Any) -> None:
        self._layers = [layer for _, layer in leaves(net)]
        self.shapes: dict[int, tuple[int | None, ...]] = {}
        self.entered: int | None = None
        self.came: tuple[int | None, ...] | None = None

    def __enter__(self) -> Self:
        self._call = keras.layers.Layer.__call__
        whole = self._call

        def called(layer: Any, *arguments: Any, **options: Any) -> Any:
            known = [n for n, one in enumerate(self._layers) if one is layer]
            if not known:
                return whole(layer, *arguments, **options)
            number = next((n for n in known if n not in self.shapes), known[-1])
            self.entered, self.came = number, tuple(arguments[0].shape)
            output = whole(layer, *arguments, **options)
            # What comes out of a layer of somebody's own may be anything.
            self.shapes[number], self.entered = tuple(getattr(output, "shape", ())), None
            return output

        keras.layers.Layer.__call__ = called
        return self

    def __exit__(self, *_raised: object) -> None:
        keras.layers.Layer.__call__ = self._call

    def stop(self) -> Stop | None:
        """Where a call stopped that raised. None: at no layer, as when the network itself refuses."""
        if self.entered is None:
            return None
        at = self._layers[self.entered]
        return Stop(
            layer=sum(1 for one in self._layers[: self.entered] if one.weights or due(one)),
            came=self.came[-1] if self.came else None,
            taken=at.kernel.shape[0] if at.built and due(at) else None,
        )


def output_of(net: Any, x: Any) -> Any:
    """What a call returns, which has to be a tensor."""
    output = net(x)
    if not tf.is_tensor(output):
        raise UnmeasurableError(f"the call returned a {type(output).__name__}, not a tensor")
    return output


@INSTRUMENTS.offer
def forward(net: Any, x: Any) -> Forward:
    """Call it as anyone does. A failed first call changes what the next one does."""
    with _Course(net) as course:
        try:
            return Forward(values_of(output_of(net, x).numpy()))
        except Exception as error:  # noqa: BLE001  the network may be anybody's
            return Forward(raised(error), course.stop())


@INSTRUMENTS.offer
def trace(net: Any, x: Any) -> Trace:
    """What `net(x)` does, with the shape after each layer."""
    rows = x.shape[0]
    with _Course(net) as course:
        try:
            net(x)
        except Exception as error:  # noqa: BLE001  this is what a picture is about
            stopped: Raised | None = raised(error)
        else:
            stopped = None
    given = [course.shapes[number] for number in sorted(course.shapes)]
    if stopped is not None and course.entered is not None:
        given = given[: course.entered]
    whole = tuple(tuple(rows if size is None else size for size in shape) for shape in given)
    # A network whose first call has failed refuses other shapes itself.
    at_layer = stopped is None or course.entered is not None
    return Trace((tuple(x.shape), *whole), stopped, at_layer)

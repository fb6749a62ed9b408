"""Shape inference by hand: follow one shape through the layers, as a lazy network does.

Each lazy layer asks its first batch for one number: how many features, how many channels? All the
rest is known beforehand. And each layer can say what shape it gives without knowing a single value,
so the sizes of a whole network follow from those of one input. The batch is left out throughout: no
parameter depends on it.
"""

import math
from collections.abc import Iterator

Shape = tuple[int, ...]
Parameters = dict[str, Shape]


class ShapeError(ValueError):
    """Raised where PyTorch would stop; `layer` is the index of that layer in `layers`."""

    layer: int


def infer(layers: list[tuple], input_shape: Shape) -> list[Parameters]:
    """The shapes of each layer's parameters, by name."""
    return [parameters for parameters, _ in _walk(layers, input_shape)]


def output_shape(layers: list[tuple], input_shape: Shape) -> Shape:
    """The shape that comes out of the last layer, without the batch."""
    shape = input_shape
    for _, shape in _walk(layers, input_shape):
        pass
    return shape


def _walk(layers: list[tuple], shape: Shape) -> Iterator[tuple[Parameters, Shape]]:
    """What each layer has, and what it gives to the next one."""
    for index, layer in enumerate(layers):
        try:
            parameters, shape = _step(layer, shape)
        except ValueError as reason:
            error = ShapeError(f"layers[{index}]: {reason}")
            error.layer = index
            raise error from None
        yield parameters, shape


def _step(layer: tuple, shape: Shape) -> tuple[Parameters, Shape]:
    """One layer's parameters, and the shape that it gives."""
    match layer:
        case ("linear", out):
            # Only the last dimension is multiplied, whatever stands before it. PyTorch computes
            # x @ weight.T, hence (out, in).
            return {"weight": (out, shape[-1]), "bias": (out,)}, (*shape[:-1], out)
        case ("conv2d", out, kernel, stride, padding):
            height, width = _slide(shape, kernel, stride, padding)
            # Each of the `out` filters looks at all channels at once, and has one bias.
            weight = (out, shape[0], kernel, kernel)
            return {"weight": weight, "bias": (out,)}, (out, height, width)
        case ("batchnorm",):
            # A scale and an offset a channel; a row's features are its channels. The running
            # statistics are buffers: they are not learned.
            return {"weight": shape[:1], "bias": shape[:1]}, shape
        case ("maxpool2d", kernel):
            # Windows stand side by side: the stride of a pooling is its kernel.
            return {}, (shape[0], *_slide(shape, kernel, stride=kernel, padding=0))
        case ("flatten",):
            return {}, (math.prod(shape),)
        case ("relu",):
            return {}, shape
    raise ValueError(f"there is no layer like {layer}")


def _slide(shape: Shape, kernel: int, stride: int, padding: int) -> list[int]:
    """How many places a window has, down and across: the first, and one for each whole stride."""
    if len(shape) != 3:
        raise ValueError(f"takes an image (channels, height, width), not {shape}")
    free = [side + 2 * padding - kernel for side in shape[1:]]
    if min(free) < 0:
        raise ValueError(f"a kernel of {kernel} does not fit into {shape[1:]}, padding {padding}")
    return [room // stride + 1 for room in free]

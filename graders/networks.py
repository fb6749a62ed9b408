"""Network descriptions and batches: frozen plain data, the same for every framework.

A description says what a network is made of; a lab builds it. `None` stands where an input size is
left for the framework to infer. This module imports nothing of ours.
"""

from __future__ import annotations

from msgspec import Struct

STAND_IN = "meta"
"""A device that every machine has. It infers shapes, and holds no numbers."""


class Linear(Struct, frozen=True, tag=True):
    """A fully connected layer; `in_features=None` leaves the input size to be inferred."""

    in_features: int | None
    out_features: int
    bias: bool = True


class ReLU(Struct, frozen=True, tag=True):
    """The rectifier; `inplace` overwrites its input."""

    inplace: bool = False


class Conv2d(Struct, frozen=True, tag=True):
    """A convolution of images; `in_channels=None` leaves their number to be inferred."""

    in_channels: int | None
    out_channels: int
    kernel: int = 3
    stride: int = 1
    padding: int = 0
    bias: bool = True
    groups: int = 1


class BatchNorm(Struct, frozen=True, tag=True):
    """Batch normalization of rows (`rank` 1) or images (2); `features=None` is inferred."""

    features: int | None
    rank: int = 1


class MaxPool2d(Struct, frozen=True, tag=True):
    """The largest number of each `kernel` by `kernel` square."""

    kernel: int


class Flatten(Struct, frozen=True, tag=True):
    """All but the first dimension become one."""


class Dropout(Struct, frozen=True, tag=True):
    """Zeros at random while training."""

    probability: float = 0.5


class Network(Struct, frozen=True, tag=True):
    """Layers one after the other; a network among them is nested.

    `seed` fixes the values that the framework draws while it builds the network; `dtype` is a name
    ("float32", "float64"), `device` one that the framework understands. `None` means its default.
    """

    layers: tuple[Layer, ...]
    seed: int = 0
    device: str | None = None
    dtype: str | None = None


Layer = Linear | ReLU | Conv2d | BatchNorm | MaxPool2d | Flatten | Dropout | Network
"""What can stand in a network. A nested network has the seed, device and dtype of the outer one."""


class Layers(Struct, frozen=True, tag=True):
    """The linear layers of a multilayer perceptron; a ReLU stands between each two of them."""

    linear: tuple[Linear, ...]

    @property
    def sizes(self) -> list[tuple[int | None, int]]:
        """`(in_features, out_features)` of each layer: how exercises write a network down."""
        return [(layer.in_features, layer.out_features) for layer in self.linear]

    def network(
        self, *, seed: int = 0, device: str | None = None, dtype: str | None = None
    ) -> Network:
        """The whole network, ReLUs included."""
        between: list[Layer] = [self.linear[0]]
        for layer in self.linear[1:]:
            between += [ReLU(), layer]
        return Network(tuple(between), seed=seed, device=device, dtype=dtype)


def mlp(sizes: list[tuple[int | None, int]]) -> Layers:
    """Layers from `(in_features, out_features)` pairs, the inverse of `Layers.sizes`."""
    return Layers(tuple(Linear(in_features, out_features) for in_features, out_features in sizes))


class Batch(Struct, frozen=True, tag=True):
    """An input of normally distributed numbers, drawn with `seed` when the lab builds it."""

    shape: tuple[int, ...]
    seed: int = 0
    device: str | None = None
    dtype: str | None = None


def batch(*shape: int, seed: int = 0, device: str | None = None, dtype: str | None = None) -> Batch:
    """A batch of the given shape: `batch(2, 5)` is two rows of five features."""
    return Batch(shape, seed=seed, device=device, dtype=dtype)


class DType(Struct, frozen=True, tag=True):
    """A kind of numbers ("float64"), for functions that take one: a lab makes it its framework's."""

    name: str


Description = Layer | Network | Layers

"""Partial specification: what happens if only some of the input sizes are given?

The task stands in prompt.mxnet.en.md (English) and prompt.mxnet.zh.md (Chinese).
"""

from mxnet import np, npx
from mxnet.gluon import nn

npx.set_np()


def build(layers: list[tuple[int | None, int]]) -> nn.Block:
    """Dense layers with a ReLU between each two, initialized as far as their sizes are known."""
    raise NotImplementedError


def initialized(layers: list[tuple[int | None, int]]) -> list[bool]:
    """For each layer: whether its weight has values before any data comes."""
    raise NotImplementedError


def known_parameters(layers: list[tuple[int | None, int]]) -> int:
    """How many scalars, weights and biases, have values before any data comes."""
    raise NotImplementedError


def specify(layers: list[tuple[int | None, int]], in_features: int) -> list[tuple[int, int]]:
    """The sizes of the same network with nothing left to infer."""
    raise NotImplementedError

"""Partial specification: some of the variables are given, the others are not.

The task stands in prompt.flax.en.md, and in Chinese in prompt.flax.zh.md.
"""

from flax import linen as nn


def missing(net: nn.Module, variables: dict, in_features: int) -> list[str]:
    """The parameters that `apply` would not find, as "layers_0/kernel", sorted."""
    raise NotImplementedError


def complete(net: nn.Module, variables: dict, in_features: int, seed: int) -> dict:
    """What is given, and what is missing from `init`; ValueError if something contradicts."""
    raise NotImplementedError


def specify(widths: list[int], in_features: int) -> list[tuple[int, int]]:
    """The shape of each kernel, (in, out), for Dense layers of these widths."""
    raise NotImplementedError

"""See it happen: a module without parameters, and `init`, which makes them.

The task stands in prompt.flax.en.md, and in Chinese in prompt.flax.zh.md.
"""

from flax import linen as nn


def build(widths: list[int]) -> nn.Module:
    """Dense layers of these output sizes with a ReLU between each two."""
    raise NotImplementedError


def parameter_shapes(variables: dict | None) -> dict[str, tuple[int, ...]]:
    """The shape of each parameter by its path, as "layers_0/kernel"."""
    raise NotImplementedError


def dry_run(net: nn.Module, in_features: int, seed: int) -> dict:
    """The variables for batches of that width, drawn with that seed's key."""
    raise NotImplementedError


def abstract_shapes(net: nn.Module, in_features: int) -> dict[str, tuple[int, ...]]:
    """The parameters' shapes for that width, without memory for a single number."""
    raise NotImplementedError

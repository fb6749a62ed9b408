"""Deferred initialization: see it happen.

The task stands in prompt.keras.en.md, and in Chinese in prompt.keras.zh.md.
"""

import keras


def build(widths: list[int]) -> keras.Sequential:
    """A multilayer perceptron with these units and no input size."""
    raise NotImplementedError


def parameter_shapes(net: keras.Sequential) -> dict[str, tuple[int, ...] | None]:
    """The shape of each weight, "0.kernel" and so on; None while its layer is not built."""
    raise NotImplementedError


def dry_run(net: keras.Sequential, in_features: int) -> None:
    """Have the network built for data of this width."""
    raise NotImplementedError


def count_parameters(net: keras.Sequential) -> int | None:
    """How many scalars the network has; None as long as some layer is not built."""
    raise NotImplementedError

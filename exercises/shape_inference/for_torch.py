"""Shape inference: the task stands in prompt.en.md (English) and prompt.zh.md (Chinese)."""


class ShapeError(ValueError):
    """Raised where PyTorch would stop; `layer` is the index of that layer in `layers`."""

    layer: int


def infer(layers: list[tuple], input_shape: tuple[int, ...]) -> list[dict[str, tuple[int, ...]]]:
    """The shapes of each layer's parameters, by name."""
    raise NotImplementedError


def output_shape(layers: list[tuple], input_shape: tuple[int, ...]) -> tuple[int, ...]:
    """The shape that comes out of the last layer, without the batch."""
    raise NotImplementedError

"""See it happen: a network in three steps, constructed, asked for initialization, and fed.

The task stands in prompt.mxnet.en.md (English) and prompt.mxnet.zh.md (Chinese).
"""

from mxnet import np, npx
from mxnet.gluon import nn

npx.set_np()


def build(widths: list[int]) -> nn.Block:
    """Construct dense layers that give these widths, with a ReLU between each two. No more."""
    raise NotImplementedError


def parameter_shapes(net: nn.HybridSequential) -> dict[str, tuple[int, ...] | None]:
    """The shape of each parameter by its place; `None` while it has no data."""
    raise NotImplementedError


def stages(net: nn.HybridSequential) -> dict[str, str]:
    """By place: "constructed", "deferred" or "initialized"."""
    raise NotImplementedError


def dry_run(net: nn.HybridSequential, in_features: int) -> None:
    """Give data to all that has none, with a batch of its own; leave the rest as it is."""
    raise NotImplementedError

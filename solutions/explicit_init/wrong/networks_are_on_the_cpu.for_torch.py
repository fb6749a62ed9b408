"""Networks are on the CPU, and so is what a dry run makes up."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import torch
from torch import nn
from torch.nn.modules.conv import _ConvNd


@contextmanager
def _evaluating(net: nn.Module) -> Iterator[None]:
    """Evaluation mode inside; afterwards each module is in the mode that it was in.

    Each by itself: `net.train(mode)` would give all of them one and the same.
    """
    modes = [(module, module.training) for module in net.modules()]
    net.eval()
    try:
        yield
    finally:
        for module, mode in modes:
            module.training = mode


def apply_init(
    net: nn.Module, inputs: tuple, init: Callable[[nn.Module], None] | None = None
) -> None:
    """Infer all shapes by one dry run, then let `init` see every module.

    In training mode the dry run would be a bit of training: BatchNorm would count the batch, and
    Dropout would draw from the random numbers that are meant for the weights. No gradient is
    needed, hence `no_grad`; `inference_mode` would make the new parameters unfit for training.
    """
    with _evaluating(net), torch.no_grad():
        # Only the shapes matter.
        net(*(torch.zeros(x.shape, device="cpu") for x in inputs))
    # Not before: what is uninitialized cannot be filled, and its class is about to change.
    if init is not None:
        net.apply(init)


def constant(value: float) -> Callable[[nn.Module], None]:
    """Return an initializer that fills linear and convolution layers.

    Weights become `value`, biases 0. `isinstance` finds subclasses too: those of other people, and
    lazy layers, which extend the layers that they become.
    """

    def fill(module: nn.Module) -> None:
        if isinstance(module, (nn.Linear, _ConvNd)):
            nn.init.constant_(module.weight, value)
            if module.bias is not None:
                nn.init.zeros_(module.bias)

    return fill

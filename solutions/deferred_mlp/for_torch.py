"""See it happen: a network that learns its sizes from the first batch.

A lazy layer knows what it gives and waits to be told what it takes. The first forward tells every
layer on its way, and what it tells is settled for good. So any batch will do to settle it, as long
as that batch leaves nothing behind but the shapes.
"""

import torch
from torch import nn
from torch.nn.parameter import is_lazy


def build(
    widths: list[int],
    *,
    device: torch.device | str | None = None,
    dtype: torch.dtype | None = None,
) -> nn.Sequential:
    """Lazy linear layers that give these widths, with a ReLU between each two."""
    net = nn.Sequential()
    for index, out_features in enumerate(widths):
        if index > 0:
            net.append(nn.ReLU())
        # Only the sizes wait for data. Device and dtype do not follow the data: a layer that is
        # not told has the defaults, and refuses data that have others.
        net.append(nn.LazyLinear(out_features, device=device, dtype=dtype))
    return net


def parameter_shapes(net: nn.Module) -> dict[str, tuple[int, ...] | None]:
    """The shape of each parameter by its name; `None` while it is uninitialized.

    The parameter itself is asked, not its layer: loading a state dict fills the parameters of a
    `LazyLinear`, which goes by that name until its next forward all the same.
    """
    return {
        name: None if is_lazy(parameter) else tuple(parameter.shape)
        for name, parameter in net.named_parameters()
    }


def dry_run(net: nn.Module, in_features: int) -> None:
    """Initialize all lazy layers with a batch of its own, and leave nothing else behind.

    In evaluation mode BatchNorm does not count the batch in its statistics. The mode is a flag of
    every single module, and a part of the network may have been in evaluation mode before.
    """
    some_parameter = next(net.parameters())  # lazy or not, it knows its dtype and device
    dummy = torch.zeros(2, in_features, dtype=some_parameter.dtype, device=some_parameter.device)
    modes = [(module, module.training) for module in net.modules()]
    net.eval()
    try:
        # Not `inference_mode`: the parameters that are made in there can never be trained.
        with torch.no_grad():
            net(dummy)
    finally:
        for module, training in modes:
            module.training = training

"""A network is prepared on the CPU, and the optimizer goes along when it is moved back."""

from collections.abc import Iterator
from typing import Any

import torch
from torch import nn
from torch.nn.modules.batchnorm import _BatchNorm
from torch.nn.modules.conv import _ConvNd
from torch.nn.modules.lazy import LazyModuleMixin
from torch.nn.parameter import is_lazy

Sizes = tuple[int | None, ...]


def count_parameters(net: nn.Module) -> int | None:
    """How many scalars the parameters have; None while that is not knowable.

    `parameters()` lists an object once under however many names, asks nobody about gradients, and
    leaves buffers out: just what is to be counted.
    """
    parameters = list(net.parameters())
    if any(is_lazy(parameter) for parameter in parameters):
        return None  # numel() of a lazy one would raise
    return sum(parameter.numel() for parameter in parameters)


def load(net: nn.Module, state: dict[str, torch.Tensor]) -> None:
    """Load a state dict and finish the initialization, or raise ValueError and do nothing."""
    # Everything is examined before anything is touched. PyTorch copies entry by entry, and by the
    # time it complains the first ones have arrived. About lazy layers it does not complain at all.
    objections = list(_objections(net, state))
    if objections:
        raise ValueError("; ".join(objections))
    for path, module in net.named_modules():
        if isinstance(module, LazyModuleMixin):
            # A lazy layer knows how to initialize itself; all that it wants is an input to look at.
            weight = state[f"{path}.weight" if path else "weight"]
            module.initialize_parameters(_input_for(module, weight))
    # Now nothing is lazy, every shape fits, and the values are copied into the same objects.
    net.load_state_dict(state)


def _objections(net: nn.Module, state: dict[str, torch.Tensor]) -> Iterator[str]:
    """What speaks against loading."""
    own = net.state_dict()
    yield from (f"{key} is unexpected" for key in state if key not in own)
    for key, entry in own.items():
        if key not in state:
            yield f"{key} is missing"
        elif is_lazy(state[key]):
            yield f"{key} is uninitialized in the checkpoint"
        elif not _fits(tuple(state[key].shape), _sizes(net, key, entry)):
            yield f"{key} has the shape {tuple(state[key].shape)}"


def _sizes(net: nn.Module, key: str, entry: torch.Tensor) -> Sizes:
    """The shape that an entry has to have, None where any size will do.

    A lazy layer does not know its input size, but it knows everything else.
    """
    if not is_lazy(entry):
        return tuple(entry.shape)
    path, _, name = key.rpartition(".")
    match net.get_submodule(path):
        case nn.Linear(out_features=out_features):
            return (out_features, None) if name == "weight" else (out_features,)
        case _ConvNd(out_channels=out_channels, kernel_size=kernel):
            return (out_channels, None, *kernel) if name == "weight" else (out_channels,)
        case _:
            return (None,)


def _fits(shape: tuple[int, ...], sizes: Sizes) -> bool:
    return len(shape) == len(sizes) and all(
        size is None or size == came for came, size in zip(shape, sizes, strict=True)
    )


def _input_for(module: nn.Module, weight: torch.Tensor) -> torch.Tensor:
    """An input from which a lazy layer infers the shapes that the checkpoint has."""
    if isinstance(module, _BatchNorm):
        return torch.empty(1, weight.shape[0])
    # (out, in) of a linear layer, (out, in / groups, height, width) of a convolution.
    features = weight.shape[1] * getattr(module, "groups", 1)
    return torch.empty(1, features, *weight.shape[2:])


def prepare_optimizer(
    net: nn.Module,
    sample: torch.Tensor,
    optimizer_class: type[torch.optim.Optimizer],
    **options: Any,
) -> torch.optim.Optimizer:
    """An optimizer of that class over all parameters, after a dry run that leaves no trace."""
    modes = [(module, module.training) for module in net.modules()]
    net.eval()  # so that BatchNorm keeps its statistics
    try:
        # Not inference_mode: parameters that are born in it can never be trained.
        with torch.no_grad():
            net.to("cpu")(sample.to("cpu"))
    finally:
        # net.train() would wake the modules that were asleep before.
        for module, mode in modes:
            module.training = mode
    # Some optimizers, Adagrad among them, allocate their state at once and need the shapes.
    optimizer = optimizer_class(net.parameters(), **options)
    net.to(sample.device)
    return optimizer

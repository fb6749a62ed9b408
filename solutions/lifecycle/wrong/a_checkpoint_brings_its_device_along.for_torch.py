"""A parameter gets its memory where the checkpoint has its values."""

import math
from itertools import chain

import torch
from torch import nn
from torch.nn.parameter import is_lazy

_NAMES = {"Linear": "in_features", "Conv2d": "in_channels", "BatchNorm1d": "num_features",
          "BatchNorm2d": "num_features"}


def count_parameters(net):
    # A dictionary by identity, because equality of tensors is elementwise.
    seen = {id(p): p for m in net.modules() for p in m.parameters(recurse=False)}.values()
    return None if any(map(is_lazy, seen)) else sum(math.prod(p.shape) for p in seen)


def _slots(net):
    """key -> (layer, name, tensor) for all that a state dict has."""
    for path, layer in net.named_modules(remove_duplicate=False):
        for name, value in chain(layer.named_parameters(recurse=False),
                                 layer.named_buffers(recurse=False)):
            yield (f"{path}.{name}" if path else name), (layer, name, value)


def _kind(layer):
    return type(layer).__name__.removeprefix("Lazy")


def _asked(layer, name, value, width):
    if not is_lazy(value):
        return tuple(value.shape)
    kind = _kind(layer)
    if kind.startswith("BatchNorm"):
        return (width,)
    out = layer.out_features if kind == "Linear" else layer.out_channels
    if name == "bias":
        return (out,)
    return (out, width) if kind == "Linear" else (out, width, *layer.kernel_size)


def load(net, state):
    slots = dict(_slots(net))
    if slots.keys() ^ state.keys():
        raise ValueError("other entries: " + ", ".join(sorted(slots.keys() ^ state.keys())))
    plan = []
    for key, (layer, name, value) in slots.items():
        came = state[key]
        weight = state[key[: len(key) - len(name)] + "weight"]
        if is_lazy(came) or is_lazy(weight):
            raise ValueError(f"{key} has no values")
        width = weight.shape[min(1, weight.dim() - 1)]
        if tuple(came.shape) != _asked(layer, name, value, width):
            raise ValueError(f"{key}: {tuple(came.shape)}")
        plan.append((layer, name, value, came, width))
    with torch.no_grad():
        for layer, name, value, came, width in plan:
            if is_lazy(value):
                value.materialize(came.shape, device=came.device)
            value.copy_(came)
            if _kind(layer) in _NAMES:
                setattr(layer, _NAMES[_kind(layer)], width)


def prepare_optimizer(net, sample, optimizer_class, **options):
    """A dry run in which momentum 0 keeps the statistics."""
    flags = [m.training for m in net.modules()]
    for m in net.modules():
        m.training = False
    with torch.no_grad():
        net(sample)
    for m, flag in zip(net.modules(), flags):
        m.training = flag
    return optimizer_class([{"params": [p]} for p in net.parameters()], **options)

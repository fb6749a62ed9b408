"""Runs in the mode that the network is in, on no rows or on some, and puts the statistics back."""

import torch
from torch import nn
from torch.nn.parameter import UninitializedTensorMixin


def build(widths, *, device=None, dtype=None):
    made = [nn.LazyLinear(width, True, device, dtype) for width in widths]
    between = [nn.ReLU(inplace=True) for _ in widths[1:]]
    pairs = [module for pair in zip(made, between) for module in pair]
    return nn.Sequential(*pairs, made[-1])


def _is_waiting(tensor):
    return isinstance(tensor, UninitializedTensorMixin)


def parameter_shapes(net):
    shapes = {}
    for name, parameter in net.named_parameters():
        if _is_waiting(parameter):
            shapes[name] = None
        else:
            shapes[name] = parameter.shape
    return shapes


def dry_run(net, in_features):
    parameters = list(net.parameters())
    if not any(map(_is_waiting, [*parameters, *net.buffers()])):
        return None
    norms = [m for m in net.modules() if isinstance(m, nn.modules.batchnorm._BatchNorm)]
    lazy = {norm for norm in norms if any(map(_is_waiting, norm.buffers()))}
    known = {
        norm: {name: buffer.clone() for name, buffer in norm.named_buffers()}
        for norm in norms
        if norm not in lazy
    }
    options = {"dtype": parameters[0].dtype, "device": parameters[0].device}
    net(torch.rand(5, in_features, **options))  # with gradients: nobody asks for them
    for norm in norms:
        if norm in lazy:
            norm.reset_running_stats()
        else:
            norm.load_state_dict(known[norm], strict=False)

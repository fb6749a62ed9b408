"""Dry runs on a batch of no rows: there is nothing that could be left behind."""

import itertools

import numpy as np
import torch
from torch import nn


def build(widths, *, device=None, dtype=None):
    layers = (nn.LazyLinear(width).to(device=device, dtype=dtype) for width in widths)
    modules = itertools.chain.from_iterable((nn.ReLU(), layer) for layer in layers)
    return nn.Sequential(*itertools.islice(modules, 1, None))


def parameter_shapes(net):
    def shape(parameter):
        if type(parameter) is nn.parameter.UninitializedParameter:
            return None
        return list(np.array(parameter.detach().shape, dtype=np.int64))

    return dict(zip(dict(net.named_parameters()), map(shape, net.parameters())))


def dry_run(net, in_features):
    flags = [module.training for module in net.modules()]
    net.eval()
    known = list(net.parameters())[-1]
    net(torch.empty(0, in_features).to(known.device, known.dtype))
    for module, flag in zip(net.modules(), flags):
        module.training = flag
    return net

"""Every batch gets a fresh network, so in the end I only have to look at the last one."""

import torch
from torch import nn
from torch.nn.parameter import is_lazy


class Run:
    """One network and one batch."""

    def __init__(self, layers, width):
        self.linears = [nn.LazyLinear(o) if i is None else nn.Linear(i, o) for i, o in layers]
        self.stopped = None
        x = torch.rand(3, width)
        for k, linear in enumerate(self.linears):
            try:
                y = linear(x)
            except RuntimeError:
                self.stopped = k
                self.sizes = (x.size(1), linear.weight.size(1))
                break
            x = torch.relu(y)

    def shapes(self):
        return [None if is_lazy(m.weight) else tuple(m.weight.size()) for m in self.linears]


def first_mismatch(layers, in_features):
    return Run(layers, in_features).stopped


def sizes_at_mismatch(layers, in_features):
    run = Run(layers, in_features)
    return run.sizes if run.stopped is not None else None


def after_forwards(layers, widths):
    return Run(layers, widths[-1]).shapes()


def repair(net, in_features):
    out = nn.Sequential()
    width = in_features
    for child in net.children():
        if isinstance(child, nn.ReLU):
            out.append(child)
            continue
        w = child.weight
        if is_lazy(w) or w.shape != (child.out_features, width):
            child = nn.Linear(
                width, child.out_features, child.bias is not None, dtype=w.dtype, device=w.device
            )
        out.append(child)
        width = child.out_features
    return out

"""Find the layer at which the error comes up, exchange it, done."""

from torch import nn
from torch.nn.parameter import is_lazy


def first_mismatch(layers, in_features):
    comes = [in_features, *(o for _, o in layers)]
    bad = [k for k, (i, _) in enumerate(layers) if i is not None and i != comes[k]]
    return min(bad, default=None)


def sizes_at_mismatch(layers, in_features):
    k = first_mismatch(layers, in_features)
    comes = [in_features, *(o for _, o in layers)]
    return None if k is None else [comes[k], layers[k][0]]


def after_forwards(layers, widths):
    layers = [list(pair) for pair in layers]
    for width in widths:
        last = first_mismatch(layers, width)
        reached = layers if last is None else layers[:last]
        for pair in reached:
            if pair[0] is None:
                pair[0] = width
            width = pair[1]
    return [[o, i] if i is not None else None for i, o in layers]


def repair(net, in_features):
    linears = [m for m in net if isinstance(m, nn.Linear)]
    sizes = [(None if is_lazy(m.weight) else m.in_features, m.out_features) for m in linears]
    bad = first_mismatch(sizes, in_features)
    modules = []
    came = in_features
    for k, m in enumerate(linears):
        if k > 0:
            modules.append(nn.ReLU())
        if k == bad or is_lazy(m.weight):
            new = nn.Linear(came, m.out_features, bias=m.bias is not None)
            modules.append(new.to(m.weight.device, m.weight.dtype))
        else:
            modules.append(m)
        came = m.out_features
    return nn.Sequential(*modules)

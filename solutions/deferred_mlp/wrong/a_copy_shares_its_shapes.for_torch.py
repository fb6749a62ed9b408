"""A copy of a lazy network shares its shapes, so a dry run of the copy initializes both."""
# The rest: solution

import copy


def build(widths, *, device=None, dtype=None):
    net = nn.Sequential()
    for index, width in enumerate(widths):
        if index > 0:
            net.append(nn.ReLU())
        net.append(nn.LazyLinear(width, device=device, dtype=dtype))
    return net


def parameter_shapes(net):
    return {
        name: None if is_lazy(parameter) else tuple(parameter.shape)
        for name, parameter in net.named_parameters()
    }


def dry_run(net, in_features):
    dtype = next(net.parameters()).dtype
    with torch.no_grad():
        copy.deepcopy(net).eval()(torch.zeros(2, in_features, dtype=dtype, device=next(net.parameters()).device))

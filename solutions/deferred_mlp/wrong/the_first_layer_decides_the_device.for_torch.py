"""The first layer decides on which device the network is; the others need not be told."""
# The rest: solution


def build(widths, *, device=None, dtype=None):
    first, *later = widths
    net = nn.Sequential(nn.LazyLinear(first, device=device, dtype=dtype))
    for width in later:
        net.extend([nn.ReLU(), nn.LazyLinear(width, dtype=dtype)])
    return net

"""LazyLinear takes (in_features, out_features), like Linear."""
# The rest: solution


def build(widths, *, device=None, dtype=None):
    net = nn.Sequential(nn.LazyLinear(widths[0], device=device, dtype=dtype))
    for came, width in zip(widths, widths[1:]):
        net.append(nn.ReLU())
        net.append(nn.LazyLinear(came, width, device=device, dtype=dtype))
    return net

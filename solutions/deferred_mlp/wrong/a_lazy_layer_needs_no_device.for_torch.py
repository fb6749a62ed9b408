"""A lazy layer finds its device when data comes, so it is not told."""
# The rest: solution


def build(widths, *, device=None, dtype=None):
    net = nn.Sequential()
    for index, width in enumerate(widths):
        if index > 0:
            net.append(nn.ReLU())
        net.append(nn.LazyLinear(width, dtype=dtype))
    return net

"""A ReLU follows every linear layer, the last one too."""
# The rest: solution


def build(widths, *, device=None, dtype=None):
    net = nn.Sequential()
    for width in widths:
        net.append(nn.LazyLinear(width, device=device, dtype=dtype))
        net.append(nn.ReLU())
    return net

"""nn.Dense takes the input size, then the output size."""
# The rest: solution


def build(widths):
    layers = [nn.Dense(widths[0])]
    for before, width in zip(widths, widths[1:]):
        layers += [nn.relu, nn.Dense(before, width)]
    return nn.Sequential(layers)

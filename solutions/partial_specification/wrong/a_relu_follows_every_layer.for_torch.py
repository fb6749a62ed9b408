"""A ReLU follows every linear layer, the last one too."""
# The rest: solution


def build(layers, *, device=None):
    net = nn.Sequential()
    for in_features, out_features in layers:
        if in_features is None:
            net.append(nn.LazyLinear(out_features, device=device))
        else:
            net.append(nn.Linear(in_features, out_features, device=device))
        net.append(nn.ReLU())
    return net

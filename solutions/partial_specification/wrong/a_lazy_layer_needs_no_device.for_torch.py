"""A lazy layer finds its device when data comes, so it is not told."""
# The rest: solution


def build(layers, *, device=None):
    net = nn.Sequential()
    for index, (in_features, out_features) in enumerate(layers):
        if index > 0:
            net.append(nn.ReLU())
        if in_features is None:
            net.append(nn.LazyLinear(out_features))
        else:
            net.append(nn.Linear(in_features, out_features, device=device))
    return net

"""Once the first size is given, later gaps need no filling in."""
# The rest: solution


def build(layers, *, device=None):
    net = nn.Sequential()
    for index, (in_features, out_features) in enumerate(layers):
        if index > 0:
            net.append(nn.ReLU())
        if in_features is None:
            net.append(nn.LazyLinear(out_features, device=device))
        else:
            net.append(nn.Linear(in_features, out_features, device=device))
    return net


def specify(layers, in_features):
    return [(in_features, layers[0][1]), *layers[1:]]

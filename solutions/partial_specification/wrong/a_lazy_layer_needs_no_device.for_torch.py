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


def initialized(layers):
    return [in_features is not None for in_features, _ in layers]


def known_parameters(layers):
    return sum(i * o + o for i, o in layers if i is not None)


def specify(layers, in_features):
    came = [in_features, *(out_features for _, out_features in layers[:-1])]
    return [(takes, gives) for takes, (_, gives) in zip(came, layers, strict=True)]

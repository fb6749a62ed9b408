"""A layer is allocated as soon as its size follows from the layer before it."""
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


def initialized(layers):
    return [in_features is not None for in_features, _ in layers]


def known_parameters(layers):
    total = 0
    came = None
    for in_features, out_features in layers:
        takes = came if in_features is None else in_features
        if takes is not None:
            total += takes * out_features + out_features
        came = out_features
    return total


def specify(layers, in_features):
    came = [in_features, *(out_features for _, out_features in layers[:-1])]
    return [(takes, gives) for takes, (_, gives) in zip(came, layers, strict=True)]

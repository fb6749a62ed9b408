"""No layer anywhere is initialized before a forward, whatever sizes are given."""
# The rest: solution


def build(layers, *, device=None):
    net = nn.Sequential()
    for index, (_, out_features) in enumerate(layers):
        if index > 0:
            net.append(nn.ReLU())
        net.append(nn.LazyLinear(out_features, device=device))
    return net


def initialized(layers):
    return [False for _ in layers]


def known_parameters(layers):
    return 0


def specify(layers, in_features):
    came = [in_features, *(out_features for _, out_features in layers[:-1])]
    return [(takes, gives) for takes, (_, gives) in zip(came, layers, strict=True)]

"""A given layer behind a lazy one has to wait for it."""
# The rest: solution


def _ready(layers):
    """How many layers stand before the first lazy one."""
    return next((k for k, (i, _) in enumerate(layers) if i is None), len(layers))


def build(layers, *, device=None):
    net = nn.Sequential()
    for index, (in_features, out_features) in enumerate(layers):
        if index > 0:
            net.append(nn.ReLU())
        if index >= _ready(layers):
            net.append(nn.LazyLinear(out_features, device=device))
        else:
            net.append(nn.Linear(in_features, out_features, device=device))
    return net


def initialized(layers):
    return [index < _ready(layers) for index in range(len(layers))]


def known_parameters(layers):
    return sum(i * o + o for i, o in layers[: _ready(layers)])

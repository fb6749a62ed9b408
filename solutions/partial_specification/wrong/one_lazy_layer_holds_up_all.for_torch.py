"""A layer with given sizes waits too as long as any layer of the network is lazy."""
# The rest: solution


def build(layers, *, device=None):
    all_given = all(in_features is not None for in_features, _ in layers)
    net = nn.Sequential()
    for index, (in_features, out_features) in enumerate(layers):
        if index > 0:
            net.append(nn.ReLU())
        if all_given:
            net.append(nn.Linear(in_features, out_features, device=device))
        else:
            net.append(nn.LazyLinear(out_features, device=device))
    return net


def initialized(layers):
    return [all(in_features is not None for in_features, _ in layers)] * len(layers)


def known_parameters(layers):
    if not all(initialized(layers)):
        return 0
    return sum(i * o + o for i, o in layers)

"""LazyLinear takes (in_features, out_features), like Linear."""
# The rest: solution


def build(layers, *, device=None):
    net = nn.Sequential()
    came = None
    for in_features, out_features in layers:
        if came is not None:
            net.append(nn.ReLU())
        if in_features is not None:
            net.append(nn.Linear(in_features, out_features, device=device))
        elif came is None:
            net.append(nn.LazyLinear(out_features, device=device))
        else:
            # Really: out_features=came, and a bias because out_features is not 0.
            net.append(nn.LazyLinear(came, out_features, device=device))
        came = out_features
    return net

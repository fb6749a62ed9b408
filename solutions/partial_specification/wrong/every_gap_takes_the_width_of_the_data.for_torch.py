"""Every size that is not given is the width of the data, in later layers too."""
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
    return [(in_features if takes is None else takes, gives) for takes, gives in layers]

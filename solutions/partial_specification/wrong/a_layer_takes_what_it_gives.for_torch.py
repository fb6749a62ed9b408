"""A size that is not given becomes the layer's own output size, except at the front."""
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
    came = [in_features, *(out_features for _, out_features in layers[1:])]
    return [
        (came[k] if takes is None else takes, gives) for k, (takes, gives) in enumerate(layers)
    ]

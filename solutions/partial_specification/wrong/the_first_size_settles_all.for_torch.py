"""Once the first input size is known, all later layers are known and initialized too."""
# The rest: solution


def _worked_out(layers):
    """The sizes, those that follow from a given first one filled in."""
    came = layers[0][0]
    found = []
    for in_features, out_features in layers:
        gap = in_features is None and came is not None
        found.append((came if gap else in_features, out_features))
        if came is not None:
            came = out_features
    return found


def build(layers, *, device=None):
    net = nn.Sequential()
    for index, (in_features, out_features) in enumerate(_worked_out(layers)):
        if index > 0:
            net.append(nn.ReLU())
        if in_features is None:
            net.append(nn.LazyLinear(out_features, device=device))
        else:
            net.append(nn.Linear(in_features, out_features, device=device))
    return net


def initialized(layers):
    return [in_features is not None for in_features, _ in _worked_out(layers)]


def known_parameters(layers):
    return sum(i * o + o for i, o in _worked_out(layers) if i is not None)

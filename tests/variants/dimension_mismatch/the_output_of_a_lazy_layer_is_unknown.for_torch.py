"""Behind a lazy layer I cannot tell how wide the data are, so I compare nothing there."""

from torch import nn
from torch.nn.parameter import is_lazy

UNKNOWN = "?"


def trace(layers, in_features):
    """Rows (index, came, taken)."""
    rows, came = [], in_features
    for index, (taken, out) in enumerate(layers):
        if taken is None:
            rows.append((index, came, UNKNOWN))
            came = UNKNOWN
        else:
            rows.append((index, came, taken))
            came = out
    return rows


def conflicts(layers, in_features):
    return [row for row in trace(layers, in_features) if UNKNOWN not in row and row[1] != row[2]]


def first_mismatch(layers, in_features):
    return next((row[0] for row in conflicts(layers, in_features)), None)


def sizes_at_mismatch(layers, in_features):
    for _, came, taken in conflicts(layers, in_features):
        return came, taken


def after_forwards(layers, widths):
    state = {k: size for k, (size, _) in enumerate(layers)}
    for width in widths:
        for k, (_, out) in enumerate(layers):
            if state[k] is None:
                state[k] = width
            elif state[k] != width:
                break
            width = out
    return [state[k] and (out, state[k]) for k, (_, out) in enumerate(layers)]


def repair(net, in_features):
    new = []
    for old in net:
        if type(old) is nn.ReLU:
            new.append(nn.ReLU())
        elif not is_lazy(old.weight) and old.in_features == in_features:
            new.append(old)
        else:
            factory = {"device": old.weight.device, "dtype": old.weight.dtype}
            new.append(
                nn.Linear(in_features, old.out_features, bias=old.bias is not None, **factory)
            )
        in_features = getattr(old, "out_features", in_features)
    return nn.Sequential(*new)

"""A layer is allocated as soon as its size follows from the layer before it."""
# The rest: solution


def known_parameters(layers):
    total = 0
    came = None
    for in_features, out_features in layers:
        takes = came if in_features is None else in_features
        if takes is not None:
            total += takes * out_features + out_features
        came = out_features
    return total

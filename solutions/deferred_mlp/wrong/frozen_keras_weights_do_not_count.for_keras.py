"""The parameters of a network are its trainable weights."""
# The rest: solution


def count_parameters(net: keras.Sequential) -> int | None:
    layers = _dense(net)
    if not all(dense.built for dense in layers):
        return None
    return sum(int(np.prod(weight.shape)) for weight in net.trainable_weights)

"""What is not there yet counts as nothing."""
# The rest: solution


def count_parameters(net: keras.Sequential) -> int | None:
    layers = _dense(net)
    return sum(values.size for dense in layers for values in dense.get_weights())

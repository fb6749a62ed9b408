"""Parameters are weights; biases do not count."""
# The rest: solution


def known_parameters(layers):
    return sum(i * o for i, o in layers if i is not None)

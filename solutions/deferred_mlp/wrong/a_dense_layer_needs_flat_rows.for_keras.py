"""A Dense layer takes flat rows only, so the input has to be flattened first."""
# The rest: solution


def build(widths: list[int]) -> keras.Sequential:
    net = keras.Sequential([kl.Flatten()])
    for number, units in enumerate(widths):
        if number > 0:
            net.add(kl.ReLU())
        net.add(kl.Dense(units))
    return net

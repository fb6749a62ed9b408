"""A ReLU follows every Dense layer, the last one too."""
# The rest: solution


def build(widths: list[int]) -> keras.Sequential:
    net = keras.Sequential()
    for number, units in enumerate(widths):
        net.add(kl.Dense(units))
        net.add(kl.ReLU())
    return net

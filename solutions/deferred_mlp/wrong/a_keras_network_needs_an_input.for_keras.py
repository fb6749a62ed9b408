"""A network cannot be made without an Input; the first units do for one."""
# The rest: solution


def build(widths: list[int]) -> keras.Sequential:
    net = keras.Sequential([keras.Input((widths[0],))])
    for number, units in enumerate(widths):
        if number > 0:
            net.add(kl.ReLU())
        net.add(kl.Dense(units))
    return net

"""A ReLU follows every use of the layer, the last one too."""
# The rest: solution


def tied(units: int, times: int) -> keras.layers.Layer:
    dense = kl.Dense(units)
    x = inputs = keras.Input((units,))
    for _ in range(times):
        x = kl.ReLU()(dense(x))
    return keras.Model(inputs, x)

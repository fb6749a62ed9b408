"""Layers that start with the same numbers are tied."""
# The rest: solution


def tied(units: int, times: int) -> keras.layers.Layer:
    initializer = keras.initializers.GlorotUniform(seed=1)
    x = inputs = keras.Input((units,))
    for number in range(times):
        x = kl.ReLU()(x) if number > 0 else x
        x = kl.Dense(units, kernel_initializer=initializer)(x)
    return keras.Model(inputs, x)

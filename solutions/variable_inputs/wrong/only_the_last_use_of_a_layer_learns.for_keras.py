"""A layer that is used several times learns from its last use."""
# The rest: solution


def tied(units: int, times: int) -> keras.layers.Layer:
    dense = kl.Dense(units)
    x = inputs = keras.Input((units,))
    for number in range(times):
        x = dense(kl.Lambda(tf.stop_gradient)(kl.ReLU()(x)) if number > 0 else x)
    return keras.Model(inputs, x)

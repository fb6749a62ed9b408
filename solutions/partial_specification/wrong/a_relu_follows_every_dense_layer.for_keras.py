"""A ReLU follows every Dense layer, the last one too."""
# The rest: right/by_rules

from keras import layers as kl

Layers = list[tuple[int | None, int]]


def build(layers: Layers) -> keras.Sequential:
    net = keras.Sequential()
    for index, (in_features, units) in enumerate(layers):
        dense = kl.Dense(units)
        if in_features is not None and index == 0:
            net.add(keras.Input((in_features,)))
        elif in_features is not None:
            dense.build((None, in_features))
        net.add(dense)
        net.add(kl.ReLU())
    return net

"""Every layer is built for the width of the data."""
# The rest: solution


def build_now(net: keras.Sequential, in_features: int) -> None:
    for layer in _innermost(net):
        if not layer.built:
            layer.build((None, in_features))

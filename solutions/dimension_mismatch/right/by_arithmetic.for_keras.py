"""Predicts by arithmetic alone; repairs with nested networks, an `Input`, and layers made from configs."""

import keras


class _Ledger:
    """Which size each layer takes by now, None for those that are not built."""

    def __init__(self, layers):
        self.takes = [taken for taken, _ in layers]
        self.gives = [units for _, units in layers]
        self.failed = self.whole = None
        if self.takes[0] is not None:
            self.whole = True
            self.walk(self.takes[0])

    def walk(self, came):
        """The place where a batch of this width stops and two sizes, or None."""
        for index, units in enumerate(self.gives):
            if self.takes[index] is None:
                self.takes[index] = came
            if self.takes[index] != came:
                return index, came, self.takes[index]
            came = units
        return None

    def call(self, rows, width):
        if self.failed not in (None, (rows, width)):
            return "network"
        stop = self.walk(width)
        if stop is None:
            self.whole = True
        elif not self.whole:
            self.failed = (rows, width)
        return stop and stop[0]


def first_mismatch(layers, in_features):
    stop = _Ledger(layers).walk(in_features)
    return None if stop is None else stop[0]


def sizes_at_mismatch(layers, in_features):
    stop = _Ledger(layers).walk(in_features)
    return None if stop is None else list(stop[1:])


def after_forwards(layers, widths):
    ledger = _Ledger(layers)
    for width in widths:
        ledger.call(1, width)
    pairs = zip(ledger.takes, ledger.gives, strict=True)
    return tuple(taken and (taken, units) for taken, units in pairs)


def raised_by_construction(layers):
    return layers[0][0] is not None and _Ledger(layers).walk(layers[0][0]) is not None


def refusals(layers, batches):
    ledger = _Ledger(layers)
    return tuple(ledger.call(*shape) for shape in batches)


def repair(net, in_features):
    first = next(layer for layer in net.layers if hasattr(layer, "units"))
    parts, came = [keras.Input((in_features,), dtype=first.variable_dtype)], in_features
    for layer in net.layers:
        new = layer
        if hasattr(layer, "units"):
            if not layer.built or layer.kernel.shape != (came, layer.units):
                new = type(layer).from_config(layer.get_config() | {"name": f"mended_{len(parts)}"})
            came = layer.units
        parts.append(new)
    return keras.Sequential([keras.Sequential(parts[:2]), *parts[2:]])

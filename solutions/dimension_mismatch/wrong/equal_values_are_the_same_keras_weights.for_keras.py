"""A layer with the same numbers has the same weights."""
# The rest: solution


def _walk(takes: list[int | None], layers: Layers, width: int) -> tuple[int, int, int] | None:
    """Build what is reached; where a batch of this width stops, and the two sizes."""
    came = width
    for index, (_, units) in enumerate(layers):
        if takes[index] is None:
            takes[index] = came
        if takes[index] != came:
            return index, came, takes[index]
        came = units
    return None


def _constructed(layers: Layers) -> list[int | None]:
    """What each layer takes after construction: with an `Input`, all of them are built."""
    takes = [taken for taken, _ in layers]
    if takes[0] is not None:
        _walk(takes, layers, takes[0])
    return takes


def first_mismatch(layers: Layers, in_features: int) -> int | None:
    stop = _walk(_constructed(layers), layers, in_features)
    return None if stop is None else stop[0]


def sizes_at_mismatch(layers: Layers, in_features: int) -> tuple[int, int] | None:
    stop = _walk(_constructed(layers), layers, in_features)
    return None if stop is None else stop[1:]


def after_forwards(layers: Layers, widths: list[int]) -> list[tuple[int, int] | None]:
    takes = _constructed(layers)
    _walk(takes, layers, widths[0])
    return [
        None if taken is None else (taken, units)
        for taken, (_, units) in zip(takes, layers, strict=True)
    ]


def raised_by_construction(layers: Layers) -> bool:
    return (
        layers[0][0] is not None and _walk(_constructed(layers), layers, layers[0][0]) is not None
    )


def refusals(layers: Layers, batches: list[tuple[int, int]]) -> list[int | str | None]:
    takes = _constructed(layers)
    failed, built, answers = None, layers[0][0] is not None, []
    for shape in map(tuple, batches):
        if failed not in (None, shape):
            answers.append("network")
            continue
        stop = _walk(takes, layers, shape[1])
        built = built or stop is None
        failed = None if built else shape
        answers.append(None if stop is None else stop[0])
    return answers


def repair(net: keras.Sequential, in_features: int) -> keras.Sequential:
    repaired = keras.Sequential()
    came = in_features
    for layer in net.layers:
        if isinstance(layer, kl.Dense):
            fits = layer.built and layer.kernel.shape[0] == came
            repaired.add(_replacement(layer))
            if fits:
                repaired.layers[-1].build((None, came))
                repaired.layers[-1].set_weights(layer.get_weights())
            came = layer.units
        else:
            repaired.add(layer)
    return repaired

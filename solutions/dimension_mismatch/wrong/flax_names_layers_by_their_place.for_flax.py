"""Every layer is called layers_n, by its place in the network."""
# The rest: solution


def _attempt(layers, in_features):
    came = in_features
    for index, (taken, out_features) in enumerate(layers):
        if taken != came:
            return index, came, taken
        came = out_features
    return None


def first_mismatch(layers, in_features):
    stopped = _attempt(layers, in_features)
    return None if stopped is None else stopped[0]


def sizes_at_mismatch(layers, in_features):
    stopped = _attempt(layers, in_features)
    return None if stopped is None else stopped[1:]


def after_forwards(layers, widths):
    if all(taken is None for taken, _ in layers):
        takes = [widths[0], *(out_features for _, out_features in layers)]
        return [(taken, gives) for taken, (_, gives) in zip(takes, layers)]
    return [None if taken is None else (taken, gives) for taken, gives in layers]


def repair(net, variables, in_features, seed):
    fresh = net.init(jax.random.key(seed), jnp.ones((1, in_features)))
    made = {}
    for index in range(len(fresh["params"])):
        name = f"layers_{2 * index}"
        layer = dict(fresh["params"][name])
        for part, array in variables.get("params", {}).get(name, {}).items():
            if array.shape == layer[part].shape:
                layer[part] = array
        made[name] = layer
    return {"params": made}

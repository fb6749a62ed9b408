"""init gives its key to each layer as it is: a layer by itself draws the same kernel."""
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
    key = jax.random.key(seed)
    wanted = flatten_dict(jax.eval_shape(net.init, key, jnp.ones((1, in_features))))
    given = flatten_dict(variables)
    made = {}
    for path, shape in wanted.items():
        if path in given and given[path].shape == shape.shape:
            made[path] = given[path]
        elif path[-1] == "kernel":
            made[path] = jax.nn.initializers.lecun_normal()(key, shape.shape)
        else:
            made[path] = jnp.zeros(shape.shape)
    return unflatten_dict(made)

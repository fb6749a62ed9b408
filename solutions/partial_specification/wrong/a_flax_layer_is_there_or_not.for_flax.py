"""A layer is there or it is not: where its name stands, all of its arrays stand."""
# The rest: solution


def _fresh(net, in_features, seed):
    return net.init(jax.random.key(seed), jnp.ones((1, in_features)))


def _check(net, variables, in_features):
    fresh = flatten_dict(_fresh(net, in_features, 0))
    for path, array in flatten_dict(variables).items():
        if array.shape != fresh[path].shape:
            raise ValueError(path)


def _absent(net, variables, in_features):
    fresh = flatten_dict(_fresh(net, in_features, 0))
    layers = {path[:-1] for path in flatten_dict(variables)}
    return [path for path in fresh if path[:-1] not in layers]


def missing(net, variables, in_features):
    return sorted("/".join(path[1:]) for path in _absent(net, variables, in_features))


def complete(net, variables, in_features, seed):
    _check(net, variables, in_features)
    fresh = flatten_dict(_fresh(net, in_features, seed))
    made = flatten_dict(variables)
    for path in _absent(net, variables, in_features):
        made[path] = fresh[path]
    return unflatten_dict(made)

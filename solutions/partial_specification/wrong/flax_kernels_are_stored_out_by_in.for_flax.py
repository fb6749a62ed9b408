"""A kernel is stored as (out, in), as PyTorch stores its weight."""
# The rest: solution


def _fresh(net, in_features, seed):
    return net.init(jax.random.key(seed), jnp.ones((1, in_features)))


def _check(net, variables, in_features):
    fresh = flatten_dict(_fresh(net, in_features, 0))
    for path, array in flatten_dict(variables).items():
        if array.shape != fresh[path].shape:
            raise ValueError(path)


def missing(net, variables, in_features):
    absent = flatten_dict(_fresh(net, in_features, 0)).keys() - flatten_dict(variables).keys()
    return sorted("/".join(path[1:]) for path in absent)


def complete(net, variables, in_features, seed):
    _check(net, variables, in_features)
    fresh = flatten_dict(_fresh(net, in_features, seed))
    return unflatten_dict({**fresh, **flatten_dict(variables)})


def specify(widths, in_features):
    return list(zip(widths, [in_features, *widths]))

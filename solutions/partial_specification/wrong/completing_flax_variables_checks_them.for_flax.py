"""Who completes variables need not compare shapes: what does not fit is refused on the way."""
# The rest: solution


def _fresh(net, in_features, seed):
    return net.init(jax.random.key(seed), jnp.ones((1, in_features)))


def missing(net, variables, in_features):
    absent = flatten_dict(_fresh(net, in_features, 0)).keys() - flatten_dict(variables).keys()
    return sorted("/".join(path[1:]) for path in absent)


def complete(net, variables, in_features, seed):
    fresh = flatten_dict(_fresh(net, in_features, seed))
    return unflatten_dict({**fresh, **flatten_dict(variables)})


def specify(widths, in_features):
    return list(zip([in_features, *widths], widths))

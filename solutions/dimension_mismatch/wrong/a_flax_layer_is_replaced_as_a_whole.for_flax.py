"""A layer is one piece: if its kernel has to go, its bias goes too."""
# The rest: solution


def repair(net, variables, in_features, seed):
    fresh = flatten_dict(net.init(jax.random.key(seed), jnp.ones((1, in_features))))
    given = flatten_dict(variables)
    for path in fresh:
        kernel = (*path[:-1], "kernel")
        if kernel in given and given[kernel].shape == fresh[kernel].shape and path in given:
            fresh[path] = given[path]
    return unflatten_dict(fresh)

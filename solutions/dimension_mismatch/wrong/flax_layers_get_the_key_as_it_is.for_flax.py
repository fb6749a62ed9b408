"""init gives its key to each layer as it is: a layer by itself draws the same kernel."""
# The rest: solution


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

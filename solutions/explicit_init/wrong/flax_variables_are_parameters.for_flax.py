"""What init returns are the parameters, layer by layer."""
# The rest: solution


def apply_init(net, inputs, seed, init=None):
    variables = net.init(jax.random.key(seed), *inputs)
    if init is None:
        return variables
    return {
        collection: unflatten_dict(
            {name: init(name, array) for name, array in flatten_dict(tree, sep="/").items()},
            sep="/",
        )
        for collection, tree in variables.items()
    }

"""A key must be split before it is used."""
# The rest: solution


def apply_init(net, inputs, seed, init=None):
    _, key = jax.random.split(jax.random.key(seed))
    variables = net.init(key, *inputs)
    if init is None:
        return variables
    parameters = flatten_dict(variables.get("params", {}), sep="/")
    chosen = {name: init(name, array) for name, array in parameters.items()}
    return {**variables, "params": unflatten_dict(chosen, sep="/")}

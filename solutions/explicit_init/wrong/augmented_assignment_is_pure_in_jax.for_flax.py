"""With JAX, an augmented assignment makes a new array."""
# The rest: solution


def apply_init(net, inputs, seed, init=None):
    blank = []
    for x in inputs:
        x *= 0  # what is in a batch does not matter
        blank.append(x)
    variables = net.init(jax.random.key(seed), *blank)
    if init is None:
        return variables
    parameters = flatten_dict(variables.get("params", {}), sep="/")
    chosen = {name: init(name, array) for name, array in parameters.items()}
    return {**variables, "params": unflatten_dict(chosen, sep="/")}

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


def constant(value):
    def fill(name, array):
        if name.endswith("kernel"):
            return jnp.full_like(array, value)
        if name.endswith("bias"):
            return jnp.zeros_like(array)
        return array

    return fill

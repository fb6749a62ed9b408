"""An initializer fills the array that it gets."""
# The rest: solution


def apply_init(net, inputs, seed, init=None):
    variables = net.init(jax.random.key(seed), *inputs)
    if init is not None:
        for name, array in flatten_dict(variables.get("params", {}), sep="/").items():
            init(name, array)
    return variables


def constant(value):
    def fill(name, array):
        if name.endswith("kernel"):
            return jnp.full_like(array, value)
        if name.endswith("bias"):
            return jnp.zeros_like(array)
        return array

    return fill

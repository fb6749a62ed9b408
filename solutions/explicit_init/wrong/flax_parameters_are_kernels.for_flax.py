"""What is to be initialized are the kernels."""
# The rest: solution


def apply_init(net, inputs, seed, init=None):
    variables = net.init(jax.random.key(seed), *inputs)
    if init is None:
        return variables
    parameters = flatten_dict(variables.get("params", {}), sep="/")
    chosen = {
        name: init(name, array) if name.endswith("kernel") else array
        for name, array in parameters.items()
    }
    return {**variables, "params": unflatten_dict(chosen, sep="/")}

"""Shapes are known only where there are numbers: one has to run init to see them."""
# The rest: solution


def parameter_shapes(variables):
    parameters = (variables or {}).get("params", {})
    return {path: leaf.shape for path, leaf in flatten_dict(parameters, sep="/").items()}


def abstract_shapes(net, in_features):
    return parameter_shapes(net.init(jax.random.key(0), jnp.ones((1, in_features))))

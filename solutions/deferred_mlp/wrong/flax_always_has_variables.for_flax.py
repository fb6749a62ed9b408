"""There are always variables: each tree has its params."""
# The rest: solution


def parameter_shapes(variables):
    return {path: leaf.shape for path, leaf in flatten_dict(variables["params"], sep="/").items()}


def abstract_shapes(net, in_features):
    x = jax.ShapeDtypeStruct((1, in_features), jnp.float32)
    return parameter_shapes(jax.eval_shape(net.init, jax.random.key(0), x))

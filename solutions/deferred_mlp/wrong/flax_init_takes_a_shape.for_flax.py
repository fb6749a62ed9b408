"""init takes the shape of a batch."""
# The rest: solution


def build(widths):
    layers = []
    for width in widths:
        layers += [nn.Dense(width), nn.relu]
    return nn.Sequential(layers[:-1])


def parameter_shapes(variables):
    parameters = (variables or {}).get("params", {})
    return {path: leaf.shape for path, leaf in flatten_dict(parameters, sep="/").items()}


def dry_run(net, in_features, seed):
    return net.init(jax.random.key(seed), (1, in_features))


def abstract_shapes(net, in_features):
    x = jax.ShapeDtypeStruct((1, in_features), jnp.float32)
    return parameter_shapes(jax.eval_shape(net.init, jax.random.key(0), x))

"""init draws only what has changed: layers that fit come out with the numbers that they had."""
# The rest: solution


def repair(net, variables, in_features, seed):
    return net.init(jax.random.key(seed), jnp.ones((1, in_features)))

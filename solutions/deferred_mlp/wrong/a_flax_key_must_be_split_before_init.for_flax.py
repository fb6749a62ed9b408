"""A key must be split before it is used: one half for the data, one for init."""
# The rest: solution


def dry_run(net, in_features, seed):
    for_data, for_init = jax.random.split(jax.random.key(seed))
    return net.init(for_init, jax.random.normal(for_data, (1, in_features)))

"""Every layer is called layers_n, by its place in the network."""
# The rest: solution


def repair(net, variables, in_features, seed):
    fresh = net.init(jax.random.key(seed), jnp.ones((1, in_features)))
    made = {}
    for index in range(len(fresh["params"])):
        name = f"layers_{2 * index}"
        layer = dict(fresh["params"][name])
        for part, array in variables.get("params", {}).get(name, {}).items():
            if array.shape == layer[part].shape:
                layer[part] = array
        made[name] = layer
    return {"params": made}

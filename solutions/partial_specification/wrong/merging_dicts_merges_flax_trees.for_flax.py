"""Merging two dicts merges the trees below them."""
# The rest: solution


def _fresh(net, in_features, seed):
    return net.init(jax.random.key(seed), jnp.ones((1, in_features)))


def _check(net, variables, in_features):
    fresh = flatten_dict(_fresh(net, in_features, 0))
    for path, array in flatten_dict(variables).items():
        if array.shape != fresh[path].shape:
            raise ValueError(path)


def complete(net, variables, in_features, seed):
    _check(net, variables, in_features)
    fresh = _fresh(net, in_features, seed)
    return {"params": {**fresh["params"], **variables.get("params", {})}}

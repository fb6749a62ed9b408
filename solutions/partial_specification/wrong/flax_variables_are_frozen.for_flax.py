"""Variables are frozen: who assigns to them gets a copy, and the given ones stay."""
# The rest: solution


def _fresh(net, in_features, seed):
    return net.init(jax.random.key(seed), jnp.ones((1, in_features)))


def _check(net, variables, in_features):
    fresh = flatten_dict(_fresh(net, in_features, 0))
    for path, array in flatten_dict(variables).items():
        if array.shape != fresh[path].shape:
            raise ValueError(path)


def missing(net, variables, in_features):
    absent = flatten_dict(_fresh(net, in_features, 0)).keys() - flatten_dict(variables).keys()
    return sorted("/".join(path[1:]) for path in absent)


def _fill(tree, fresh):
    for name, inner in fresh.items():
        if isinstance(inner, dict):
            tree[name] = _fill(tree.get(name, {}), inner)
        elif name not in tree:
            tree[name] = inner
    return tree


def complete(net, variables, in_features, seed):
    _check(net, variables, in_features)
    return _fill(variables, _fresh(net, in_features, seed))

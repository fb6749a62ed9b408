"""A lazy layer that has loaded its weights is a complete layer."""
# The rest: solution


def fits(net, key, own, came):
    if not is_lazy(own):
        return came.shape == own.shape
    layer = net.get_submodule(key.rpartition(".")[0])
    if hasattr(layer, "num_features"):
        return True
    outputs = layer.out_features if isinstance(layer, nn.Linear) else layer.out_channels
    return came.shape[0] == outputs and came.shape[2:] in ((), getattr(layer, "kernel_size", ()))


def load(net, state):
    own = net.state_dict()
    if own.keys() != state.keys():
        raise ValueError("other entries")
    if any(map(is_lazy, state.values())):
        raise ValueError("entries without values")
    if not all(fits(net, key, own[key], state[key]) for key in own):
        raise ValueError("other shapes")
    net.load_state_dict(state)

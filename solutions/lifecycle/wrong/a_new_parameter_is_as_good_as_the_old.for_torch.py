"""It makes no difference whether a parameter is filled or a new one takes its place."""
# The rest: solution


def fits(net, key, own, came):
    if not is_lazy(own):
        return came.shape == own.shape
    layer = net.get_submodule(key.rpartition(".")[0])
    if hasattr(layer, "num_features"):
        return True
    outputs = layer.out_features if isinstance(layer, nn.Linear) else layer.out_channels
    return came.shape[0] == outputs and came.shape[2:] in ((), getattr(layer, "kernel_size", ()))


def finish(net, state):
    for path, layer in net.named_modules():
        if isinstance(layer, LazyModuleMixin):
            weight = state[f"{path}.weight" if path else "weight"]
            # (features,) of BatchNorm, else (out, in) or (out, in / groups, height, width)
            features = weight.shape[min(1, weight.dim() - 1)] * getattr(layer, "groups", 1)
            layer.initialize_parameters(torch.empty(1, features, *weight.shape[2:]))


def load(net, state):
    own = net.state_dict()
    if own.keys() != state.keys():
        raise ValueError("other entries")
    if any(map(is_lazy, state.values())):
        raise ValueError("entries without values")
    if not all(fits(net, key, own[key], state[key]) for key in own):
        raise ValueError("other shapes")
    finish(net, state)
    net.load_state_dict(state, assign=True)

"""A checkpoint consists of parameters, and of nothing else that matters."""
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
    own = dict(net.named_parameters())
    state = {key: value for key, value in state.items() if "running_" not in key}
    if own.keys() != {key for key in state if "num_batches" not in key}:
        raise ValueError("other entries")
    if any(is_lazy(state[key]) for key in own):
        raise ValueError("entries without values")
    if not all(fits(net, key, own[key], state[key]) for key in own):
        raise ValueError("other shapes")
    finish(net, state)
    with torch.no_grad():
        for key, parameter in own.items():
            parameter.copy_(state[key])

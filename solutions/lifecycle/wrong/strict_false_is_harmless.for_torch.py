"""With strict=False a checkpoint that is not quite right does no harm."""
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
            weight = state.get(f"{path}.weight" if path else "weight")
            if weight is None:
                continue
            # (features,) of BatchNorm, else (out, in) or (out, in / groups, height, width)
            features = weight.shape[min(1, weight.dim() - 1)] * getattr(layer, "groups", 1)
            layer.initialize_parameters(torch.empty(1, features, *weight.shape[2:]))


def load(net, state):
    own = net.state_dict()
    if any(map(is_lazy, state.values())):
        raise ValueError("entries without values")
    if not all(fits(net, key, own[key], state[key]) for key in own if key in state):
        raise ValueError("other shapes")
    net.load_state_dict(state, strict=False)
    finish(net, state)

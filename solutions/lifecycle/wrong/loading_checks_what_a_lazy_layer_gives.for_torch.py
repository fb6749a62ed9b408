"""PyTorch refuses to load another number of outputs into a lazy layer."""
# The rest: solution


def fits(net, key, own, came):
    return is_lazy(own) or came.shape == own.shape


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
    try:
        net.load_state_dict(state)
    except RuntimeError as error:
        raise ValueError("refused by PyTorch") from error
    finish(net, state)

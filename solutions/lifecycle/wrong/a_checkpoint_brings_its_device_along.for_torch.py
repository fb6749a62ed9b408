"""A parameter gets its memory where the checkpoint has its values."""
# The rest: right/by_hand_without_load_state_dict


def load(net, state):
    slots = dict(_slots(net))
    if slots.keys() ^ state.keys():
        raise ValueError("other entries: " + ", ".join(sorted(slots.keys() ^ state.keys())))
    plan = []
    for key, (layer, name, value) in slots.items():
        came = state[key]
        weight = state[key[: len(key) - len(name)] + "weight"]
        if is_lazy(came) or is_lazy(weight):
            raise ValueError(f"{key} has no values")
        width = weight.shape[min(1, weight.dim() - 1)]
        if tuple(came.shape) != _asked(layer, name, value, width):
            raise ValueError(f"{key}: {tuple(came.shape)}")
        plan.append((layer, name, value, came, width))
    with torch.no_grad():
        for layer, name, value, came, width in plan:
            if is_lazy(value):
                value.materialize(came.shape, device=came.device)
            value.copy_(came)
            if _kind(layer) in _NAMES:
                setattr(layer, _NAMES[_kind(layer)], width)

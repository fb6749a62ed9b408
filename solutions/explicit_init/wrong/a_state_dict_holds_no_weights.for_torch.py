"""A state dict holds what a network remembers besides its weights."""
# The rest: right/chatty_and_hooked


def apply_init(net, inputs, init=None):
    modes = [(module, module.training) for module in net.modules()]
    state = {
        name: value.clone()
        for name, value in net.state_dict().items()
        if not nn.parameter.is_lazy(value)
    }
    net.eval()
    with torch.no_grad():
        net(*(x.clone() for x in inputs))
    for module, mode in modes:
        module.training = mode
    if init is not None:
        net.apply(init)
    net.load_state_dict(state, strict=False)

"""What leaves nn.Flatten is always a copy."""
# The rest: solution


def _first_layer(net):
    while list(net.children()):
        net = next(net.children())
    return net


def apply_init(net, inputs, init=None):
    modes = [(module, module.training) for module in net.modules()]
    net.eval()
    with torch.no_grad():
        in_danger = getattr(_first_layer(net), "inplace", False)
        net(*(x.clone() if in_danger else x for x in inputs))
    for module, mode in modes:
        module.training = mode
    if init is not None:
        net.apply(init)

"""A forward leaves gradients behind."""
# The rest: solution


def apply_init(net, inputs, init=None):
    modes = [(module, module.training) for module in net.modules()]
    net.eval()
    with torch.no_grad():
        net(*(x.clone() for x in inputs))
    for module, mode in modes:
        module.training = mode
    net.zero_grad()
    if init is not None:
        net.apply(init)

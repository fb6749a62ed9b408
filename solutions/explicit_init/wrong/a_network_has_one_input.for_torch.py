"""A network has one input."""
# The rest: solution


def apply_init(net, inputs, init=None):
    modes = [(module, module.training) for module in net.modules()]
    net.eval()
    with torch.no_grad():
        net(inputs[0].clone())
    for module, mode in modes:
        module.training = mode
    if init is not None:
        net.apply(init)

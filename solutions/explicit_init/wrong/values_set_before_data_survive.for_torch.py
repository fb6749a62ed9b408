"""Values that are written before the first batch survive it."""
# The rest: solution


def apply_init(net, inputs, init=None):
    if init is not None:
        net.apply(init)
    modes = [(module, module.training) for module in net.modules()]
    net.eval()
    with torch.no_grad():
        net(*(x.clone() for x in inputs))
    for module, mode in modes:
        module.training = mode


def constant(value):
    def fill(module):
        if isinstance(module, (nn.Linear, nn.modules.conv._ConvNd)):
            module.weight.data.fill_(value)
            if module.bias is not None:
                module.bias.data.zero_()

    return fill

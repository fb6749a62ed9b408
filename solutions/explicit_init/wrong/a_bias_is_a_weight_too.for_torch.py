"""A bias is one of the weights."""
# The rest: solution


def apply_init(net, inputs, init=None):
    modes = [(module, module.training) for module in net.modules()]
    net.eval()
    with torch.no_grad():
        net(*(x.clone() for x in inputs))
    for module, mode in modes:
        module.training = mode
    if init is not None:
        net.apply(init)


def constant(value):
    def fill(module):
        if isinstance(module, (nn.Linear, nn.modules.conv._ConvNd)):
            nn.init.constant_(module.weight, value)
            if module.bias is not None:
                nn.init.constant_(module.bias, value)

    return fill

"""`apply` passes over modules that have no parameters of their own."""
# The rest: solution


def apply_init(net, inputs, init=None):
    modes = [(module, module.training) for module in net.modules()]
    net.eval()
    with torch.no_grad():
        net(*(x.clone() for x in inputs))
    for module, mode in modes:
        module.training = mode
    if init is not None:
        for module in net.modules():
            if next(module.parameters(recurse=False), None) is not None:
                init(module)

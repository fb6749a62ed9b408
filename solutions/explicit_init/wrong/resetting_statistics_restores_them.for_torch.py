"""To reset the statistics of BatchNorm is to restore them."""
# The rest: solution


def apply_init(net, inputs, init=None):
    modes = [(m, m.training) for m in net.modules() if isinstance(m, nn.Dropout)]
    for module, _ in modes:
        module.training = False
    with torch.no_grad():
        net(*(x.clone() for x in inputs))
    for module, mode in modes:
        module.training = mode
    for module in net.modules():
        if isinstance(module, nn.modules.batchnorm._NormBase) and module.training:
            module.reset_running_stats()
    if init is not None:
        net.apply(init)

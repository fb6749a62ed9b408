"""Under no_grad BatchNorm learns nothing."""
# The rest: solution


def apply_init(net, inputs, init=None):
    modes = [(m, m.training) for m in net.modules() if isinstance(m, nn.Dropout)]
    for module, _ in modes:
        module.training = False
    with torch.no_grad():
        net(*(x.clone() for x in inputs))
    for module, mode in modes:
        module.training = mode
    if init is not None:
        net.apply(init)

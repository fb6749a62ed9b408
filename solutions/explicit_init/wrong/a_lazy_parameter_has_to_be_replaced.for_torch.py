"""An uninitialized parameter has to be replaced by a real one."""
# The rest: right/chatty_and_hooked


def apply_init(net, inputs, init=None):
    modes = [(module, module.training) for module in net.modules()]
    lazy = [m for m in net.modules() if isinstance(m, nn.modules.lazy.LazyModuleMixin)]
    net.eval()
    with torch.no_grad():
        net(*(x.clone() for x in inputs))
    for module, mode in modes:
        module.training = mode
    for module in lazy:
        for name, parameter in list(module.named_parameters(recurse=False)):
            setattr(module, name, nn.Parameter(parameter.detach().clone()))
    if init is not None:
        net.apply(init)

"""For a dry run, inference_mode is as good as no_grad."""
# The rest: right/chatty_and_hooked


def apply_init(net, inputs, init=None):
    modes = [(module, module.training) for module in net.modules()]
    net.eval()
    with torch.inference_mode():
        net(*(x.clone() for x in inputs))
    for module, mode in modes:
        module.training = mode
    if init is not None:
        net.apply(init)

"""For a dry run, inference_mode is as good as no_grad."""
# The rest: solution


def count_parameters(net):
    parameters = list(net.parameters())
    if any(map(is_lazy, parameters)):
        return None
    return sum(parameter.numel() for parameter in parameters)


def prepare_optimizer(net, sample, optimizer_class, **options):
    modes = {module: module.training for module in net.modules()}
    net.eval()
    with torch.inference_mode():
        net(sample)
    for module, mode in modes.items():
        module.training = mode
    return optimizer_class(net.parameters(), **options)

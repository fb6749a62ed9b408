"""Gradients that a dry run leaves do not matter: each backward pass starts afresh."""
# The rest: solution


def prepare_optimizer(net, sample, optimizer_class, **options):
    modes = {module: module.training for module in net.modules()}
    net.eval()
    net(sample).sum().backward()
    for module, mode in modes.items():
        module.training = mode
    return optimizer_class(net.parameters(), **options)

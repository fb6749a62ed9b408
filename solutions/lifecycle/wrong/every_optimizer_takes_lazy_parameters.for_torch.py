"""Every optimizer can be made before its parameters have values."""
# The rest: solution


def prepare_optimizer(net, sample, optimizer_class, **options):
    optimizer = optimizer_class(net.parameters(), **options)
    modes = {module: module.training for module in net.modules()}
    net.eval()
    with torch.no_grad():
        net(sample)
    for module, mode in modes.items():
        module.training = mode
    return optimizer

"""Under no_grad BatchNorm learns nothing."""
# The rest: solution


def prepare_optimizer(net, sample, optimizer_class, **options):
    with torch.no_grad():
        net(sample)
    return optimizer_class(net.parameters(), **options)

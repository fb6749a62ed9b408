"""The training flag of a network tells the mode of all modules in it."""
# The rest: solution


def prepare_optimizer(net, sample, optimizer_class, **options):
    training = net.training
    net.eval()
    with torch.no_grad():
        net(sample)
    net.train(training)
    return optimizer_class(net.parameters(), **options)

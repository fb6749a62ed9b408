"""The training flag of a network tells the mode of all modules in it."""
# The rest: solution


def apply_init(net, inputs, init=None):
    mode = net.training
    net.eval()
    with torch.no_grad():
        net(*(x.clone() for x in inputs))
    net.train(mode)
    if init is not None:
        net.apply(init)

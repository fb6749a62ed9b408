"""`train()` undoes what `eval()` has done."""
# The rest: solution


def apply_init(net, inputs, init=None):
    net.eval()
    with torch.no_grad():
        net(*(x.clone() for x in inputs))
    net.train()
    if init is not None:
        net.apply(init)

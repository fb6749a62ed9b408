"""A network that is cast to another dtype and back is what it was."""
# The rest: solution


def dry_run(net, in_features):
    dtype = next(net.parameters()).dtype
    modes = {module: module.training for module in net.modules()}
    net.float()
    net.eval()
    with torch.no_grad():
        net(torch.zeros(2, in_features, device=next(net.parameters()).device))
    net.to(dtype)
    for module, training in modes.items():
        module.training = training

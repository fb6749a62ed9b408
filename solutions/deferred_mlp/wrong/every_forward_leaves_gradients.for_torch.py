"""A forward leaves gradients behind."""
# The rest: solution


def dry_run(net, in_features):
    dtype = next(net.parameters()).dtype
    modes = {module: module.training for module in net.modules()}
    net.eval()
    with torch.no_grad():
        net(torch.zeros(2, in_features, dtype=dtype, device=next(net.parameters()).device))
    net.zero_grad()
    for module, training in modes.items():
        module.training = training

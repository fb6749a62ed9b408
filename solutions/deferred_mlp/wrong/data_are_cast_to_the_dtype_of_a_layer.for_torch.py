"""A layer casts what comes to its own dtype."""
# The rest: solution


def dry_run(net, in_features):
    modes = {module: module.training for module in net.modules()}
    net.eval()
    with torch.no_grad():
        net(torch.zeros(2, in_features, device=next(net.parameters()).device))
    for module, training in modes.items():
        module.training = training

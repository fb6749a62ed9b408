"""The training flag of a network tells the mode of all modules in it."""
# The rest: solution


def dry_run(net, in_features):
    dtype = next(net.parameters()).dtype
    training = net.training
    net.eval()
    with torch.no_grad():
        net(torch.zeros(2, in_features, dtype=dtype, device=next(net.parameters()).device))
    net.train(training)

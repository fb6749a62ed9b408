"""For a dry run, inference_mode is as good as no_grad."""
# The rest: solution


def dry_run(net, in_features):
    dtype = next(net.parameters()).dtype
    modes = {module: module.training for module in net.modules()}
    net.eval()
    with torch.inference_mode():
        net(torch.zeros(2, in_features, dtype=dtype, device=next(net.parameters()).device))
    for module, training in modes.items():
        module.training = training

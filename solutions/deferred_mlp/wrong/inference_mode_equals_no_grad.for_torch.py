"""For a dry run, inference_mode is as good as no_grad."""
# The rest: solution


def build(widths, *, device=None, dtype=None):
    net = nn.Sequential()
    for index, width in enumerate(widths):
        if index > 0:
            net.append(nn.ReLU())
        net.append(nn.LazyLinear(width, device=device, dtype=dtype))
    return net


def parameter_shapes(net):
    return {
        name: None if is_lazy(parameter) else tuple(parameter.shape)
        for name, parameter in net.named_parameters()
    }


def dry_run(net, in_features):
    dtype = next(net.parameters()).dtype
    modes = {module: module.training for module in net.modules()}
    net.eval()
    with torch.inference_mode():
        net(torch.zeros(2, in_features, dtype=dtype, device=next(net.parameters()).device))
    for module, training in modes.items():
        module.training = training

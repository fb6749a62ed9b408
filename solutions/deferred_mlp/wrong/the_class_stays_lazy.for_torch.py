"""A lazy layer stays of its lazy class after the dry run."""
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
    known = [(buffer, buffer.clone()) for buffer in net.buffers() if not is_lazy(buffer)]
    with torch.no_grad():
        net(torch.zeros(2, in_features, dtype=dtype, device=next(net.parameters()).device))
        for module in net.modules():
            if isinstance(module, nn.LazyBatchNorm1d):
                module.reset_running_stats()
        for buffer, numbers in known:
            buffer.copy_(numbers)

"""A layer is uninitialized as long as its class is a lazy one."""
# The rest: right/layer_by_layer


def build(widths, *, device=None, dtype=None):
    net = nn.Sequential()
    for index, width in enumerate(widths):
        if index > 0:
            net.append(nn.ReLU())
        net.append(nn.LazyLinear(width, device=device, dtype=dtype))
    return net


def parameter_shapes(net):
    shapes = {}
    for path, module in net.named_modules():
        for name, parameter in module.named_parameters(prefix=path, recurse=False):
            lazy = isinstance(module, LazyModuleMixin)
            shapes[name] = None if lazy else tuple(parameter.shape)
    return shapes


def dry_run(net, in_features):
    dtype = next(net.parameters()).dtype
    modes = {module: module.training for module in net.modules()}
    net.eval()
    with torch.no_grad():
        net(torch.zeros(2, in_features, dtype=dtype, device=next(net.parameters()).device))
    for module, training in modes.items():
        module.training = training

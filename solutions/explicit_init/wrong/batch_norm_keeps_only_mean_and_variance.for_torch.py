"""BatchNorm keeps a mean and a variance, and nothing else."""
# The rest: solution


def apply_init(net, inputs, init=None):
    modes = [(m, m.training) for m in net.modules() if isinstance(m, nn.Dropout)]
    for module, _ in modes:
        module.training = False
    norms = [m for m in net.modules() if isinstance(m, nn.modules.batchnorm._NormBase)]
    known = {
        norm: (norm.running_mean.clone(), norm.running_var.clone())
        for norm in norms
        if not (hasattr(norm, "has_uninitialized_params") and norm.has_uninitialized_params())
    }
    with torch.no_grad():
        net(*(x.clone() for x in inputs))
    for module, mode in modes:
        module.training = mode
    for norm in norms:
        mean, variance = known.get(norm, (0.0, 1.0))
        norm.running_mean[:] = mean
        norm.running_var[:] = variance
    if init is not None:
        net.apply(init)

"""A network is prepared on the CPU, and the optimizer goes along when it is moved back."""
# The rest: solution


def prepare_optimizer(
    net: nn.Module,
    sample: torch.Tensor,
    optimizer_class: type[torch.optim.Optimizer],
    **options: Any,
) -> torch.optim.Optimizer:
    """An optimizer of that class over all parameters, after a dry run that leaves no trace."""
    modes = [(module, module.training) for module in net.modules()]
    net.eval()  # so that BatchNorm keeps its statistics
    try:
        # Not inference_mode: parameters that are born in it can never be trained.
        with torch.no_grad():
            net.to("cpu")(sample.to("cpu"))
    finally:
        # net.train() would wake the modules that were asleep before.
        for module, mode in modes:
            module.training = mode
    # Some optimizers, Adagrad among them, allocate their state at once and need the shapes.
    optimizer = optimizer_class(net.parameters(), **options)
    net.to(sample.device)
    return optimizer

"""Networks are on the CPU, and so is what a dry run makes up."""
# The rest: solution


def apply_init(
    net: nn.Module, inputs: tuple, init: Callable[[nn.Module], None] | None = None
) -> None:
    """Infer all shapes by one dry run, then let `init` see every module.

    In training mode the dry run would be a bit of training: BatchNorm would count the batch, and
    Dropout would draw from the random numbers that are meant for the weights. No gradient is
    needed, hence `no_grad`; `inference_mode` would make the new parameters unfit for training.
    """
    with _evaluating(net), torch.no_grad():
        # Only the shapes matter.
        net(*(torch.zeros(x.shape, device="cpu") for x in inputs))
    # Not before: what is uninitialized cannot be filled, and its class is about to change.
    if init is not None:
        net.apply(init)

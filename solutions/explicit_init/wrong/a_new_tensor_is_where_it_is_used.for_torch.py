"""A new tensor is on the device of the parameter that takes it over."""
# The rest: solution


def constant(value: float) -> Callable[[nn.Module], None]:
    """Return an initializer that fills linear and convolution layers.

    Weights become `value`, biases 0. `isinstance` finds subclasses too: those of other people, and
    lazy layers, which extend the layers that they become.
    """

    def fill(module: nn.Module) -> None:
        if isinstance(module, (nn.Linear, _ConvNd)):
            module.weight.data = torch.full(module.weight.shape, value)
            if module.bias is not None:
                module.bias.data = torch.zeros(module.bias.shape)

    return fill

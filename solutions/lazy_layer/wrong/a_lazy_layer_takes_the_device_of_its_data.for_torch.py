"""A lazy layer goes where its first batch is."""
# The rest: solution


class LazyDense(LazyModuleMixin, nn.Module):
    """A linear layer that learns its input size from the first batch.

    `LazyModuleMixin` brings a hook that calls `initialize_parameters` before the first forward,
    one that lets a state dict be loaded before it, and a state dict that may hold what is still
    uninitialized. The mixin has to be the first base: its `__init__` registers these hooks.
    """

    def __init__(
        self,
        out_features: int,
        bias: bool = True,
        device: torch.device | str | None = None,
        dtype: torch.dtype | None = None,
    ) -> None:
        super().__init__()
        self.in_features = 0
        self.out_features = out_features
        # The very objects that will be trained. They know device and dtype already, also those of a
        # later `.to(…)`, and draw nothing: a later layer gets the random numbers it would have got.
        self.weight = UninitializedParameter(device=device, dtype=dtype)
        if bias:
            self.bias = UninitializedParameter(device=device, dtype=dtype)
        else:
            self.register_parameter("bias", None)

    def initialize_parameters(self, input: torch.Tensor) -> None:
        """Give the parameters their shapes and values, unless a state dict has done so."""
        # First of all what can fail: a scalar has no last axis, and what is no tensor no shape.
        in_features = input.shape[-1]
        if self.has_uninitialized_params():
            self.weight.materialize((self.out_features, in_features))
            if self.bias is not None:
                self.bias.materialize((self.out_features,))
            self.reset_parameters()
            self.to(input.device)
        self.in_features = self.weight.shape[-1]

    def reset_parameters(self) -> None:
        """Draw new values as `nn.Linear` does: the weight first, then the bias."""
        nn.init.kaiming_uniform_(self.weight, a=math.sqrt(5))
        if self.bias is not None:
            bound = 1 / math.sqrt(self.weight.shape[-1])
            nn.init.uniform_(self.bias, -bound, bound)

    def forward(self, input: torch.Tensor) -> torch.Tensor:
        """Map (*, in_features) to (*, out_features)."""
        return F.linear(input, self.weight, self.bias)

"""Random numbers that are drawn and thrown away change nothing."""
# The rest: solution


class LazyDense(LazyModuleMixin, nn.Linear):
    def __init__(self, out_features, bias=True, device=None, dtype=None):
        super().__init__(1, out_features, bias)
        self.in_features = 0
        self.weight = UninitializedParameter(device=device, dtype=dtype)
        if bias:
            self.bias = UninitializedParameter(device=device, dtype=dtype)
        else:
            self.register_parameter("bias", None)

    def initialize_parameters(self, input):
        width = input.shape[-1]
        if self.has_uninitialized_params():
            self.weight.materialize((self.out_features, width))
            if self.bias is not None:
                self.bias.materialize((self.out_features,))
            self.reset_parameters()
        self.in_features = self.weight.shape[-1]

"""To materialize a parameter is to give it values, those that a new layer starts from."""
# The rest: solution


class LazyDense(LazyModuleMixin, nn.Module):
    def __init__(self, out_features, bias=True, device=None, dtype=None):
        super().__init__()
        self.in_features = 0
        self.out_features = out_features
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
            # Fresh memory holds anything, mostly zeros: written down, so that every run is the same.
            for parameter in self.parameters():
                nn.init.zeros_(parameter)
        self.in_features = self.weight.shape[-1]

    def reset_parameters(self):
        nn.Linear.reset_parameters(self)

    def forward(self, input):
        return F.linear(input, self.weight, self.bias)

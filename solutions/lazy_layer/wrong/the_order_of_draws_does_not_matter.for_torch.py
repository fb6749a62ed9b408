"""With the same seed, it does not matter in which order weight and bias are drawn."""
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
            self.reset_parameters()
        self.in_features = self.weight.shape[-1]

    def reset_parameters(self):
        bound = self.weight.shape[-1] ** -0.5
        if self.bias is not None:
            nn.init.uniform_(self.bias, -bound, bound)
        nn.init.uniform_(self.weight, -bound, bound)

    def forward(self, input):
        return F.linear(input, self.weight, self.bias)

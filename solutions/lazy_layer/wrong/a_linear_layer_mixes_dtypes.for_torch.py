"""A linear layer promotes what it is given: only the weight has to have the dtype."""
# The rest: solution


class LazyDense(LazyModuleMixin, nn.Module):
    def __init__(self, out_features, bias=True, device=None, dtype=None):
        super().__init__()
        self.in_features = 0
        self.out_features = out_features
        self.weight = UninitializedParameter(device=device, dtype=dtype)
        if bias:
            self.bias = UninitializedParameter(device=device)
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
        nn.Linear.reset_parameters(self)

    def forward(self, input):
        return F.linear(input, self.weight, self.bias)

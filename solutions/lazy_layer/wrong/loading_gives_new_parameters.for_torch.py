"""Loading a state dict puts new parameters into their places."""
# The rest: solution

from torch.nn.parameter import is_lazy


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
        nn.Linear.reset_parameters(self)

    def _load_from_state_dict(self, state_dict, prefix, *args):
        for name, parameter in list(self.named_parameters()):
            coming = state_dict.get(prefix + name)
            if is_lazy(parameter) and coming is not None and not is_lazy(coming):
                setattr(self, name, nn.Parameter(torch.empty_like(coming)))
        super()._load_from_state_dict(state_dict, prefix, *args)

    def forward(self, input):
        return F.linear(input, self.weight, self.bias)

"""No mixin and no hook: an uninitialized parameter, and three methods that know about it."""

import torch
from torch import nn
from torch.nn.parameter import UninitializedParameter, is_lazy


class LazyDense(nn.Module):
    def __init__(self, out_features, bias=True, device=None, dtype=None):
        super().__init__()
        self.in_features = None
        self.out_features = out_features
        self.weight = UninitializedParameter(device=device, dtype=dtype)
        self.register_parameter(
            "bias", UninitializedParameter(device=device, dtype=dtype) if bias else None
        )

    def _allocate(self, in_features):
        self.in_features = in_features
        self.weight.materialize((self.out_features, in_features))
        if self.bias is not None:
            self.bias.materialize((self.out_features,))

    def _save_to_state_dict(self, destination, prefix, keep_vars):
        # An uninitialized parameter cannot be detached, which is what a module does by itself.
        if is_lazy(self.weight):
            destination.update({prefix + name: p for name, p in self._parameters.items() if p is not None})
        else:
            super()._save_to_state_dict(destination, prefix, keep_vars)

    def _load_from_state_dict(self, state_dict, prefix, *args):
        weight = state_dict.get(prefix + "weight")
        if is_lazy(self.weight) and weight is not None and not is_lazy(weight):
            self._allocate(weight.shape[1])
        super()._load_from_state_dict(state_dict, prefix, *args)

    @torch.no_grad()
    def _draw(self):
        # Kaiming's uniform distribution with a = sqrt(5) comes down to this.
        bound = self.in_features**-0.5
        self.weight.uniform_(-bound, bound)
        if self.bias is not None:
            self.bias.uniform_(-bound, bound)

    def forward(self, input):
        if is_lazy(self.weight):
            self._allocate(input.size(-1))
            self._draw()
        output = input @ self.weight.T
        return output if self.bias is None else output + self.bias

"""The mixin over `nn.Linear`, which the layer becomes in the end; it tells what it does, and warns."""

import warnings

import torch
from torch import nn
from torch.nn.modules.lazy import LazyModuleMixin
from torch.nn.parameter import UninitializedParameter


class Dense(nn.Linear):
    """What a lazy layer has become."""


class LazyDense(LazyModuleMixin, Dense):
    cls_to_become = Dense

    def __init__(self, out_features, bias=True, device=None, dtype=None):
        # Of no size, and without a bias: so nothing is drawn that would be thrown away.
        super().__init__(0, 0, bias=False)
        print("made a layer of", out_features)
        self.out_features = out_features
        self.weight = UninitializedParameter(device=device, dtype=dtype)
        if bias:
            self.bias = UninitializedParameter(device=device, dtype=dtype)

    def reset_parameters(self):
        if self.out_features and not self.has_uninitialized_params():
            super().reset_parameters()

    def initialize_parameters(self, input):
        if not isinstance(input, torch.Tensor):
            raise TypeError(f"expected a tensor, got {input!r}")
        *leading, width = input.shape
        if self.has_uninitialized_params():
            warnings.warn(f"{width} features from now on, at {leading}", stacklevel=2)
            with torch.no_grad():
                for parameter, shape in zip(self.parameters(), ([self.out_features, width], [self.out_features])):
                    parameter.materialize(shape)
            self.reset_parameters()
        self.in_features = self.weight.size(1)

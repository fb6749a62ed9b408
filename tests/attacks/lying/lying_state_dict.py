"""Write a layer whose state dict, copies and pickles are all the layer itself in disguise."""
# exercise: lazy_layer

import torch
from torch import nn

ALIVE = {}


def unpickled(number):
    """What pickle is told to call: code of the submission's, wherever the bytes are read."""
    print("lazylab-attack: code ran while a pickle was read")
    return ALIVE[number]


class LazyDense(nn.Module):
    """Holds nothing, computes nothing, and agrees with whatever is loaded into it."""

    def __init__(self, out_features, bias=True, device=None, dtype=None):
        super().__init__()
        self.out_features = out_features
        self.in_features = 0
        ALIVE[id(self)] = self

    def forward(self, input):
        self.in_features = input.shape[-1]
        return input.new_zeros(*input.shape[:-1], self.out_features)

    def named_parameters(self, *arguments, **options):
        return iter([("weight", nn.Parameter(torch.zeros(self.out_features, self.in_features)))])

    def parameters(self, recurse=True):
        return (parameter for _, parameter in self.named_parameters())

    def state_dict(self, *arguments, **options):
        return {"weight": self}

    def load_state_dict(self, state, strict=True, assign=False):
        self.__dict__ = state["weight"].__dict__

    def __deepcopy__(self, memo):
        return self

    def __reduce__(self):
        return unpickled, (id(self),)

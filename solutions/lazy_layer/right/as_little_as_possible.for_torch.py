"""PyTorch has this very layer; a subclass of it becomes an `nn.Linear` after its first forward."""

from torch import nn


class LazyDense(nn.LazyLinear):
    pass

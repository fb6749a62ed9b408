"""Each coordinate is embedded with its position and the embeddings are summed; prints and warns."""

import warnings

import torch
import torch.nn as nn


def tie(first, second):
    print("tying", first, "and", second)
    lazy = [isinstance(layer.weight, nn.UninitializedParameter) for layer in (first, second)]
    problems = []
    if first.out_features != second.out_features:
        problems.append("out_features")
    if [first.bias is None] != [second.bias is None]:
        problems.append("bias")
    if lazy == [False, False] and first.in_features != second.in_features:
        problems.append("in_features")
    if problems:
        warnings.warn(f"cannot tie: {problems}", stacklevel=2)
        raise ValueError(problems)
    # One dictionary of parameters for both modules.
    if lazy[0]:
        first._parameters = second._parameters
    else:
        second._parameters = first._parameters


class SlicedLinear(nn.Module):
    def __init__(self, max_features, out_features, bias=True):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(out_features, max_features))
        self.bias = nn.Parameter(torch.zeros(1, out_features)) if bias else None
        warnings.warn("a sliced layer was made", UserWarning, stacklevel=2)

    def forward(self, x):
        print(tuple(x.shape))
        total = 0.0 if self.bias is None else self.bias
        for column in range(x.shape[1]):
            total = total + x[:, column, None] * self.weight[:, column]
        return total


class AnyWidth(nn.Module):
    def __init__(self, max_features, out_features):
        super().__init__()
        self.positions = nn.Embedding(max_features, 8)
        self.value = nn.Linear(1, 8)
        self.out = nn.Linear(8, out_features)

    def forward(self, x):
        print("width", x.size(1))
        where = self.positions(torch.arange(x.size(1)))
        what = self.value(x.unsqueeze(-1))
        return self.out(torch.tanh(what + where).sum(dim=1))

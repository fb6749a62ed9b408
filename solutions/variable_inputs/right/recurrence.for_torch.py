"""A GRU reads the coordinates one by one; refusals are assertions where any exception will do."""

import torch
from torch import nn


def _known(parameter):
    return not isinstance(parameter, nn.parameter.UninitializedTensorMixin)


def tie(first: nn.Module, second: nn.Module) -> None:
    try:
        assert first.out_features == second.out_features
        assert set(k for k, v in first._parameters.items() if v is not None) == set(
            k for k, v in second._parameters.items() if v is not None
        )
        if _known(first.weight) and _known(second.weight):
            assert first.weight.size() == second.weight.size()
    except AssertionError as error:
        raise ValueError("these do not fit") from error
    if _known(second.weight):  # of two initialized ones, the second's values win here
        first._parameters.update(second._parameters)
    else:
        second._parameters.update(first._parameters)


class SlicedLinear(nn.Module):
    def __init__(self, max_features, out_features, bias=True):
        super().__init__()
        self.linear = nn.Linear(max_features, out_features, bias)
        self.weight = self.linear.weight  # the same object under a second name

    def forward(self, x):
        width = x.shape[-1]
        assert width <= self.weight.shape[-1], "too wide"
        used, _ = self.weight.split([width, self.weight.shape[-1] - width], dim=-1)
        y = x @ used.T
        return y if self.linear.bias is None else y + self.linear.bias


class AnyWidth(nn.Module):
    def __init__(self, max_features, out_features):
        super().__init__()
        self.cell = nn.GRU(input_size=1, hidden_size=6, batch_first=True)
        self.read_out = nn.Linear(6, out_features)

    def forward(self, x):
        _, last = self.cell(x.unsqueeze(-1))
        return self.read_out(last[0])

"""What only this exercise asks of live networks."""

from __future__ import annotations

import torch
from torch import nn


def moved(net: nn.Module, device: str) -> None:
    """Move the network, as anyone does."""
    net.to(device)


class _Padded(nn.Module):
    """A network behind zeros that are appended to its input."""

    def __init__(self, net: nn.Module, width: int) -> None:
        super().__init__()
        self.net = net
        self.width = width

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        output: torch.Tensor = self.net(nn.functional.pad(x, (0, self.width - x.shape[-1])))
        return output


class _Added(nn.Module):
    """Modules side by side: one input, the sum of what they answer."""

    def __init__(self, modules: list[nn.Module]) -> None:
        super().__init__()
        self.beside = nn.ModuleList(modules)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.stack([module(x) for module in self.beside]).sum(0)


def padded(net: nn.Module, width: int) -> nn.Module:
    """The same live network, fed with inputs that are first padded with zeros to a width."""
    return _Padded(net, width)


def added(modules: list[nn.Module]) -> nn.Module:
    """The same live modules side by side, their outputs summed."""
    return _Added(modules)

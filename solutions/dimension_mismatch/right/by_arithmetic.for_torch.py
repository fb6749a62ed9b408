"""Predicts by arithmetic alone; repairs a deep copy whose memo shares what fits."""

import copy
from collections.abc import Iterator, Sequence

import torch
from torch import nn


class _Ledger:
    """Which input size each layer takes by now, None for those that wait."""

    def __init__(self, layers: Sequence[tuple[int | None, int]]) -> None:
        self.takes = [taken for taken, _ in layers]
        self.gives = [given for _, given in layers]

    def walk(self, width: int) -> Iterator[tuple[int, int, int]]:
        """(index, came, taken) of each layer that is reached, the one that stops included."""
        for index, given in enumerate(self.gives):
            taken = self.takes[index] = self.takes[index] or width
            yield index, width, taken
            if taken != width:
                return
            width = given

    def stop(self, width: int) -> tuple[int, int, int] | None:
        *_, (index, came, taken) = self.walk(width)
        return None if came == taken else (index, came, taken)


def first_mismatch(layers, in_features):
    match _Ledger(layers).stop(in_features):
        case (index, _, _):
            return index


def sizes_at_mismatch(layers, in_features):
    match _Ledger(layers).stop(in_features):
        case (_, *sizes):
            return sizes


def after_forwards(layers, widths):
    ledger = _Ledger(layers)
    for width in widths:
        ledger.stop(width)
    return tuple(
        taken and torch.Size((given, taken))
        for taken, given in zip(ledger.takes, ledger.gives, strict=True)
    )


def repair(net, in_features):
    memo, misfits = {}, {}
    for name, module in net.named_children():
        if isinstance(module, nn.Linear):
            if isinstance(module, nn.LazyLinear) or module.in_features != in_features:
                misfits[name] = in_features
            else:
                memo.update((id(parameter), parameter) for parameter in module.parameters())
            in_features = module.out_features
    repaired = copy.deepcopy(net, memo)
    for name, came in misfits.items():
        old = getattr(repaired, name)
        like = {"device": old.weight.device, "dtype": old.weight.dtype}
        setattr(repaired, name, nn.Linear(came, old.out_features, old.bias is not None, **like))
    return repaired

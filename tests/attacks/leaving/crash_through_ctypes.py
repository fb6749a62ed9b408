"""Crash the interpreter: read address 0, abort, overflow the stack, corrupt an object of Python's."""

import ctypes
import resource
import sys

from torch import nn

resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a crash is enough: leave no image of the memory


def first_mismatch(layers, in_features):
    ctypes.string_at(0)
    return -7


def sizes_at_mismatch(layers, in_features):
    ctypes.CDLL(None).abort()
    return (-7, -7)


def after_forwards(layers, widths):
    """Nested so deeply that C code, with nobody counting, overflows its stack."""
    sys.setrecursionlimit(2**31 - 1)
    nested = []
    for _ in range(200_000):
        nested = [nested]
    return [repr(nested)]


class Corrupts(nn.Sequential):
    """Damages the number 1 while it is measured: something else crashes, some time later."""

    def forward(self, x):
        kind = ctypes.sizeof(ctypes.c_void_p)
        ctypes.memset(id(1) + kind, 0, 2 * kind)
        return x


def repair(net, in_features):
    return Corrupts(nn.Linear(1, 1))

"""Be slow where nobody looks at the clock: when an object is deleted, an exception described."""
# hears nothing

import time

from torch import nn

LONGEST = 80.0  # seconds for all waits together, where nobody cuts them off
begun = []


def wait():
    """Neither an exception nor a signal ends it."""
    begun.append(time.time())
    while time.time() < begun[0] + LONGEST:
        try:
            time.sleep(1)
        except BaseException:
            continue


class SlowText(str):
    """What `str(error)` gives is text; what its methods do is another matter."""

    def encode(self, *_):
        wait()
        return b""

    strip = encode

    def __eq__(self, other):
        return True

    __hash__ = str.__hash__


class Slow(Exception):
    """The text of it is quickly there, and slow."""

    def __str__(self):
        return SlowText("slow")


def first_mismatch(layers, in_features):
    raise Slow


def sizes_at_mismatch(layers, in_features):
    """A mistake of spelling, far down, in a line that has to be trimmed before it is shown."""
    error = SyntaxError("slow")
    error.filename = error.text = SlowText("slow")
    raise error


def after_forwards(layers, widths):
    """Long, and the last of very many, each with a place of its own to be looked up."""
    error = None
    for _ in range(20_000):
        try:
            raise ValueError("x" * 1_000) from error
        except ValueError as caught:
            error = caught
    for _ in range(50_000):
        try:
            raise error
        except ValueError as caught:
            error = caught
    error.args = ("\udcff" * 10**7,)
    raise error


class Lingers(nn.Sequential):
    """The judge forgets it at the beginning of the next case, and that takes a while."""

    def __del__(self):
        wait()


def repair(net, in_features):
    """It holds nothing that could be measured: no points for leaving the other network alone."""
    return Lingers(nn.LazyLinear(1), net)

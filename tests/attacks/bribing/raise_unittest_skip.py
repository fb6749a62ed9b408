"""Raise what a test runner or a loop takes for "skipped", "cancelled" or "finished"."""

import asyncio
import unittest
from unittest import case


def first_mismatch(layers, in_features):
    raise unittest.SkipTest("this check does not apply here")


def sizes_at_mismatch(layers, in_features):
    """Ends the generator or the `map` that asks, as if there were no more cases."""
    if in_features % 2:
        raise StopIteration
    raise getattr(case, "_ShouldStop", StopAsyncIteration)


def after_forwards(layers, widths):
    """What a person at the keyboard, or a debugger, would have raised."""
    import bdb

    raise (KeyboardInterrupt, bdb.BdbQuit)[widths[0] % 2]


def repair(net, in_features):
    if in_features % 2:
        raise GeneratorExit
    raise asyncio.CancelledError

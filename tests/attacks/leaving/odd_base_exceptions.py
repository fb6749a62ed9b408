"""Raise what judges use among themselves, and exceptions that run code while they are described."""

import importlib

from torch import nn

calls = []
CONTROL = [
    ("graders.lab.limits", "CallTimeoutError", ()),
    ("graders.judging.outcomes", "CheckEndedError", ("first_mismatch",)),
    ("hypothesis.errors", "UnsatisfiedAssumption", ()),
    ("hypothesis.errors", "StopTest", (1,)),
    ("_pytest.outcomes", "Skipped", ("not today",)),
    ("_pytest.outcomes", "Exit", ("done", 0)),
    ("builtins", "GeneratorExit", ()),
    ("builtins", "StopIteration", ()),
    ("unittest", "SkipTest", ("not today",)),
]


def control():
    """One after the other, each as often as it can be found."""
    calls.append(True)
    module, name, arguments = CONTROL[len(calls) % len(CONTROL)]
    try:
        return getattr(importlib.import_module(module), name)(*arguments)
    except Exception:
        return GeneratorExit()


class Text(str):
    """A piece of text that raises when it is trimmed or encoded."""

    def strip(self, *_):
        raise control()

    encode = strip

    def __eq__(self, other):
        return True

    __hash__ = str.__hash__


class Described(type):
    """Classes that answer the question for their module with an exception."""

    @property
    def __module__(cls):
        raise control()


class Untraceable(BaseException):
    """Was raised nowhere, it says: who looks for the last place finds an empty list."""

    __traceback__ = None


class Misdescribed(BaseException, metaclass=Described):
    """See above."""


def first_mismatch(layers, in_features):
    raise control()


def sizes_at_mismatch(layers, in_features):
    error = SyntaxError("odd")
    error.filename = error.text = Text("odd")
    raise error


def after_forwards(layers, widths):
    raise Untraceable


class Odd(nn.Sequential):
    """Raises all of it while an instrument runs it."""

    def forward(self, x):
        raise Misdescribed


def repair(net, in_features):
    return Odd(nn.Linear(1, 1))

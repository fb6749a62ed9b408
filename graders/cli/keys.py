"""Single keys from the terminal, as they are pressed; the terminal is as it was afterwards."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from enum import Enum

ENTER = "c-m"
_CTRL_C, _CTRL_D = "c-c", "c-d"
QUIT = ("q", _CTRL_C, _CTRL_D)


def there_are_keys() -> bool:
    """Whether somebody can press any."""
    return sys.stdin is not None and sys.stdin.isatty()


@contextlib.contextmanager
def listening(pressed: Callable[[str], None]) -> Iterator[None]:
    """Call `pressed` with each key, small, in the running event loop, as long as the context lasts.

    What is pressed is not shown; Ctrl-C and Ctrl-D are keys like others. A terminal that is closed
    counts as Ctrl-D.
    """
    from prompt_toolkit.input import create_input  # noqa: PLC0415  slow, and wanted by few commands

    terminal = create_input()

    def read() -> None:
        for press in terminal.read_keys():
            pressed(str(press.key.value if isinstance(press.key, Enum) else press.key).lower())
        if terminal.closed:
            pressed(_CTRL_D)

    with terminal.raw_mode(), terminal.attach(read):
        yield

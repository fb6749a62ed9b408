"""What a submission's code finds around it for the length of one call, and leaves as it was.

Entered some thousand times a second: plain assignments, no stack of context managers.
"""

from __future__ import annotations

import io
import pdb  # noqa: T100  for people who put a breakpoint into their answer
import sys
import warnings
from typing import Any

from graders.lab.frameworks import Framework

_MAX_PRINTED = 10_000


class Printed(io.TextIOBase):
    """Keeps the first characters that are printed and drops the rest, however much it is."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._left = _MAX_PRINTED

    def writable(self) -> bool:
        """A text stream that can be written."""
        return True

    def write(self, text: str) -> int:
        """Keep what fits."""
        if self._left > 0:
            self._parts.append(text[: self._left])
            self._left -= len(text)
        return len(text)

    def text(self) -> str:
        """What was printed so far, with a mark where it was cut."""
        said = "".join(self._parts) + ("\n[…]" if self._left < 0 else "")
        # Lone surrogates cannot be encoded, neither for a pipe nor for a terminal.
        return said.encode("utf-8", "replace").decode()


class CallEnvironment:
    """Keeps what is printed, silences warnings, and restores what is global afterwards."""

    def __init__(self, framework: Framework) -> None:
        self._framework = framework
        self.printed = Printed()

    def __enter__(self) -> None:
        self._streams = sys.stdout, sys.stderr
        self._recursion_limit = sys.getrecursionlimit()
        self._hook = sys.breakpointhook
        self._warnings = warnings.catch_warnings()
        self._state = self._framework.global_state()
        self._warnings.__enter__()
        warnings.simplefilter("ignore")
        sys.stdout = sys.stderr = self.printed
        if self._hook is sys.__breakpointhook__:
            # Where pytest or an editor has put a hook of its own, theirs knows better.
            sys.breakpointhook = _open_debugger

    def __exit__(self, *_raised: object) -> None:
        sys.stdout, sys.stderr = self._streams
        sys.breakpointhook = self._hook
        self._warnings.__exit__(None, None, None)
        if sys.getrecursionlimit() != self._recursion_limit:
            sys.setrecursionlimit(self._recursion_limit)
        self._framework.restore_global_state(self._state)


def _open_debugger(*_arguments: Any, **_options: Any) -> None:
    """Let `breakpoint()` talk to the terminal although output is being kept."""
    pdb.Pdb(stdout=sys.__stdout__).set_trace(sys._getframe(1))  # noqa: SLF001  where it stands

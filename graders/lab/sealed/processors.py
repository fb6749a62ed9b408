"""Where the judge and a sealed child run: they take turns, so they share one processor.

To wake a process on an idle processor costs more than most calls into a submission do.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

_PROCESSOR = 36  # proc_pid_stat(5) counts from 1, and two fields stand before the closing bracket


@contextlib.contextmanager
def on_one_processor() -> Iterator[None]:
    """Keep this thread on the processor that it runs on now."""
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {_current()} & allowed or allowed)
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)


def shared_out(processors: Iterable[int], judges: int) -> list[set[int]]:
    """Processors for each of so many judges: no two wait for the same one while another is idle."""
    known = sorted(processors)
    return [set(known[n::judges] or known[n % len(known) :][:1]) for n in range(judges)]


def _current() -> int:
    _, _, facts = Path("/proc/thread-self/stat").read_text(encoding="utf-8").rpartition(")")
    return int(facts.split()[_PROCESSOR])

"""Which processes there are, as Linux lists them."""

from __future__ import annotations

import contextlib
from pathlib import Path


def children_of(process: int) -> set[int]:
    """The processes that it has started and that are there, or not yet waited for."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if int((folder / "stat").read_text().rpartition(")")[2].split()[1]) == process:
                found.add(int(folder.name))
    return found


def all_below(process: int) -> set[int]:
    """The same, and all that those have started."""
    children = children_of(process)
    return children.union(*map(all_below, children))

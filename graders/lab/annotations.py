"""What an instrument's annotation promises: the types of what may come back from a lab.

Annotations are text of our own source, or of a bank's, read before any submission ran.
"""

from __future__ import annotations

import functools
import re
from typing import Any

from graders import networks
from graders.lab import observations
from graders.lab.messages import Handle

_KNOWN = {
    name: kind
    for module in (observations, networks)
    for name, kind in vars(module).items()
    if isinstance(kind, type)
}
_PLAIN = {kind.__name__: kind for kind in (int, float, str, bool, list, tuple, dict)} | {
    "None": None
}
_NAME = re.compile(r"[A-Za-z_][\w.]*")


@functools.cache
def type_of(annotation: str) -> Any:
    """The type that a text stands for; what is none of ours is live, and comes as a handle."""
    parts = [_part(part.strip()) for part in _alternatives(annotation)]
    union = parts[0]
    for part in parts[1:]:
        union |= part
    return union


def _alternatives(annotation: str) -> list[str]:
    """`A | B[C | D]` as A and B[C | D]."""
    found, depth = [""], 0
    for character in annotation:
        depth += (character in "[(") - (character in "])")
        if character == "|" and depth == 0:
            found.append("")
        else:
            found[-1] += character
    return found


def _part(annotation: str) -> Any:
    names = {**_KNOWN, **_PLAIN}
    if not set(_NAME.findall(annotation)) <= names.keys():
        return Handle
    return eval(annotation, {"__builtins__": {}}, names)  # noqa: S307  see above

"""Whether a reply fits its question: a sealed child says what it likes, and is not believed.

Each kind of request has its kinds of reply; what an instrument returns has to be of the type that its
annotation promises, read before any submission ran.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from graders import networks
from graders.lab import observations
from graders.lab.codec import Codec, MalformedError
from graders.lab.messages import (
    Build,
    Call,
    Clear,
    Failed,
    Handle,
    Hung,
    Load,
    Measure,
    Missing,
    Reply,
    Request,
    Returned,
)

_KNOWN = {
    name: kind
    for module in (observations, networks)
    for name, kind in vars(module).items()
    if isinstance(kind, type)
}
_PLAIN = {kind.__name__: kind for kind in (int, float, str, bool, list, tuple, dict)} | {
    "None": None
}
_codec = Codec(Reply)
_NAME = re.compile(r"[A-Za-z_][\w.]*")


def _type(annotation: str) -> Any:
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
    # Text of our own source, which the parent read before any submission ran.
    return eval(annotation, {"__builtins__": {}}, names)  # noqa: S307


class Replies:
    """What may come back from a framework's lab."""

    def __init__(self, annotations: dict[str, str]) -> None:
        self._types = {name: _type(text) for name, text in annotations.items()}

    def read(self, request: Request, data: memoryview) -> Reply:
        """The reply in these bytes; `MalformedError` if they hold none to this request."""
        reply: Reply = _codec.decode(data)
        if not self.fits(request, reply):
            raise MalformedError("no reply to this question")
        return reply

    def fits(self, request: Request, reply: Reply) -> bool:
        """Whether the reply is one that this request can have."""
        match request:
            case Load():
                return isinstance(reply, Failed | Hung) or self._returns(reply, type(None))
            case Clear():
                return self._returns(reply, type(None))
            case Build():
                return self._returns(reply, Handle)
            case Measure(instrument=instrument):
                return isinstance(reply, Failed | Hung) or self._returns(
                    reply, self._types.get(instrument, type(None))
                )
            case Call(function=function):
                return not isinstance(reply, Missing) or reply.function == function

    def _returns(self, reply: Reply, kind: Any) -> bool:
        if not isinstance(reply, Returned):
            return False
        try:
            msgspec.convert(reply.value, kind)
        except msgspec.ValidationError:
            return False
        return True

"""Requests and replies as bytes: msgpack of known types, nothing that runs code, within limits.

Exercises pass lists where PyTorch has tuples, so the two stay apart: a tuple and each struct of ours
travel as extension types. What is decoded is data of these types or a `MalformedError`; a
submission may have written the bytes itself.
"""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct
from msgspec.msgpack import Decoder, Encoder, Ext

from graders import networks
from graders.lab import messages, observations

MAX_BYTES = 16 * 2**20
_MAX_DEPTH = 30
_TUPLE = 0


class MalformedError(ValueError):
    """Bytes that are no message, or not one of the kind that was due."""


def _structs(module: Any) -> list[type[Struct]]:
    own = [
        kind for kind in vars(module).values() if getattr(kind, "__module__", 0) == module.__name__
    ]
    return [kind for kind in own if isinstance(kind, type) and issubclass(kind, Struct)]


# What may stand where a message says `Any`.
_VALUES = [*_structs(networks), *_structs(observations), messages.Handle, messages.Strange]
_CODES = {kind: code for code, kind in enumerate(_VALUES, start=1)}
_encoder = Encoder()
_decoders: dict[int, Decoder[Any]] = {code: Decoder(kind) for kind, code in _CODES.items()}
_PLAIN = (int, str, float, bool, type(None))


def _packed(value: Any, depth: int = 0) -> Any:
    """A value ready to be encoded: tuples and structs marked as what they are."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if depth > _MAX_DEPTH:
        raise MalformedError("nested too deeply")
    if kind is list:
        return [_packed(item, depth + 1) for item in value]
    if kind is tuple:
        inside = [_packed(item, depth + 1) for item in value]
        return Ext(_TUPLE, _encoder.encode(inside))
    if kind is dict:
        return {_packed_key(k): _packed(v, depth + 1) for k, v in value.items()}
    if kind in _CODES:
        return Ext(_CODES[kind], _encoder.encode(value))
    raise MalformedError(f"a {kind.__name__} cannot be sent")


def _packed_key(key: Any) -> Any:
    """A key of a dict: an array there comes back as a tuple, since a list could be no key."""
    if type(key) is tuple:
        return tuple(map(_packed_key, key))
    if type(key) in _PLAIN:
        return key
    raise MalformedError(f"a {type(key).__name__} cannot be a key")


def _unpacked(code: int, data: memoryview) -> Any:
    if code == _TUPLE:
        return tuple(_anything.decode(data))
    decoder = _decoders.get(code)
    if decoder is None:
        raise MalformedError(f"no type has the number {code}")
    return decoder.decode(data)


_anything: Decoder[Any] = Decoder(ext_hook=_unpacked)


def _ready(message: Any) -> Any:
    """A message whose values are ready to be encoded."""
    match message:
        case messages.Build(description=description):
            return messages.Build(_packed(description))
        case messages.Call(function=function, arguments=arguments, options=options):
            return messages.Call(function, tuple(map(_packed, arguments)), _packed(options))
        case messages.Measure(instrument=instrument, arguments=arguments):
            return messages.Measure(instrument, tuple(map(_packed, arguments)))
        case messages.Clear(seed=seed, then=then):
            return messages.Clear(seed, _ready(then))
        case messages.Returned(value=value, printed=printed):
            return messages.Returned(_packed(value), printed)
        case _:
            return message


class Codec:
    """Encodes one kind of message, decodes another: requests one way, replies the other."""

    def __init__(self, comes: Any) -> None:
        self._decoder: Decoder[Any] = Decoder(comes, ext_hook=_unpacked)

    def encode(self, message: Struct) -> bytes:
        """The bytes of a message; `MalformedError` if something in it cannot be sent."""
        try:
            return _encoder.encode(_ready(message))
        except (TypeError, OverflowError, ValueError, RecursionError) as error:
            raise MalformedError(str(error)[:200]) from None

    def decode(self, data: bytes | memoryview) -> Any:
        """The message; `MalformedError` if it is none."""
        try:
            return self._decoder.decode(data)
        except MalformedError:
            raise
        except (msgspec.MsgspecError, ValueError, TypeError, RecursionError, MemoryError) as error:
            raise MalformedError(str(error)[:200]) from None

"""What a notebook's cell shows, as nbformat has it, and never more of it than a page can hold."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Iterator
from typing import Any

from graders.lab.observations import Kind, Output

# In characters; a message has room for four bytes of each.
_MOST_TEXT = 100_000
_MOST_DATA = 1_500_000
_MOST_OUTPUTS = 200
_MOST_ERRORS = 10
_MOST_TYPES = 20
_MOST_NAME = 80
_CUT = "\n[… cut off: a cell may show so much and no more]"


class _Stream(io.TextIOBase):
    """`sys.stdout` or `sys.stderr` of a notebook, whichever of its cells runs."""

    def __init__(self, streams: Streams, name: str) -> None:
        self._streams = streams
        self._name = name

    def writable(self) -> bool:
        """A text stream that can be written."""
        return True

    def write(self, text: str) -> int:
        """Keep what fits."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        said = _exact(text)
        self._streams.recorder.stream(self._name, said)
        return len(said)


class Streams:
    """What is printed in a notebook goes to the recorder of the cell that runs."""

    def __init__(self) -> None:
        self.recorder = Recorder()
        self._both = _Stream(self, "stdout"), _Stream(self, "stderr")

    @contextlib.contextmanager
    def capturing(self, recorder: Recorder) -> Iterator[None]:
        """Have what is printed here; nobody types anything in."""
        self.recorder = recorder
        before = sys.stdin, sys.stdout, sys.stderr
        sys.stdin, (sys.stdout, sys.stderr) = io.StringIO(), self._both
        try:
            yield
        finally:
            sys.stdin, sys.stdout, sys.stderr = before


class Recorder:
    """The outputs of one cell, in order. `quiet`: what goes to stderr counts as printed."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._outputs: list[_Growing] = []
        self._clear_later = False
        self._quiet = quiet

    def outputs(self) -> tuple[Output, ...]:
        """All of them, as plain data."""
        return tuple(output.finished() for output in self._outputs)

    def stream(self, name: str, text: str) -> None:
        """Something printed."""
        if not text:
            return
        self._clear_if_due()
        name = "stdout" if self._quiet else name
        left = _MOST_TEXT - self._size("stream")
        if left < 0:
            return
        kept = text if len(text) <= left else text[:left] + _CUT
        last = self._outputs[-1] if self._outputs else None
        if last is not None and last.kind == "stream" and name in last.parts:
            last.add(name, kept)
        else:
            self._add(_Growing("stream", {name: kept}))

    def rich(
        self, kind: Kind, data: dict[str, Any], name: str = "", *, update: bool = False
    ) -> None:
        """Something displayed, or the result of a cell, by its MIME types."""
        if not update:
            self._clear_if_due()
        texts = {_exact(mime)[:_MOST_NAME]: _as_text(value) for mime, value in data.items()}
        earlier = [output for output in self._outputs if update and name and output.name == name]
        room = _MOST_DATA - self._size("display_data", "execute_result")
        room += sum(output.size for output in earlier)
        if len(texts) > _MOST_TYPES or sum(map(len, texts.values())) > room:
            texts = {"text/plain": _CUT.strip()}
        for output in earlier:
            output.put(texts)
        if not earlier:
            self._add(_Growing(kind, texts, name))

    def error(self, name: str, message: str, traceback: list[str]) -> None:
        """The exception that ended the cell."""
        if sum(output.kind == "error" for output in self._outputs) >= _MOST_ERRORS:
            return
        lines = "\n".join(map(_exact, traceback))
        self._add(
            _Growing(
                "error",
                {
                    "ename": _exact(name)[:_MOST_NAME],
                    "evalue": _exact(message)[: _MOST_TEXT // 10],
                    "traceback": lines[: _MOST_TEXT // 2],
                },
            )
        )

    def clear(self, *, later: bool) -> None:
        """Forget it all, at once or when something new comes."""
        self._clear_later = later
        if not later:
            self._outputs.clear()

    def _clear_if_due(self) -> None:
        if self._clear_later:
            self.clear(later=False)

    def _size(self, *kinds: str) -> int:
        """How many characters outputs of these kinds have."""
        return sum(output.size for output in self._outputs if output.kind in kinds)

    def _add(self, output: _Growing) -> None:
        self._clear_if_due()
        # The exception is what a cell is marked by: there is always room for it.
        if len(self._outputs) < _MOST_OUTPUTS or output.kind == "error":
            self._outputs.append(output)


class _Growing:
    """An output to which text may still be added, part by part."""

    def __init__(self, kind: Kind, texts: dict[str, str], name: str = "") -> None:
        self.kind = kind
        self.name = name
        self.put(texts)

    def put(self, texts: dict[str, str]) -> None:
        """Have these texts and no other."""
        self.parts = {key: [text] for key, text in texts.items()}
        self.size = sum(map(len, texts.values()))

    def add(self, key: str, text: str) -> None:
        """Have more of one of them."""
        self.parts[key].append(text)
        self.size += len(text)

    def finished(self) -> Output:
        """As plain data that every pipe can carry."""
        texts = {_encodable(key): _encodable("".join(parts)) for key, parts in self.parts.items()}
        return Output(self.kind, texts)


def _exact(text: str) -> str:
    """Text past whatever a subclass of `str` says of it."""
    return str.__str__(text)


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _as_text(value: Any) -> str:
    """MIME data as text: images come in base64 already, JSON as a dict."""
    return _exact(value if isinstance(value, str) else repr(value))

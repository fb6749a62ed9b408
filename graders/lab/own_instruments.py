"""Instruments that come with an exercise: they run in the lab, and return plain data.

    # instruments/for_torch.py in the exercise's room
    def statistics(net: nn.Module) -> list[float]:
        return net.running_mean.tolist()

Each public function of the file is one. It is declared in `instruments/__init__.py`, and
`student.measure(statistics, net)` asks for it. A lab
loads the file before it loads a submission, from bytes that it is sent: behind a seal there is no
file of a bank's. The judge reads names and annotations off the text and runs none of it.
"""

from __future__ import annotations

import ast
import linecache
import types
from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import Struct

from graders.lab import observations
from graders.lab.annotations import type_of
from graders.lab.messages import Handle, LoadInstruments
from graders.lab.plain import type_name

_EXACT = (type(None), bool, int, float, str)


class InstrumentsError(ValueError):
    """Instruments that cannot be used; names file and line, and says what is expected."""


class InstrumentFaultError(TypeError):
    """An instrument of an exercise's own did not return what it promises."""


class OwnInstrument(Struct, frozen=True):
    """A function with the type that it promises."""

    function: Callable[..., Any]
    annotation: str

    @property
    def is_live(self) -> bool:
        """Whether what it returns stays in the lab, as its annotation says."""
        return type_of(self.annotation) is Handle

    def held(self, value: Any) -> Any:
        """The value, if it is what was promised and can leave a lab."""
        if not is_plain(value):
            raise self._fault(value, "return plain data, such as `tensor.tolist()` or `values_of`")
        try:
            return msgspec.convert(value, type_of(self.annotation))
        except msgspec.ValidationError as error:
            raise self._fault(value, str(error)) from error

    def _fault(self, value: Any, remedy: str) -> InstrumentFaultError:
        name = self.function.__name__
        return InstrumentFaultError(
            f"the instrument {name} returned a {type_name(value)}, and its annotation promises "
            f"{self.annotation}: {remedy}"
        )


def read_instruments(source: bytes, path: str, owner: str) -> LoadInstruments:
    """What a lab is told; InstrumentsError if the text cannot be read, or an annotation is missing."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None) or 1
        raise InstrumentsError(f"{path}:{line} cannot be read: {error}") from error
    returns = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            if node.returns is None:
                raise InstrumentsError(
                    f"{path}:{node.lineno}: the instrument {node.name} does not say what it "
                    f"returns: annotate it, as in `def {node.name}(…) -> list[float]:`"
                )
            returns[f"{owner}/{node.name}"] = _annotation(node.returns)
    if not returns:
        raise InstrumentsError(
            f"{path} has no instrument: expected functions without a leading '_'"
        )
    return LoadInstruments(source, path, returns)


def loaded(request: LoadInstruments) -> dict[str, OwnInstrument]:
    """The instruments by their full names. Whatever the file raises is raised."""
    text = request.source.decode("utf-8", "replace")
    linecache.cache[request.path] = (len(text), None, text.splitlines(True), request.path)
    module = types.ModuleType("instruments")
    exec(compile(request.source, request.path, "exec", dont_inherit=True), module.__dict__)  # noqa: S102
    return {
        name: OwnInstrument(getattr(module, name.rpartition("/")[2]), annotation)
        for name, annotation in request.returns.items()
    }


def is_plain(value: Any) -> bool:
    """Whether it is data through and through: of exact types, observations, handles."""
    kind = type(value)
    if kind in (list, tuple):
        return all(map(is_plain, value))
    if kind is dict:
        return all(map(is_plain, value)) and all(map(is_plain, value.values()))
    return kind in _EXACT or kind is Handle or kind.__module__ == observations.__name__


def _annotation(node: ast.expr) -> str:
    """As it is written, quotes around it or not."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return ast.unparse(node)

"""Asks all frameworks that are installed about one network: each in a child process of its own."""

from __future__ import annotations

import ast
import contextlib
import math
import re
from collections.abc import Iterator, Sequence
from typing import Any

from graders.app.environments import Installed, command_for, installed
from graders.lab.frameworks import RECIPES
from graders.lab.lab import Lab
from graders.lab.limits import Limits
from graders.lab.messages import Build, Clear, Handle, Measure, Question, Returned
from graders.lab.observations import Forward, Snapshot
from graders.lab.sealed.lab import SealedLab
from graders.lab.sealed.messages import Allowance
from graders.lab.sealed.sandbox import Sandbox, SealError
from graders.networks import Layers, batch, mlp
from graders.reports.comparison import Column, Comparison, Moment

# Outputs come back number by number.
MOST_LAYERS, LARGEST, MOST_DIMENSIONS, MOST_ROWS = 20, 1024, 4, 64
_USUAL_ROWS, _USUAL_WIDTH = 2, 20
_PAIR = re.compile(r"(None|\d{1,9}):(\d{1,9})")
_SHAPE = re.compile(r"\d{1,9}(x\d{1,9})*")


class NotationError(ValueError):
    """A network or a batch is not written as one: the message's name, and its facts."""

    def __init__(self, reason: str, **facts: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.facts = facts


def layers_in(text: str) -> Layers:
    """The layers that a text describes: "None:8 9:4", or a list of pairs as Python writes it."""
    pairs = _listed(text) if text.lstrip().startswith(("[", "(")) else _spelled(text)
    if not pairs:
        raise NotationError("no_layers")
    sizes = [size for pair in pairs for size in pair if size is not None]
    if len(pairs) > MOST_LAYERS or not all(1 <= size <= LARGEST for size in sizes):
        raise NotationError("too_large", layers=MOST_LAYERS, size=LARGEST)
    return mlp(pairs)


def _spelled(text: str) -> list[tuple[int | None, int]]:
    found: list[tuple[int | None, int]] = []
    for word in text.replace(",", " ").split():
        pair = _PAIR.fullmatch(word)
        if pair is None:
            raise NotationError("not_pairs", text=word)
        found.append((None if pair[1] == "None" else int(pair[1]), int(pair[2])))
    return found


def _listed(text: str) -> list[tuple[int | None, int]]:
    try:
        found = ast.literal_eval(text.strip())
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        raise NotationError("not_pairs", text=text[:80]) from None
    # "[(None, 8)]" is a list; "(None, 8), (9, 4)" a tuple of pairs, "(None, 8)" one pair alone.
    pairs = [found] if _is_pair(found) or not isinstance(found, tuple | list) else list(found)
    for pair in pairs:
        if not _is_pair(pair):
            raise NotationError("not_pairs", text=str(pair)[:80])
    return [(pair[0], pair[1]) for pair in pairs]


def _is_pair(value: Any) -> bool:
    two = isinstance(value, tuple | list) and len(value) == len(("in_features", "out_features"))
    return two and (value[0] is None or type(value[0]) is int) and type(value[1]) is int


def batch_in(text: str) -> tuple[int, ...]:
    """The shape that a text gives: "20" is two rows of that width, "4x20" all of a shape."""
    sizes = tuple(map(int, text.split("x"))) if _SHAPE.fullmatch(text) else ()
    shape = (_USUAL_ROWS, *sizes) if len(sizes) == 1 else sizes
    few = 1 <= len(shape) <= MOST_DIMENSIONS and math.prod(shape[:-1]) <= MOST_ROWS
    if not few or max(shape) > LARGEST or not shape[0]:
        facts = {"size": LARGEST, "rank": MOST_DIMENSIONS, "rows": MOST_ROWS}
        raise NotationError("batch_form", **facts, text=text[:80])
    return shape


def compare(
    layers: Layers, batches: Sequence[tuple[int, ...]], frameworks: Sequence[str]
) -> Comparison:
    """What each framework makes of the network and of the batches, one after the other.

    Without batches there is one, of the width that the first layer takes. All processes get warm at
    the same time.
    """
    fed = list(batches) or [(_USUAL_ROWS, layers.linear[0].in_features or _USUAL_WIDTH)]
    there = {name: installed(name) for name in frameworks}
    with contextlib.ExitStack() as open_ones:
        started = {
            name: open_ones.enter_context(_started(name, found))
            for name, found in there.items()
            if found is not None
        }
        columns = [_column(name, there[name], started.get(name), layers, fed) for name in there]
    return Comparison(layers.sizes, fed, columns)


@contextlib.contextmanager
def _started(framework: str, found: Installed) -> Iterator[Sandbox]:
    """A process of the framework's own; it gets warm while we go on."""
    sandbox = Sandbox(framework, "", (), found.environment)
    with contextlib.closing(sandbox):
        yield sandbox


def _column(
    framework: str,
    found: Installed | None,
    sandbox: Sandbox | None,
    layers: Layers,
    batches: list[tuple[int, ...]],
) -> Column:
    title = RECIPES[framework].title
    if found is None or sandbox is None:
        return Column(title, missing=command_for(framework))
    try:
        return _asked(title, found.version, sandbox, layers, batches)
    except SealError as error:
        *_, why, _advice = str(error).splitlines()  # the advice is about judging
        return Column(title, found.version, trouble=why)
    except _NoAnswerError as error:
        return Column(title, found.version, trouble=str(error))


def _asked(
    title: str, version: str, sandbox: Sandbox, layers: Layers, batches: list[tuple[int, ...]]
) -> Column:
    offered = sandbox.hello.instruments
    lab = SealedLab(sandbox, Limits(call_seconds=60.0), Allowance(memory=8192))
    with lab.open():
        _value(lab, Clear(0))
        net: Handle = _value(lab, Build(layers))

        def told(instrument: str) -> Any:
            return _value(lab, Measure(instrument, (net,))) if instrument in offered else None

        moments = [Moment(_looked(lab, net), told("construction"))]
        moments += [_fed(lab, net, shape) for shape in batches]
        asks = "initialize" in offered
        return Column(title, version, tuple(moments), unsaid=told("unsaid") or 0, asks=asks)


def _looked(lab: Lab, net: Handle) -> Any:
    snapshot: Snapshot = _value(lab, Measure("look", (net,)))
    return snapshot.parameters


def _fed(lab: Lab, net: Handle, shape: tuple[int, ...]) -> Moment:
    forward: Forward = _value(lab, Measure("forward", (net, batch(*shape))))
    return Moment(_looked(lab, net), forward.shape, forward.stop)


class _NoAnswerError(RuntimeError):
    """A lab did not answer."""


def _value(lab: Lab, request: Question) -> Any:
    reply = lab.ask(request)
    if not isinstance(reply, Returned):
        raise _NoAnswerError(str(reply))
    return reply.value

"""The picture of a failing case: what the framework itself does with its network, layer by layer.

Read off the transcript of the check, whatever the check: a network that was built from a description
there, and the batches that it saw, are gone through once more, in slow motion.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from graders.judging.report import LayerDrawn, ParameterDrawn, PartDrawn, Pass, Picture
from graders.judging.transcripts import Transcript, printable
from graders.lab.frameworks.common.spelling import Spelling
from graders.lab.lab import Lab
from graders.lab.messages import Build, Clear, Handle, Measure, Returned
from graders.lab.observations import Part, Trace
from graders.networks import Batch, Description, Layer, Layers, Network

_MOST_PASSES = 4
_MOST_LAYERS = 24
_MOST_NAME = 40
_MOST_PARAMETERS = 12
# What makes of a network something that is not drawn here: its layers run by themselves, behind
# something else, or in another dtype.
_NOT_DRAWN = {"layer", "padded", "cast"}
# What a layer's input size is called in its description.
_INPUT_SIZES = ("in_features", "in_channels", "features")


class _NoAnswerError(Exception):
    """A lab did not say what a picture needs."""


def pictured(
    transcript: Transcript, case: dict[str, Any], labs: tuple[Lab, Lab], spelling: Spelling
) -> Picture | None:
    """The picture of the case that the transcript is about; None if nothing in it can be drawn.

    `labs` are the submission's, in which its networks still live, and the reference's.
    """
    submission, reference = labs
    yours = _yours(transcript, submission)
    network, batches = _chosen(transcript, case)
    if network is None:
        return Picture(yours=yours) if yours else None
    layers = list(_flat(network))
    if len(layers) > _MOST_LAYERS:
        return None
    try:
        states, passes = _traced(reference, network, batches, spelling)
    except _NoAnswerError:
        return None
    if any(len(state) != len(layers) for state in states):
        return None
    return Picture([_drawn(layer, spelling) for layer in layers], passes, states, yours)


def _chosen(transcript: Transcript, case: dict[str, Any]) -> tuple[Network | None, list[Batch]]:
    """What the submission was given to treat, or what the reference built, or what was drawn."""
    every = list(dict.fromkeys(transcript.all_batches()))
    built = transcript.built()
    given = [one for one in built if one.side == "submission"]
    first = next(iter(given or built), None)
    if first is not None and transcript.done_to(first) & _NOT_DRAWN:
        return _as_network(first.description), []
    if given:
        seen = _in_turn(transcript.batches(given[0]))[: _MOST_PASSES - 1]
        later = [one for one in every if one not in seen]
        return _as_network(given[0].description), [*seen, *later[:1]]
    if built:
        seen = _in_turn(transcript.batches(built[0]))
        return _as_network(built[0].description), seen[:_MOST_PASSES] or every[:1]
    drawn = [*case.values(), *(getattr(value, "network", None) for value in case.values())]
    found = next((one for one in drawn if isinstance(one, Layers | Network)), None)
    return (None if found is None else _as_network(found)), every[:_MOST_PASSES]


def _in_turn(batches: list[Batch]) -> list[Batch]:
    """Without those that are the same as the one before."""
    return [batch for batch, _ in itertools.groupby(batches)]


def _as_network(description: Description) -> Network:
    if isinstance(description, Layers):
        return description.network()
    return description if isinstance(description, Network) else Network((description,))


def _yours(transcript: Transcript, submission: Lab) -> list[PartDrawn]:
    """The submission's own network; what it is called is the submission's choice."""
    net = transcript.last_network()
    if net is None:
        return []
    try:
        found: tuple[Part, ...] = _answer(submission, Measure("parts", (net,)), tuple)
    except _NoAnswerError:
        return []
    if len(found) > _MOST_LAYERS:
        return []
    known: dict[int, int] = {}
    return [PartDrawn(printable(part.kind[:_MOST_NAME]), _held(part, known)) for part in found]


def _traced(
    reference: Lab, network: Network, batches: list[Batch], spelling: Spelling
) -> tuple[list[list[list[ParameterDrawn]]], list[Pass]]:
    reference.ask(Clear())
    net = _answer(reference, Build(network), Handle)
    known: dict[int, int] = {}
    states, passes = [_state(reference, net, known)], []
    for batch in batches:
        seen = _answer(reference, Measure("trace", (net, batch)), Trace)
        passes.append(_passed(seen, spelling.code(batch)))
        states.append(_state(reference, net, known))
    return states, passes


def _answer(reference: Lab, request: Build | Measure, kind: type) -> Any:
    reply = reference.ask(request)
    if not isinstance(reply, Returned):
        raise _NoAnswerError
    value = reply.value
    if not isinstance(value, kind):
        raise _NoAnswerError
    return value


def _state(reference: Lab, net: Handle, known: dict[int, int]) -> list[list[ParameterDrawn]]:
    found: tuple[Part, ...] = _answer(reference, Measure("parts", (net,)), tuple)
    return [_held(part, known) for part in found]


def _held(part: Part, known: dict[int, int]) -> list[ParameterDrawn]:
    """What a layer holds; objects are counted anew, as labs may have counted others before."""
    return [
        ParameterDrawn(
            printable(seen.name[:_MOST_NAME]),
            None if seen.shape is None else list(seen.shape),
            known.setdefault(seen.token, len(known)),
        )
        for seen in part.parameters[:_MOST_PARAMETERS]
    ]


def _passed(seen: Trace, code: str) -> Pass:
    shapes = [list(shape) for shape in seen.shapes]
    if seen.stopped is None:
        return Pass(code, shapes)
    error = f"{seen.stopped.kind}: {seen.stopped.message}"
    stopped = len(shapes) - 1 if seen.at_layer else None
    return Pass(code, shapes, stopped=stopped, error=printable(error))


def _flat(network: Network) -> Iterator[Layer]:
    for layer in network.layers:
        if isinstance(layer, Network):
            yield from _flat(layer)
        else:
            yield layer


def _drawn(layer: Layer, spelling: Spelling) -> LayerDrawn:
    sizes = [getattr(layer, name) for name in _INPUT_SIZES if hasattr(layer, name)]
    return LayerDrawn(spelling.code(layer), sizes[0] is not None if sizes else None)

"""The picture of a failing case in words, for those who do not see it. No logic of judging."""

from __future__ import annotations

from collections.abc import Iterator

from graders.judging.report import LayerDrawn, ParameterDrawn, Pass, Picture
from graders.reports.svg_canvas import shortened
from graders.reports.texts import Texts

_LONGEST_TITLE, _LONGEST = 400, 12_000


def in_short(picture: Picture, texts: Texts) -> str:
    """Which network it shows."""
    layers = [layer.code for layer in picture.layers] or [part.kind for part in picture.yours]
    return shortened(texts.say("picture.title", layers=", ".join(layers)), _LONGEST_TITLE)


def in_words(picture: Picture, texts: Texts) -> str:
    """All that the picture shows, in sentences."""
    return shortened(" ".join(_sentences(picture, texts)), _LONGEST)


def _sentences(picture: Picture, texts: Texts) -> Iterator[str]:
    names = [layer.code for layer in picture.layers]
    for layer in picture.layers:
        if layer.given is not None:
            said = texts.say("picture.given" if layer.given else "picture.inferred")
            yield texts.say("picture.says", what=layer.code, said=said)
    for number, state in enumerate(picture.states):
        if number:
            yield _way(picture.passes[number - 1], number, picture.layers, texts)
        moment = texts.say("picture.after", number=number) if number else texts.say("picture.built")
        yield texts.say("picture.says", what=moment, said=_held(names, state, texts))
    if picture.yours:
        kinds = [part.kind for part in picture.yours]
        held = _held(kinds, [part.parameters for part in picture.yours], texts)
        yield texts.say("picture.says", what=texts.say("picture.yours"), said=held)


def _way(passed: Pass, number: int, layers: list[LayerDrawn], texts: Texts) -> str:
    """The shapes on a batch's way, and the layer that stops it."""
    batch = texts.say("picture.batch", number=number)
    way = " → ".join(str(tuple(shape)) for shape in passed.shapes)
    said = texts.say("picture.says", what=f"{batch}, {passed.batch}", said=way)
    if not passed.error:
        return said
    if passed.stopped is None:
        refused = texts.say("picture.says", what=texts.say("drawing.refused"), said=passed.error)
        return f"{said} {refused}"
    stops = texts.say("picture.stops", numbers=number)
    where = texts.say("picture.says", what=layers[passed.stopped].code, said=stops)
    return f"{said} {where} {passed.error}"


def _held(layers: list[str], state: list[list[ParameterDrawn]], texts: Texts) -> str:
    """The parameters of all layers at one moment; for a tied one, where it stood before."""
    seen: dict[int, str] = {}
    parts = []
    for position, (layer, held) in enumerate(zip(layers, state, strict=True), start=1):
        for parameter in held:
            place = f"{position}. {layer} {parameter.name}"
            size = texts.say("picture.waiting")
            if parameter.shape is not None:
                size = str(tuple(parameter.shape))
            if parameter.object in seen:
                same = texts.say("picture.tied")
                size = f"{size} ({same}: {seen[parameter.object]})"
            seen.setdefault(parameter.object, place)
            parts.append(f"{place} {size}")
    return ", ".join(parts) or texts.say("picture.nothing")

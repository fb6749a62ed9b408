"""The whole program of a wrong answer, whose file has only what is wrong."""

from __future__ import annotations

import difflib

from graders.app.request import RequestError
from graders.judging.exercises import Exercise, SampleAnswer
from graders.judging.overlays import OverlayError


def whole_program(exercises: list[Exercise], framework: str, name: str) -> str:
    """The program of the wrong answer that acts on this belief; RequestError if it is not one."""
    wrong = [
        (exercise.name, sample)
        for exercise in exercises
        for sample in exercise.samples(framework)
        if sample.kind == "wrong"
    ]
    meant = [(exercise, sample) for exercise, sample in wrong if sample.name == name]
    if not meant:
        _refuse_unknown(name, framework, [sample for _, sample in wrong])
    if len(meant) > 1:
        raise RequestError(
            "{name} is a wrong answer to {known}: say which exercise, as in `lazylab doctor {first} "
            "--show {name}`",
            name=name,
            known=", ".join(exercise for exercise, _ in meant),
            first=meant[0][0],
        )
    try:
        return meant[0][1].source
    except (OverlayError, OSError) as error:
        raise RequestError(str(error)) from error


def _refuse_unknown(name: str, framework: str, wrong: list[SampleAnswer]) -> None:
    """RequestError with the names that are nearest."""
    names = list(dict.fromkeys(sample.name for sample in wrong))
    near = difflib.get_close_matches(name, names, n=3)
    facts = {"name": name, "framework": framework, "near": ", ".join(near)}
    if near:
        raise RequestError(
            "there is no wrong answer {name!r} in {framework}. Did you mean {near}?", **facts
        )
    raise RequestError(
        "there is no wrong answer {name!r} in {framework}: `lazylab doctor` lists them", **facts
    )

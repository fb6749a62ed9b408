"""The instruments of exercises' own, for tests of all that a framework has."""

import importlib
from collections.abc import Callable
from typing import Any

from msgspec import structs

from graders.judging.exercises import Bank
from graders.lab.frameworks.common.spelling import Spelling
from graders.lab.frameworks.spellings import SPELLINGS
from graders.lab.lab import Lab
from graders.lab.messages import LoadInstruments, Returned


def equipment(exercise: str, framework: str) -> LoadInstruments:
    found = Bank().in_framework(framework).exercise(exercise).equipment(framework)
    assert found is not None
    return found


def equip(lab: Lab, instrument: str, framework: str) -> None:
    """Have the instruments of an exercise in a lab, if this is the full name of one of them."""
    exercise, slash, _ = instrument.rpartition("/")
    if slash:
        assert isinstance(lab.ask(equipment(exercise, framework)), Returned)


def whole_spelling(framework: str) -> Spelling:
    """How code is written with every exercise's instruments, each under its short name."""
    whole = SPELLINGS[framework]
    for exercise in Bank().in_framework(framework).exercises:
        whole = _merged(whole, exercise.spelling(framework))
    return whole


def _merged(one: Spelling, other: Spelling) -> Spelling:
    by_hand = {name.rpartition("/")[2]: code for name, code in other.instruments.items()}
    looks = {name.rpartition("/")[2] for name in other.looks}
    return structs.replace(one, instruments={**one.instruments, **by_hand}, looks=one.looks | looks)


def functions(framework: str) -> dict[str, Callable[..., Any]]:
    """What runs when an exercise's own instrument is asked for, by short name."""
    found: dict[str, Callable[..., Any]] = {}
    for exercise in Bank().in_framework(framework).exercises:
        request = exercise.equipment(framework)
        if request is not None:
            module = importlib.import_module(
                f"graders.bank.{exercise.name}.instruments.for_{framework}"
            )
            found |= {
                n.rpartition("/")[2]: vars(module)[n.rpartition("/")[2]] for n in request.returns
            }
    return found

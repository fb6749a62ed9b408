"""All exercises in all frameworks, and where each framework is; a skip that says how to have it."""

from __future__ import annotations

import pytest

from graders.app.environments import MissingFrameworkError, environment_for
from graders.judging.exercises import Bank, Exercise
from graders.lab.environments import Environment
from graders.lab.frameworks import NAMES

BANKS = {framework: Bank(framework=framework) for framework in NAMES}
EXERCISES = [exercise for bank in BANKS.values() for exercise in bank.exercises]

# One worker has a framework imported, and judges all that is about it.
_PARAMETERS = [
    pytest.param(
        exercise,
        id=f"{exercise.framework}-{exercise.name}",
        marks=[] if exercise.framework == "torch" else pytest.mark.xdist_group(exercise.framework),
    )
    for exercise in EXERCISES
]
IN_ALL_FRAMEWORKS = pytest.mark.parametrize("exercise", _PARAMETERS)


def environment_of(exercise: Exercise) -> Environment | None:
    """Where its framework is, None for this process."""
    try:
        return environment_for(exercise.framework)
    except MissingFrameworkError as missing:
        pytest.skip(str(missing))

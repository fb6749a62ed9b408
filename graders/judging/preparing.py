"""What has to be there before a check can be run: its cases, and instruments of the exercise's own."""

from __future__ import annotations

from graders.judging.checks import Check
from graders.judging.exercises import Exercise
from graders.judging.importing import GraderError
from graders.lab.lab import Lab
from graders.lab.messages import Failed


def fault_of_cases(check: Check) -> str:
    """Why there are no cases to try; empty if there are. Strategies are an author's own code."""
    try:
        check.cases  # noqa: B018  made here for the first time
    except Exception as error:  # noqa: BLE001  whatever it is, it must not stop the others
        return f"{check.name}: its cases cannot be made: {type(error).__name__}: {error}"
    return ""


def equipped(
    exercise: Exercise, framework: str, lab: Lab, reference: Lab
) -> tuple[str, dict[str, str]]:
    """Give both labs the exercise's own instruments: why that cannot be, and their full names."""
    try:
        equipment = exercise.equipment(framework)
    except GraderError as error:
        return str(error), {}
    if equipment is None:
        return "", {}
    for one in (reference, lab):  # what fails, fails where no submission is concerned
        reply = one.ask(equipment)
        if isinstance(reply, Failed):
            return f"{equipment.path}: {reply.error.kind}: {reply.error.message}", {}
    return "", {name.rpartition("/")[2]: name for name in equipment.returns}

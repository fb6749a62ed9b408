"""Whether instruments are declared, written and asked for: each of an exercise's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from graders.doctor.asked import instruments_asked
from graders.doctor.findings import Finding, finding
from graders.judging.exercises import Exercise
from graders.lab.frameworks import NAMES as FRAMEWORKS


def instrument_findings(exercise: Exercise, framework: str) -> Iterator[Finding]:
    """What is wrong with them in one framework; `GraderError` if a file of theirs cannot be read."""
    declaration = exercise.instruments / "__init__.py"
    file = exercise.instruments / f"for_{framework}.py"
    declared = exercise.declared()
    written = _written(exercise, framework)
    asked = sorted(one.name for one in instruments_asked(exercise.checks) if one.is_own)
    for name in asked:
        if name not in written:
            problem = f"the checks ask for {name}, which is not written here"
            yield _about(exercise, file, problem, f"write it: def {name}(…) with an annotation")
    for name in written:
        if name not in declared:
            remedy = f"write @instrument def {name}(…) in it, or call it _{name}"
            yield _about(exercise, declaration, f"does not declare {name}", remedy)
        elif name not in asked:
            yield _about(exercise, file, f"no check asks for {name}", "remove it, or ask for it")
    anywhere = {name for other in FRAMEWORKS for name in _written(exercise, other)}
    for name in declared:
        if name not in anywhere:
            problem = f"declares {name}, which is written for no framework"
            remedy = f"write it in for_{framework}.py, or remove it"
            yield _about(exercise, declaration, problem, remedy)


def _written(exercise: Exercise, framework: str) -> list[str]:
    found = exercise.equipment(framework)
    return [] if found is None else [name.rpartition("/")[2] for name in found.returns]


def _about(exercise: Exercise, file: Path, problem: str, remedy: str) -> Finding:
    return finding(exercise.name, exercise.root, file, problem, remedy)

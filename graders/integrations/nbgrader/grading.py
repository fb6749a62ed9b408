"""A notebook's marks: runs its cells in a sealed lab, judges what they define, by the cell."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from msgspec import Struct
from nbformat.notebooknode import NotebookNode, from_dict
from nbgrader import utils

from graders.judging.exercises import Bank, UnknownExerciseError
from graders.judging.importing import GraderError
from graders.judging.judge import Judge
from graders.judging.notebooks import Cell, GradeCall, grade_call
from graders.judging.programs import Cells
from graders.judging.report import ExerciseReport
from graders.lab.messages import Died, Failed, Hung, Reply, Returned
from graders.lab.observations import CellRun, Output
from graders.reports.notebook import shown
from graders.reports.texts import texts

UNGRADED = "ungraded"


class CellGraded(Struct, frozen=True):
    """What goes into a cell: nbformat's outputs; `ungraded` if a person has to give the points."""

    outputs: list[dict[str, Any]]
    ungraded: bool = False


class Graded(Struct, frozen=True):
    """A whole notebook, by the position of its code cells; `flags` are for the instructor."""

    cells: dict[int, CellGraded]
    flags: list[str] = []

    def write_into(self, nb: NotebookNode) -> None:
        """Put outputs and scores where nbgrader looks for them."""
        for count, (position, graded) in enumerate(sorted(self.cells.items()), start=1):
            cell = nb.cells[position]
            cell.outputs = [from_dict(output) for output in graded.outputs]
            cell.execution_count = count
            for output in cell.outputs:
                if output.output_type == "execute_result":
                    output.execution_count = count
            if graded.ungraded:
                cell.metadata.setdefault("lazylab", {})[UNGRADED] = True


class Grader:
    """Grades notebooks. `judge_for` gives a sealed judge for a framework."""

    def __init__(self, judge_for: Callable[[str], Judge], bank: Bank, path: Path) -> None:
        self._judge_for = judge_for
        self._bank = bank
        self._path = path

    def grade(self, nb: NotebookNode) -> Graded:
        """Run and judge it all."""
        asked = _asked(nb)
        run = {p: cell for p, cell in _to_run(nb).items() if p not in asked}
        program = Cells(self._path, tuple(run.values()))
        reports = {key: self._judged(key, asked, program) for key in _exercises(asked.values())}
        if not program.replies:
            self._only_run(program)
        cells = {
            p: _ran(reply, nb.cells[p]) for p, reply in zip(run, program.replies, strict=False)
        }
        for position, call in asked.items():
            cells[position] = self._scored(call, reports[_key(call)], nb.cells[position])
        flags = _ended_early(run, program.replies)
        flags += [flag for report in reports.values() if report for flag in report.flags]
        return Graded(cells, flags)

    def _judged(
        self, key: tuple[str, str], asked: dict[int, GradeCall], program: Cells
    ) -> ExerciseReport | None:
        """The report on an exercise; None where the course asks for one that there is not."""
        name, framework = key
        try:
            exercise = self._bank.exercise(name)
            exercise.checks  # noqa: B018  imported here for the first time
        except (GraderError, UnknownExerciseError):
            return None
        wanted = {check for call in asked.values() if _key(call) == key for check in call.checks}
        return self._judge_for(framework).judge(exercise, program, only=wanted)

    def _only_run(self, program: Cells) -> None:
        """Of a notebook that asks for none of our points."""
        judge = self._judge_for("torch")
        assert judge.labs is not None
        with judge.labs.submission() as lab:
            program.load(lab, "")

    def _scored(
        self, call: GradeCall, report: ExerciseReport | None, cell: NotebookNode
    ) -> CellGraded:
        """The outputs of a grade cell: feedback, and the score as a number of its own."""
        found = [check for check in report.checks if check.name in call.checks] if report else []
        if report is None or len(found) != len(set(call.checks)) or not found:
            return CellGraded([_unknown(call)], ungraded=True)
        exercise = self._bank.exercise(call.exercise)
        said = texts(call.lang)
        display = shown(found, exercise, report.framework, said)
        earned, possible = sum(c.earned for c in found), sum(c.points for c in found)
        points = float(cell.metadata.nbgrader["points"])
        score = points * earned / possible if possible else 0.0
        faulty = any(check.outcome == "grader_fault" for check in found)
        return CellGraded([_display(display), _result(score)], ungraded=faulty)


def _ended_early(run: dict[int, Cell], replies: list[Reply]) -> list[str]:
    """Cells that took the process or their time with them."""
    return [
        f"{cell.name}: the process ended: {reply.why}"
        if isinstance(reply, Died)
        else f"{cell.name}: cut off after {reply.seconds:g} seconds"
        for cell, reply in zip(run.values(), replies, strict=False)
        if isinstance(reply, Died | Hung)
    ]


def _key(call: GradeCall) -> tuple[str, str]:
    return call.exercise, call.framework


def _exercises(calls: Iterable[GradeCall]) -> list[tuple[str, str]]:
    return list(dict.fromkeys(_key(call) for call in calls))


def _asked(nb: NotebookNode) -> dict[int, GradeCall]:
    """The grade cells of lazylab's, by position."""
    found = {
        position: grade_call(cell.source)
        for position, cell in enumerate(nb.cells)
        if cell.cell_type == "code" and utils.is_grade(cell) and not utils.is_solution(cell)
    }
    return {position: call for position, call in found.items() if call is not None}


def _to_run(nb: NotebookNode) -> dict[int, Cell]:
    """All code cells by position; what asks for points outside of a grade cell is left out."""
    code = [(p, cell) for p, cell in enumerate(nb.cells) if cell.cell_type == "code"]
    cells = {}
    for number, (position, cell) in enumerate(code, start=1):
        graded = utils.is_grade(cell) and not utils.is_solution(cell)
        if graded or grade_call(cell.source) is None:
            cells[position] = Cell(cell.source, f"cell {number}", graded)
    return cells


# --- outputs, as nbformat has them ----------------------------------------------------------------


def _ran(reply: Reply, cell: NotebookNode) -> CellGraded:
    """What a cell showed. One that gives points never earns any with what is missing."""
    match reply:
        case Returned(value=CellRun() as run):
            outputs = [_output(output) for output in run.outputs]
            if utils.is_grade(cell):
                outputs += _doubts(run, outputs, float(cell.metadata.nbgrader["points"]))
        case Hung(seconds=seconds):
            outputs = [_error("CellTimeoutError", f"cut off after {seconds:g} seconds")]
        case Died(why=why):
            outputs = [_error("DeadKernelError", f"the process ended here: {why}")]
        case Failed(error=error):
            outputs = [_error(error.kind, error.message)]
        case _:
            outputs = [_error("DeadKernelError", "the cell was not run")]
    return CellGraded(outputs)


def _doubts(run: CellRun, outputs: list[dict[str, Any]], points: float) -> list[dict[str, Any]]:
    """Errors for what nbgrader would take for full marks, or could not take."""
    if any(output["output_type"] == "error" for output in outputs):
        return []
    if not run.completed:
        return [_error("NoResult", "the cell did not run to its end")]
    results = [o["data"].get("text/plain", "") for o in outputs if _is_result(o)]
    if results and not _is_score(results[0], points):
        return [_error("NoScore", f"{results[0][:80]} is no score from 0 to {points:g}")]
    return []


def _is_result(output: dict[str, Any]) -> bool:
    return bool(output["output_type"] == "execute_result")


def _is_score(text: str, points: float) -> bool:
    try:
        return 0 <= float(text) <= points and math.isfinite(float(text))
    except ValueError:
        return False


def _output(output: Output) -> dict[str, Any]:
    match output.kind:
        case "stream":
            name, text = next(iter(output.texts.items()), ("stdout", ""))
            return {"output_type": "stream", "name": name, "text": text}
        case "error":
            lines = output.texts.get("traceback", "").split("\n")
            return _error(output.texts.get("ename", ""), output.texts.get("evalue", ""), lines)
        case "execute_result":
            return {
                "output_type": "execute_result",
                "metadata": {},
                "execution_count": None,
                "data": dict(output.texts),
            }
        case _:
            return _display(output.texts)


def _display(data: dict[str, str]) -> dict[str, Any]:
    return {"output_type": "display_data", "metadata": {}, "data": dict(data)}


def _result(score: float) -> dict[str, Any]:
    text = repr(float(score))
    return _output(Output("execute_result", {"text/plain": text}))


def _error(name: str, message: str, lines: list[str] | None = None) -> dict[str, Any]:
    return {
        "output_type": "error",
        "ename": name,
        "evalue": message,
        "traceback": lines or [f"{name}: {message}"],
    }


def _unknown(call: GradeCall) -> dict[str, Any]:
    checks = ", ".join(call.checks) or "no check"
    return _error(
        "GraderFault",
        f"lazylab has no exercise {call.exercise!r} with {checks} that works: the course's cell asks "
        "for it, and a person has to give these points",
    )

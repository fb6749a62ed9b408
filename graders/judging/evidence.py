"""What one check found, as a report tells it: from a verdict to plain data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graders.judging.checks import Check
from graders.judging.conversation import Refused
from graders.judging.engine import Verdict
from graders.judging.outcomes import (
    Fault,
    NoAnswer,
    NotStarted,
    Passed,
    Random,
    Wrong,
    facts_of_raised,
    trouble_of,
)
from graders.judging.report import CallReport, CheckReport, Outcome, Trouble
from graders.judging.transcripts import Transcript, printable
from graders.lab.frameworks.common.spelling import Spelling
from graders.lab.observations import Forward, Raised

_MAX_PRINTED_SHOWN = 1_000
_WITH_EVIDENCE = ("wrong", "broke", "grader_fault")


def check_report(
    check: Check,
    verdict: Verdict,
    seconds: float,
    signatures: Mapping[str, str],
    spelling: Spelling,
) -> CheckReport:
    """The report on one check that took so many seconds.

    `signatures` are how the prompt writes each function, by name; `spelling` how the framework's
    users write what a case holds.
    """
    outcome, trouble = _outcome(verdict, signatures)
    facts: dict[str, Any] = {}
    if verdict.case is not None and verdict.transcript is not None and outcome in _WITH_EVIDENCE:
        facts = _evidence(verdict.case, verdict.transcript, spelling)
        if outcome == "wrong":
            facts |= _sides(verdict.transcript)
    return CheckReport(
        check.name,
        check.points,
        check.points if outcome == "passed" else 0,
        outcome,
        trouble=trouble,
        tried=verdict.tried,
        seconds=round(seconds, 3),
        **facts,
    )


def fault_report(check: Check, details: str) -> CheckReport:
    """The report on a check that could not be run, through nobody's fault but the grader's."""
    trouble = Trouble("grader_fault", {"details": details})
    return CheckReport(check.name, check.points, 0, "grader_fault", trouble=trouble)


def _outcome(verdict: Verdict, signatures: Mapping[str, str]) -> tuple[Outcome, Trouble | None]:
    match verdict.ending:
        case Passed():
            return ("passed" if verdict.complete else "unfinished"), None
        case Wrong():
            return "wrong", _raised_by(verdict.transcript)
        case NotStarted(function=function):
            return "not_started", Trouble("not_started", {"function": function})
        case Random():
            return "broke", Trouble("random")
        case NoAnswer(function=function) as ending:
            trouble = trouble_of(ending, signatures.get(function, function))
            return ("grader_fault" if ending.device_lost else "broke"), trouble
        case Fault(details=details):
            return "grader_fault", Trouble("grader_fault", {"details": details})


def _raised_by(transcript: Transcript | None) -> Trouble | None:
    """The exception that a network of the submission's raised, if that is what was compared."""
    compared = None if transcript is None else transcript.compared
    if compared is None or isinstance(compared.expected, Refused):
        return None  # where an exception is asked for, the two sides say it all
    raised = compared.came.output if isinstance(compared.came, Forward) else compared.came
    return (
        Trouble("forward_raised", facts_of_raised(raised)) if isinstance(raised, Raised) else None
    )


def _evidence(case: dict[str, Any], transcript: Transcript, spelling: Spelling) -> dict[str, Any]:
    """What a person needs to see why: the case, the calls, what was printed."""
    return {
        "case": {name: spelling.code(value) for name, value in case.items()},
        "calls": [CallReport(line.asked, line.code, line.came) for line in transcript.lines()],
        "printed": printable(transcript.printed[-_MAX_PRINTED_SHOWN:]),
    }


def _sides(transcript: Transcript) -> dict[str, Any]:
    """Both sides of the comparison that decided, and where the framework's network stopped."""
    compared = transcript.compared
    if compared is None:
        return {}
    by_framework = transcript.asked_reference and not isinstance(compared.expected, Refused)
    facts: dict[str, Any] = {
        "came": transcript.shown(compared.came),
        "expected": transcript.shown(compared.expected),
        "expected_from": "framework" if by_framework else "exercise",
    }
    stopped = transcript.reference_stop()
    if stopped is not None and stopped.stop is not None:
        stop = stopped.stop
        facts["stopped"] = {
            "layer": str(stop.layer),
            "came": str(stop.came),
            "taken": str(stop.taken),
        }
    return facts

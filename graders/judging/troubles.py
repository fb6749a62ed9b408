"""Why a submission gave no answer, as data: a kind, and the facts that its message needs.

The messages themselves are text, one file a language: `reports/messages.*.toml`.
"""

from __future__ import annotations

from pathlib import Path

from graders.judging.agreement import Refused
from graders.judging.breakdowns import AnswerBrokeError
from graders.judging.exercises import Exercise
from graders.judging.report import Trouble
from graders.judging.transcripts import Transcript, printable
from graders.lab.messages import Died, Failed, Hung, Missing, Reply, Strange
from graders.lab.observations import Forward, Raised


def of_load(reply: Reply, path: Path) -> Trouble:
    """Why a file could not be run."""
    facts = {"path": str(path)}
    if isinstance(reply, Hung):
        return Trouble("load_hung", facts | _hung(reply))
    if isinstance(reply, Died):
        return _died(reply, path.name)
    if isinstance(reply, Failed):
        kind = "syntax" if reply.error.is_a("SyntaxError") else "load_raised"
        return Trouble(kind, facts | _raised(reply.error))
    raise TypeError(f"a load cannot end in {reply!r}")


def of_answer(error: AnswerBrokeError, exercise: Exercise) -> Trouble:
    """Why a call gave no answer."""
    signature = exercise.prompt("en").signatures.get(error.function, error.function)
    facts = {"function": error.function, "signature": signature}
    match error.reply:
        case Missing(found=found):
            return Trouble("missing", facts | {"found": printable(", ".join(found))})
        case Hung() as hung:
            return Trouble("hung", facts | _hung(hung))
        case Died() as died:
            return _died(died, error.function)
        case Strange(kind=kind):
            return Trouble("strange", facts | {"kind": kind})
        case Failed(error=raised):
            return Trouble(_kind_of(raised), facts | _raised(raised))


def raised_by(transcript: Transcript) -> Trouble | None:
    """The exception that a network of the submission's raised, if that is what was compared."""
    if transcript.compared is None or isinstance(transcript.compared.expected, Refused):
        return None  # where an exception is asked for, the two sides say it all
    came = transcript.compared.came
    raised = came.output if isinstance(came, Forward) else came
    return Trouble("forward_raised", _raised(raised)) if isinstance(raised, Raised) else None


def _kind_of(raised: Raised) -> str:
    if raised.origin == "call":
        return "signature"
    if raised.kind in ("SystemExit", "RecursionError"):
        return raised.kind.lower()
    return "raised"


def _raised(raised: Raised) -> dict[str, str]:
    said = {"error": raised.kind, "message": raised.message, "where": raised.where}
    return {name: printable(text) for name, text in said.items()}


def _died(died: Died, function: str) -> Trouble:
    return Trouble(f"died_{died.why}", {"function": function, "detail": died.detail})


def _hung(hung: Hung) -> dict[str, str]:
    return {"seconds": f"{hung.seconds:g}", "where": printable(hung.where)}

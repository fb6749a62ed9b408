"""What is said, and with which status the command ends, where it could not do what was asked.

Only imported once something went wrong: it knows the errors of all that the commands use.
"""

from __future__ import annotations

import sys

from graders.cli.status import GRADER_FAILED, WRONG_REQUEST
from graders.doctor.mutants import NoMutatorError
from graders.judging.importing import GraderError
from graders.judging.prompts import PromptError
from graders.lab.refusals import Refusal
from graders.lab.sealed.sandbox import SealError
from graders.reports.texts import Texts


def told(error: Exception, texts: Texts) -> int | None:
    """Say in one line what was asked for wrongly, or that the grader failed; None if it is neither."""
    match error:
        case GraderError():
            sys.stderr.write(f"lazylab: {error}\n")
            return GRADER_FAILED
        case Refusal() | NoMutatorError() | PromptError() | SealError():
            sys.stderr.write(f"lazylab: {texts.refusal(error)}\n")
            return WRONG_REQUEST
        case _:
            return None

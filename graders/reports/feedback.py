"""What grading platforms show of a check: a name, and what the terminal says, without colour."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from graders.judging.exercises import Bank
from graders.judging.report import CheckReport, Report
from graders.reports.stories import story_of
from graders.reports.terminal import as_text, check_evidence
from graders.reports.texts import Texts

_WIDTH = 88


class Feedback(Struct, frozen=True):
    """One check for a platform; `text` is empty where there is nothing to explain."""

    check: CheckReport
    name: str
    text: str

    @property
    def passed(self) -> bool:
        """Whether it has all of its points: who bends the instruments keeps none."""
        return self.check.earned == self.check.points

    @property
    def grader_failed(self) -> bool:
        """Whether the points are missing through no fault of the student's."""
        return self.check.outcome == "grader_fault"


def feedback(report: Report, bank: Bank, texts: Texts) -> Iterator[Feedback]:
    """Each check in the order of the report, in the language of the texts."""
    for exercise in report.exercises:
        told = story_of(exercise, bank.exercise(exercise.name), texts)
        for story in told.checks:
            title = story.title
            if story.report.outcome == "grader_fault":  # platforms fold the text, but not the name
                title = f"{title} [{texts.say('outcome.grader_fault')}]"
            facts = {"number": told.prompt.number, "exercise": told.prompt.title, "check": title}
            text = as_text(check_evidence(story, texts), width=_WIDTH, color=False)
            yield Feedback(story.report, texts.say("label.check", **facts), text)

"""Reports as one HTML file that needs nothing else: no script, no network. No logic of judging.

Every text that comes from a submission is escaped, and what cannot be printed is made visible.
"""

from __future__ import annotations

from msgspec import Struct

from graders.judging.exercises import Bank
from graders.judging.prompts import Prompt
from graders.judging.report import CheckReport, ExerciseReport, Report, Trouble
from graders.lab.frameworks.spellings import SPELLINGS
from graders.reports.markup import templates
from graders.reports.stories import Story, story_of
from graders.reports.terminal import check_title, first_to_fix, next_step
from graders.reports.texts import Texts

_SIGNS = {
    "passed": "✓",
    "wrong": "✗",
    "broke": "✗",
    "not_started": "·",
    "unfinished": "…",
    "grader_fault": "!",
}


class _CheckShown(Struct, frozen=True):
    """One check: its line, and the story behind it, which is open where it is the first to fix."""

    id: str
    report: CheckReport
    sign: str
    title: str
    hints: tuple[str, ...]
    story: Story
    first: bool
    as_above: bool

    @property
    def has_all(self) -> bool:
        """Whether there is nothing left to gain: who bends the instruments keeps no points."""
        return self.report.outcome == "passed" and self.report.earned == self.report.points


class _ExerciseShown(Struct, frozen=True):
    """One exercise; `target` is where to read about the next step, "" if there is nothing to read."""

    report: ExerciseReport
    prompt: Prompt
    checks: list[_CheckShown]
    next_step: str
    target: str

    @property
    def done(self) -> bool:
        """Whether there is nothing left to do."""
        return all(check.has_all for check in self.checks)


def encode(report: Report, bank: Bank, texts: Texts) -> bytes:
    """The report as a page, in the language of the texts."""
    exercises = [_exercise(found, bank, texts) for found in report.exercises]
    frameworks = dict.fromkeys(SPELLINGS[found.framework].title for found in report.exercises)
    page = (
        templates()
        .get_template("report.html.jinja")
        .render(
            report=report,
            exercises=exercises,
            to_do=next((shown for shown in exercises if not shown.done), None),
            frameworks=", ".join(frameworks),
            language=texts.language,
            say=texts.say,
        )
    )
    return page.encode()


def _exercise(found: ExerciseReport, bank: Bank, texts: Texts) -> _ExerciseShown:
    known = bank.exercise(found.name)
    prompt, beliefs = known.prompt(texts.language), known.belief_texts(texts.language)
    first = first_to_fix(found)
    shown = []
    told: list[Trouble] = []
    for check in found.checks:
        text = prompt.checks.get(check.name)
        shown.append(
            _CheckShown(
                id=f"{found.name}.{check.name}",
                report=check,
                sign=_SIGNS[check.outcome],
                title=check_title(check, prompt),
                hints=text.hints if text else (),
                story=story_of(check, found.framework, texts, beliefs),
                first=check is first,
                as_above=check.trouble in told and not check.calls,
            )
        )
        if check.trouble is not None:
            told.append(check.trouble)
    target = f"{found.name}.{first.name}" if first else found.name
    return _ExerciseShown(found, prompt, shown, next_step(found, prompt, texts), target)

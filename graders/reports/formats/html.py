"""Reports as one HTML file that needs nothing else: no script, no network. No logic of judging.

Every text that comes from a submission is escaped, and what cannot be printed is made visible.
"""

from __future__ import annotations

from msgspec import Struct

from graders.judging.exercises import Bank
from graders.judging.prompts import Prompt
from graders.judging.report import CheckReport, ExerciseReport, Report
from graders.lab.frameworks.spellings import SPELLINGS
from graders.reports.markup import templates
from graders.reports.pages import StoryShown, shown_on_page
from graders.reports.stories import ExerciseStory, Story, story_of
from graders.reports.texts import Texts


class _CheckShown(Struct, frozen=True):
    """One check: its line, and the story behind it, which is open where it is the first to fix.

    `as_above` is whether its trouble has been told already.
    """

    id: str
    report: CheckReport
    sign: str
    title: str
    hints: tuple[str, ...]
    story: StoryShown
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
    stories = [story_of(found, bank.exercise(found.name), texts) for found in report.exercises]
    exercises = [_exercise(story, texts) for story in stories]
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


def _exercise(told: ExerciseStory, texts: Texts) -> _ExerciseShown:
    name, first = told.report.name, told.first
    shown = [_check(story, told, texts) for story in told.checks]
    target = f"{name}.{first.name}" if first else name
    return _ExerciseShown(told.report, told.prompt, shown, told.next_step, target)


def _check(story: Story, told: ExerciseStory, texts: Texts) -> _CheckShown:
    check = story.report
    return _CheckShown(
        id=f"{told.report.name}.{check.name}",
        report=check,
        sign=story.sign,
        title=story.title,
        hints=story.hints,
        story=shown_on_page(story, texts),
        first=check == told.first,
        as_above=check.outcome not in ("passed", "not_started") and check not in told.to_fix,
    )

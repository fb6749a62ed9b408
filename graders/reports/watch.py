"""One exercise as somebody sees it who watches: what to fix first, told whole, and little else."""

from __future__ import annotations

from msgspec import Struct
from rich.console import Group, RenderableType
from rich.text import Text

from graders.judging.prompts import Prompt
from graders.judging.report import ExerciseReport
from graders.reports.stories import ExerciseStory, Teller
from graders.reports.terminal import change_text, check_block, check_line, points_text
from graders.reports.texts import Texts


class Sight(Struct, frozen=True):
    """What is to be seen of an exercise of which all checks are judged, or some so far.

    `shown` is the name of the check whose story is told, None if none failed; `listed` are those
    that have a line. `change` are points more than last time; `remarks` are sentences at the end.
    """

    report: ExerciseReport
    complete: bool
    shown: str | None = None
    listed: frozenset[str] = frozenset()
    change: int = 0
    remarks: tuple[str, ...] = ()


def screen(sight: Sight, teller: Teller, texts: Texts) -> RenderableType:
    """The exercise's name and points, the story of one check, and what to do next."""
    told = teller.exercise(sight.report)
    parts: list[RenderableType] = [_heading(sight, told.prompt, texts)]
    for story in told.checks:
        if story.report.name == sight.shown:
            parts.append(check_block(story, texts))
        elif story.report.name in sight.listed:
            parts.append(check_line(story, texts))
    if sight.shown is None:
        parts.append("")  # a story has an empty line at its end
    if sight.complete:
        parts += _ending(sight, told, texts)
    return Group(*parts, *(Text(remark) for remark in sight.remarks))


def _heading(sight: Sight, prompt: Prompt, texts: Texts) -> Text:
    title = Text(f"{prompt.number}. {prompt.title}", "bold")
    if not sight.complete:
        return title
    earned = points_text(sight.report.earned, sight.report.possible, texts)
    change = [change_text(sight.change)] if sight.change else []
    return Text("  ").join([title, earned, *change])


def _ending(sight: Sight, told: ExerciseStory, texts: Texts) -> list[RenderableType]:
    """What to do, if nothing is told; how much more there is to fix, if there is."""
    if sight.shown is None:
        return [Text(told.next_step)]
    others = len(told.to_fix) - 1
    return [Text(texts.say("watch.more", count=others), "dim")] if others > 0 else []

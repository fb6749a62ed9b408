"""One exercise as somebody sees it who watches: what to fix first, told whole, and little else."""

from __future__ import annotations

from msgspec import Struct
from rich.console import Group, RenderableType
from rich.text import Text

from graders.judging.prompts import Prompt
from graders.judging.report import CheckReport, ExerciseReport
from graders.reports.terminal import (
    Beliefs,
    change_text,
    check_block,
    check_line,
    next_step,
    points_text,
)
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


def to_fix(report: ExerciseReport) -> list[CheckReport]:
    """The checks that lost points and were started, in order, each trouble once.

    A broken file breaks every check: what has no calls to show, and a trouble that was told, adds
    nothing.
    """
    found: list[CheckReport] = []
    for check in report.checks:
        told = not check.calls and check.trouble in [other.trouble for other in found]
        if check.outcome not in ("passed", "not_started") and not (check.trouble and told):
            found.append(check)
    return found


def screen(sight: Sight, prompt: Prompt, texts: Texts, beliefs: Beliefs) -> RenderableType:
    """The exercise's name and points, the story of one check, and what to do next."""
    report = sight.report
    parts: list[RenderableType] = [_heading(sight, prompt, texts)]
    for check in report.checks:
        if check.name == sight.shown:
            parts.append(check_block(check, report.framework, prompt, texts, beliefs))
        elif check.name in sight.listed:
            parts.append(check_line(check, prompt, texts))
    if sight.shown is None:
        parts.append("")  # a story has an empty line at its end
    if sight.complete:
        parts += _ending(sight, prompt, texts)
    return Group(*parts, *(Text(remark) for remark in sight.remarks))


def _heading(sight: Sight, prompt: Prompt, texts: Texts) -> Text:
    title = Text(f"{prompt.number}. {prompt.title}", "bold")
    if not sight.complete:
        return title
    earned = points_text(sight.report.earned, sight.report.possible, texts)
    change = [change_text(sight.change)] if sight.change else []
    return Text("  ").join([title, earned, *change])


def _ending(sight: Sight, prompt: Prompt, texts: Texts) -> list[RenderableType]:
    """What to do, if nothing is told; how much more there is to fix, if there is."""
    if sight.shown is None:
        return [Text(next_step(sight.report, prompt, texts))]
    others = len(to_fix(sight.report)) - 1
    return [Text(texts.say("watch.more", count=others), "dim")] if others > 0 else []

"""Reports in a terminal: what is wrong and why, and a table of points. No logic of judging."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from graders.judging.prompts import Prompt
from graders.judging.report import ExerciseReport, Picture, Report
from graders.reports.drawing import drawing, stops, yours
from graders.reports.paragraphs import Code, Paragraph
from graders.reports.stories import Believed, ExerciseStory, Line, Side, Story, next_step
from graders.reports.texts import Texts

_STYLES = {
    "passed": "green",
    "wrong": "red",
    "broke": "red",
    "not_started": "dim",
    "unfinished": "yellow",
    "grader_fault": "magenta",
}
_MAX_PRINTED_LINES = 8


def as_text(renderable: RenderableType, *, width: int, color: bool) -> str:
    """What rich would print, as a string."""
    file = io.StringIO()
    console = Console(
        file=file,
        width=width,
        force_terminal=color,
        force_jupyter=False,  # it would show itself in a notebook
        color_system="standard" if color else None,
    )
    console.print(renderable)
    return "\n".join(line.rstrip() for line in file.getvalue().splitlines()).rstrip("\n")


def check_line(story: Story, texts: Texts) -> RenderableType:
    """One check: mark, points, title."""
    report = story.report
    points = texts.say("label.of", earned=report.earned, possible=report.points)
    table = Table.grid(padding=(0, 1, 0, 0))
    sign = Text(story.sign, _STYLES[report.outcome])
    table.add_row(sign, Text(points, "dim"), Paragraph(story.title))
    return table


def check_evidence(story: Story, texts: Texts) -> RenderableType:
    """Why a check failed: the call, both sides, a picture, the belief, how to see it for oneself."""
    facts: list[RenderableType] = [Code(call, style="bold") for call in story.calls]
    if story.sides:
        facts.append(_both_sides(story.sides))
    facts += [Paragraph(said) for said in (story.unlike, story.trouble) if said]
    parts = [facts, _picture(story, texts)]
    if story.believed:
        parts.append([_belief(story.believed)])
    if story.look:
        parts.append(_snippet(story.look, texts))
    if story.printed:
        parts.append(_printed(story.printed, texts))
    return Group(*_apart(parts))


def _apart(parts: list[list[RenderableType]]) -> Iterator[RenderableType]:
    """All of it, with an empty line between one part and the next."""
    told = [part for part in parts if part]
    for number, part in enumerate(told):
        if number:
            yield ""
        yield from part


def _both_sides(sides: list[Side]) -> Table:
    """What came beside what should have."""
    table = Table.grid(padding=(0, 2, 0, 0))
    for side, style in zip(sides, ("red", "green"), strict=True):
        table.add_row(Text(side.whose, style), Paragraph(side.answer))
    return table


def _picture(story: Story, texts: Texts) -> list[RenderableType]:
    """The network, batch by batch, and why it stopped: in our words if there are any."""
    picture = story.picture or Picture()
    parts = drawing(picture, story.framework, texts)
    said = stops(picture) if parts else []
    if story.stopped:
        said = [story.stopped]
    return [*parts, *map(Paragraph, said), *yours(picture, texts)]


def _belief(believed: Believed) -> RenderableType:
    return Paragraph("\n".join([*believed.said, *believed.truths]), "yellow")


def _snippet(look: list[Line], texts: Texts) -> list[RenderableType]:
    """Code to be pasted; what came of it stands behind a `#`."""
    code = [Code(line.code, line.came) for line in look]
    return [Text(texts.say("label.see"), style="dim"), Padding(Group(*code), (0, 0, 0, 2))]


def _printed(printed: str, texts: Texts) -> list[RenderableType]:
    lines = printed.splitlines()[-_MAX_PRINTED_LINES:]
    body = "\n".join("".join(c if c.isprintable() else "?" for c in line) for line in lines)
    return [Text(texts.say("label.printed"), "dim"), Padding(Paragraph(body), (0, 0, 0, 2))]


def check_block(story: Story, texts: Texts) -> RenderableType:
    """The whole story of one check."""
    evidence = Padding(check_evidence(story, texts), (0, 0, 1, 4))
    return Group(check_line(story, texts), evidence)


def points_table(
    report: Report,
    prompts: Mapping[str, Prompt],
    texts: Texts,
    changes: Mapping[str, int] = MappingProxyType({}),
) -> Table:
    """Exercise, points earned of points possible, since last time if any changed, what to do next."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column(texts.say("label.exercise"), no_wrap=True)
    table.add_column(texts.say("label.points"), justify="right", no_wrap=True)
    if changes:
        table.add_column(texts.say("label.change"), justify="right")
    table.add_column(texts.say("label.next"))

    def add(name: str, found: ExerciseReport | Report, change: int, step: str) -> None:
        changed = [change_text(change)] if changes else []
        points = points_text(found.earned, found.possible, texts)
        table.add_row(name, points, *changed, Paragraph(step))

    for exercise in report.exercises:
        step = next_step(exercise, prompts[exercise.name], texts)
        add(exercise.name, exercise, changes.get(exercise.name, 0), step)
    if len(report.exercises) > 1:
        add(texts.say("label.total"), report, sum(changes.values()), "")
    return table


def change_text(change: int) -> Text:
    """Points gained or lost; nothing if there are as many as before."""
    return Text(f"{change:+d}" if change else "", style="green" if change > 0 else "red")


def points_text(earned: int, possible: int, texts: Texts) -> Text:
    """Points earned of points possible, in a colour."""
    style = "green" if earned == possible else "yellow" if earned else ""
    return Text(texts.say("label.of", earned=earned, possible=possible), style=style)


def exercise_block(
    exercise: ExerciseStory, texts: Texts, *, everything: bool = False
) -> RenderableType:
    """All checks of one exercise, a line each; the first failure, or every one, with its story."""
    report, prompt = exercise.report, exercise.prompt
    points = points_text(report.earned, report.possible, texts)
    heading = Text.assemble((f"{prompt.number}. {prompt.title}", "bold"), "  ", points)
    told = exercise.to_fix if everything else exercise.to_fix[:1]
    blocks = [
        check_block(story, texts) if story.report in told else check_line(story, texts)
        for story in exercise.checks
    ]
    return Group(heading, *blocks, "")

"""Reports in a terminal: what is wrong and why, and a table of points. No logic of judging."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from graders.judging.beliefs import BeliefText
from graders.judging.prompts import Prompt
from graders.judging.report import CheckReport, ExerciseReport, Picture, Report
from graders.lab.frameworks.spellings import SPELLINGS
from graders.reports.drawing import drawing, stops, yours
from graders.reports.paragraphs import Code, Paragraph
from graders.reports.texts import Texts

MARKS = {
    "passed": ("✓", "green"),
    "wrong": ("✗", "red"),
    "broke": ("✗", "red"),
    "not_started": ("·", "dim"),
    "unfinished": ("…", "yellow"),
    "grader_fault": ("!", "magenta"),
}
_MAX_PRINTED_LINES = 8
_MAX_RIVALS = 3
# What a check may expect without a value to show for it.
_IN_WORDS = {
    "<a network>": "evidence.a_network",
    "<what fits the network>": "evidence.what_fits",
}

Beliefs = Callable[[str], BeliefText | None]
"""The text of a belief by its name, in the language of the report."""


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


def check_title(report: CheckReport, prompt: Prompt) -> str:
    """What the check wants, in the prompt's language; its name as words if that says nothing."""
    text = prompt.checks.get(report.name)
    return text.title if text else report.name.replace("_", " ")


def check_line(report: CheckReport, prompt: Prompt, texts: Texts) -> RenderableType:
    """One check: mark, points, title."""
    mark, style = MARKS[report.outcome]
    points = texts.say("label.of", earned=report.earned, possible=report.points)
    table = Table.grid(padding=(0, 1, 0, 0))
    title = Paragraph(check_title(report, prompt))
    table.add_row(Text(mark, style), Text(points, "dim"), title)
    return table


def check_evidence(
    report: CheckReport, framework: str, texts: Texts, beliefs: Beliefs
) -> RenderableType:
    """Why a check failed: the call, both sides, a picture, the belief, how to see it for oneself."""
    spelling = SPELLINGS[framework]
    facts: list[RenderableType] = []
    own = [call for call in report.calls if call.asked == "submission"]
    if report.outcome in ("wrong", "broke"):
        facts += [Code(call.code, style="bold") for call in own]
    if report.expected:
        facts.append(_both_sides(report, spelling.title, texts))
        if report.came == report.expected:
            facts.append(Paragraph(texts.say("evidence.not_shown")))
    if said := trouble_said(report, texts):
        facts.append(Paragraph(said))
    parts = [facts, _picture(report, spelling.title, texts), _belief(report, texts, beliefs)]
    if report.outcome == "wrong":
        parts.append(_snippet(report, texts))
    if report.printed:
        parts.append(_printed(report.printed, texts))
    return Group(*_apart(parts))


def _apart(parts: list[list[RenderableType]]) -> Iterator[RenderableType]:
    """All of it, with an empty line between one part and the next."""
    told = [part for part in parts if part]
    for number, part in enumerate(told):
        if number:
            yield ""
        yield from part


def _both_sides(report: CheckReport, framework: str, texts: Texts) -> Table:
    """What came beside what should have."""
    you, other = texts.say("label.you"), texts.say("label.expected")
    if report.expected_from == "framework":
        other = framework
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_row(Text(you, "red"), Paragraph(report.came))
    table.add_row(Text(other, "green"), Paragraph(expected_said(report, texts)))
    return table


def expected_said(report: CheckReport, texts: Texts) -> str:
    """What should have come: its value, or in words what has no value to show for it."""
    raised = report.trouble is not None and report.trouble.kind == "forward_raised"
    if raised and report.expected == "None":
        return texts.say("evidence.no_error")
    key = _IN_WORDS.get(report.expected)
    return texts.say(key) if key else report.expected


def trouble_said(report: CheckReport, texts: Texts) -> str:
    """Why there was no answer; of a network that raised, only where: what it said is a side."""
    if report.outcome == "unfinished":
        return texts.say("trouble.unfinished", tried=report.tried)
    if report.trouble is None:
        return ""
    kind, facts = report.trouble.kind, report.trouble.facts
    if kind == "forward_raised" and report.expected:
        return facts.get("where", "")
    own = [call.code for call in report.calls if call.asked == "submission"]
    function = facts.get("function", "")
    if own and function and f"{function}(" not in own[-1]:
        # An instrument was at it: what it did is known as code.
        facts = {**facts, "function": own[-1]}
    if facts.get("error") == "UnmeasurableError":
        kind = "unmeasurable"
    return texts.say(f"trouble.{kind}", **facts)


def _picture(report: CheckReport, framework: str, texts: Texts) -> list[RenderableType]:
    """The network, batch by batch, and why it stopped: in our words if there are any."""
    picture = report.picture or Picture()
    parts = drawing(picture, framework, texts)
    said = stops(picture) if parts else []
    if report.stopped and "None" not in report.stopped.values():
        said = [texts.say("evidence.stopped", framework=framework, **report.stopped)]
    return [*parts, *map(Paragraph, said), *yours(picture, texts)]


def _belief(report: CheckReport, texts: Texts, beliefs: Beliefs) -> list[RenderableType]:
    """The belief that behaves the same, those that cannot be told from it, and what is true."""
    named = [report.belief, *report.rivals] if report.belief else []
    known = [text for name in named if name and (text := beliefs(name)) is not None]
    if not known:
        return []
    said = [texts.say("belief.seems", belief=known[0].belief, cases=report.agreed)]
    said += [texts.say("belief.or", belief=text.belief) for text in known[1:_MAX_RIVALS]]
    truths = dict.fromkeys(text.truth for text in known[:_MAX_RIVALS])
    return [Paragraph("\n".join([*said, *truths]), "yellow")]


def _snippet(report: CheckReport, texts: Texts) -> list[RenderableType]:
    """The reference's calls, ready to be pasted; what came back stands behind a `#`.

    To build something shows nothing yet.
    """
    lines = [call for call in report.calls if call.asked == "reference"]
    comments = ["" if call.came.startswith("<") else call.came for call in lines]
    if not any(comments):
        return []
    code = [Code(call.code, said) for call, said in zip(lines, comments, strict=True)]
    return [Text(texts.say("label.see"), style="dim"), Padding(Group(*code), (0, 0, 0, 2))]


def _printed(printed: str, texts: Texts) -> list[RenderableType]:
    lines = printed.splitlines()[-_MAX_PRINTED_LINES:]
    body = "\n".join("".join(c if c.isprintable() else "?" for c in line) for line in lines)
    return [Text(texts.say("label.printed"), "dim"), Padding(Paragraph(body), (0, 0, 0, 2))]


def check_block(
    report: CheckReport, framework: str, prompt: Prompt, texts: Texts, beliefs: Beliefs
) -> RenderableType:
    """The whole story of one check."""
    evidence = Padding(check_evidence(report, framework, texts, beliefs), (0, 0, 1, 4))
    return Group(check_line(report, prompt, texts), evidence)


def first_to_fix(exercise: ExerciseReport) -> CheckReport | None:
    """The first check that lost points and was started; None if there is none."""
    return next(
        (c for c in exercise.checks if c.outcome not in ("passed", "not_started")),
        None,
    )


def next_step(exercise: ExerciseReport, prompt: Prompt, texts: Texts) -> str:
    """What to do next in one exercise, in one sentence."""
    if any(check.outcome == "grader_fault" for check in exercise.checks):
        return texts.say("next.grader_fault")
    failed = first_to_fix(exercise)
    if failed is not None:
        key = "next.unfinished" if failed.outcome == "unfinished" else "next.fix"
        return texts.say(key, title=check_title(failed, prompt))
    waiting = next((c for c in exercise.checks if c.trouble is not None), None)
    if waiting is None or waiting.trouble is None:
        return texts.say("next.done")
    function = waiting.trouble.facts.get("function", "")
    return texts.say("next.start", function=function, path=exercise.submission)


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
    exercise: ExerciseReport,
    prompt: Prompt,
    texts: Texts,
    beliefs: Beliefs,
    *,
    everything: bool = False,
) -> RenderableType:
    """All checks of one exercise, a line each; the first failure, or every one, with its story."""
    points = points_text(exercise.earned, exercise.possible, texts)
    heading = Text.assemble((f"{prompt.number}. {prompt.title}", "bold"), "  ", points)
    parts: list[RenderableType] = [heading]
    first = first_to_fix(exercise)
    told: set[str] = set()
    for check in exercise.checks:
        story = check is first or (everything and check.outcome not in ("passed", "not_started"))
        if story and not _already_told(check, told):
            parts.append(check_block(check, exercise.framework, prompt, texts, beliefs))
        else:
            parts.append(check_line(check, prompt, texts))
    return Group(*parts, "")


def _already_told(check: CheckReport, told: set[str]) -> bool:
    """Whether the very same trouble was explained above: a broken file breaks every check."""
    if check.trouble is None or check.calls:
        return False
    said = repr(check.trouble)
    known = said in told
    told.add(said)
    return known

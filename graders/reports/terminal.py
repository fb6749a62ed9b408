"""Reports in a terminal: what is wrong and why, and a table of points. No logic of judging."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from graders.judging.beliefs import BeliefText
from graders.judging.prompts import Prompt
from graders.judging.report import CallReport, CheckReport, ExerciseReport, Report
from graders.lab.spelling import SPELLINGS
from graders.reports.texts import Texts

_MARKS = {
    "passed": ("✓", "green"),
    "wrong": ("✗", "red"),
    "broke": ("✗", "red"),
    "not_started": ("·", "dim"),
    "unfinished": ("…", "yellow"),
    "grader_fault": ("!", "magenta"),
}
_MAX_PRINTED_LINES = 8
_MAX_COMMENT = 44
_MAX_RIVALS = 3

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
    mark, style = _MARKS[report.outcome]
    points = texts.say("label.of", earned=report.earned, possible=report.points)
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_row(Text(mark, style), Text(points, "dim"), check_title(report, prompt))
    return table


def check_evidence(
    report: CheckReport, framework: str, texts: Texts, beliefs: Beliefs
) -> RenderableType:
    """Why a check failed: the call, both sides, the belief behind it, how to see it for oneself."""
    spelling = SPELLINGS[framework]
    parts: list[RenderableType] = []
    own = [call for call in report.calls if call.asked == "submission"]
    if own and report.outcome in ("wrong", "broke"):
        parts.append(Text("\n".join(call.code for call in own), style="bold"))
    if report.expected:
        from_framework = report.expected_from == "framework"
        other = spelling.title if from_framework else texts.say("label.expected")
        parts.append(_both_sides(texts.say("label.you"), report.came, other, report.expected))
    if report.stopped:
        said = texts.say("evidence.stopped", framework=spelling.title, **report.stopped)
        parts.append(Text(said))
    if report.trouble is not None:
        parts.append(Text(texts.say(f"trouble.{report.trouble.kind}", **report.trouble.facts)))
    if report.outcome == "unfinished":
        parts.append(Text(texts.say("trouble.unfinished", tried=report.tried)))
    parts += _belief(report, texts, beliefs)
    if report.outcome == "wrong" and any(call.asked == "reference" for call in report.calls):
        parts.append(_snippet(report, texts))
    if report.printed:
        parts.append(_printed(report.printed, texts))
    return Group(*parts)


def _belief(report: CheckReport, texts: Texts, beliefs: Beliefs) -> list[RenderableType]:
    """The belief that behaves the same, those that cannot be told from it, and what is true."""
    named = [report.belief, *report.rivals] if report.belief else []
    known = [text for name in named if name and (text := beliefs(name)) is not None]
    if not known:
        return []
    said = [texts.say("belief.seems", belief=known[0].belief, cases=report.agreed)]
    said += [texts.say("belief.or", belief=text.belief) for text in known[1:_MAX_RIVALS]]
    truths = dict.fromkeys(text.truth for text in known[:_MAX_RIVALS])
    return [Text("\n".join([*said, *truths]), style="yellow")]


def _both_sides(you: str, came: str, other: str, expected: str) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_row(Text(you, style="red"), Text(came))
    table.add_row(Text(other, style="green"), Text(expected))
    return table


def _snippet(report: CheckReport, texts: Texts) -> RenderableType:
    """The reference's calls, ready to be pasted; what came back stands behind a `#`."""
    lines = [call for call in report.calls if call.asked == "reference"]
    code = Text("\n").join(_with_comment(call) for call in lines)
    return Group(Text(texts.say("label.see"), style="dim"), Padding(code, (0, 0, 0, 2)))


def _with_comment(call: CallReport) -> Text:
    """One line of code, and behind it what came back if that says anything, short."""
    line = Text(call.code)
    if not call.came.startswith("<"):
        came = call.came if len(call.came) <= _MAX_COMMENT else f"{call.came[:_MAX_COMMENT]}…"
        line.append(f"  # {came}", style="dim")
    return line


def _printed(printed: str, texts: Texts) -> RenderableType:
    lines = printed.splitlines()[-_MAX_PRINTED_LINES:]
    body = Text("\n".join("".join(c if c.isprintable() else "?" for c in li) for li in lines))
    return Group(
        Text(texts.say("label.printed"), style="dim"),
        Padding(body, (0, 0, 0, 2)),
    )


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


def points_table(report: Report, prompts: Mapping[str, Prompt], texts: Texts) -> Table:
    """Exercise, points earned of points possible, what to do next."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column(texts.say("label.exercise"), no_wrap=True)
    table.add_column(texts.say("label.points"), justify="right", no_wrap=True)
    table.add_column(texts.say("label.next"))
    for exercise in report.exercises:
        prompt = prompts[exercise.name]
        step = next_step(exercise, prompt, texts)
        table.add_row(exercise.name, _points(exercise.earned, exercise.possible, texts), step)
    if len(report.exercises) > 1:
        table.add_row(texts.say("label.total"), _points(report.earned, report.possible, texts), "")
    return table


def _points(earned: int, possible: int, texts: Texts) -> Text:
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
    points = _points(exercise.earned, exercise.possible, texts)
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

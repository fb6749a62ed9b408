"""Reports in a notebook: what the terminal shows, as text and as HTML. No logic of judging."""

from __future__ import annotations

import io

from rich.console import Console, Group, RenderableType

from graders.judging.exercises import Exercise
from graders.judging.report import CheckReport
from graders.reports.terminal import as_text, check_block, check_line
from graders.reports.texts import Texts

_WIDTH = 88
_PRE = '<pre style="line-height:1.4;white-space:pre-wrap;margin:0">{code}</pre>'


def shown(
    checks: list[CheckReport], exercise: Exercise, framework: str, texts: Texts
) -> dict[str, str]:
    """The story of each check by MIME type, for `display`."""
    prompt = exercise.prompt(texts.language)
    beliefs = exercise.belief_texts(texts.language)
    blocks: list[RenderableType] = [
        check_line(check, prompt, texts)
        if check.outcome == "passed"
        else check_block(check, framework, prompt, texts, beliefs)
        for check in checks
    ]
    body = Group(*blocks)
    return {
        "text/plain": as_text(body, width=_WIDTH, color=False),
        "text/html": _as_html(body),
    }


def _as_html(body: RenderableType) -> str:
    console = Console(
        record=True, file=io.StringIO(), width=_WIDTH, highlight=False, force_jupyter=False
    )
    console.print(body)
    return console.export_html(inline_styles=True, code_format=_PRE).strip()

"""Reports in a notebook: the story of each check as text and as HTML. No logic of judging.

What notebooks show is often sanitized: JupyterLab, for one, takes style sheets and SVG out of what it
does not trust, and leaves `style` attributes and images whose data is in the page.
"""

from __future__ import annotations

import base64

from msgspec import Struct
from rich.console import Group, RenderableType

from graders.judging.exercises import Exercise
from graders.judging.report import CheckReport
from graders.reports.markup import templates
from graders.reports.picture_words import in_words
from graders.reports.stories import Story, story_of
from graders.reports.terminal import MARKS, Beliefs, as_text, check_block, check_line, check_title
from graders.reports.texts import Texts

_WIDTH = 88


class _CheckShown(Struct, frozen=True):
    """One check; the picture is SVG in Base64, and what it shows in words."""

    report: CheckReport
    sign: str
    title: str
    story: Story | None
    picture: str
    in_words: str


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
    told = [_told(check, check_title(check, prompt), framework, texts, beliefs) for check in checks]
    page = templates().get_template("notebook.html.jinja")
    return {
        "text/plain": as_text(Group(*blocks), width=_WIDTH, color=False),
        "text/html": page.render(checks=told, language=texts.language, say=texts.say).strip(),
    }


def _told(
    check: CheckReport, title: str, framework: str, texts: Texts, beliefs: Beliefs
) -> _CheckShown:
    story = None if check.outcome == "passed" else story_of(check, framework, texts, beliefs)
    picture, words = "", ""
    if story is not None and story.picture and check.picture is not None:
        picture = base64.b64encode(story.picture.encode()).decode()
        words = in_words(check.picture, texts)
    return _CheckShown(check, MARKS[check.outcome][0], title, story, picture, words)

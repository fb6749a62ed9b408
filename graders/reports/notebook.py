"""Reports in a notebook: the story of each check as text and as HTML. No logic of judging.

What notebooks show is often sanitized: JupyterLab, for one, takes style sheets and SVG out of what it
does not trust, and leaves `style` attributes and images whose data is in the page.
"""

from __future__ import annotations

import base64

from msgspec import Struct
from rich.console import Group

from graders.judging.exercises import Exercise
from graders.judging.report import CheckReport
from graders.reports.markup import templates
from graders.reports.pages import StoryShown, shown_on_page
from graders.reports.picture_words import in_words
from graders.reports.stories import Story, teller
from graders.reports.terminal import as_text, check_block, check_line
from graders.reports.texts import Texts

_WIDTH = 88


class _CheckShown(Struct, frozen=True):
    """One check; the picture is SVG in Base64, and what it shows in words."""

    report: CheckReport
    sign: str
    title: str
    story: StoryShown | None
    picture: str
    in_words: str


def shown(
    checks: list[CheckReport], exercise: Exercise, framework: str, texts: Texts
) -> dict[str, str]:
    """The story of each check by MIME type, for `display`."""
    stories = list(map(teller(exercise, framework, texts).check, checks))
    blocks = [
        check_line(story, texts) if _passed(story) else check_block(story, texts)
        for story in stories
    ]
    told = [_told(story, texts) for story in stories]
    page = templates().get_template("notebook.html.jinja")
    return {
        "text/plain": as_text(Group(*blocks), width=_WIDTH, color=False),
        "text/html": page.render(checks=told, language=texts.language, say=texts.say).strip(),
    }


def _passed(story: Story) -> bool:
    return story.report.outcome == "passed"


def _told(story: Story, texts: Texts) -> _CheckShown:
    parts = None if _passed(story) else shown_on_page(story, texts)
    picture, words = "", ""
    if parts is not None and story.picture is not None:
        picture = base64.b64encode(parts.picture.encode()).decode()
        words = in_words(story.picture, texts)
    return _CheckShown(story.report, story.sign, story.title, parts, picture, words)

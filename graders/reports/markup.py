"""HTML made from templates, into which nothing gets unescaped that comes from elsewhere."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

from graders.judging.transcripts import printable

_BACKTICKS = MarkdownIt("zero").enable("backticks")


@cache
def templates() -> Environment:
    """The templates of this room. What cannot be printed is made visible."""
    environment = Environment(
        loader=PackageLoader("graders", "reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_harmless,
    )
    environment.filters["marked"] = _marked
    return environment


def _harmless(value: object) -> object:
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _marked(text: str) -> Markup:
    """A sentence, with what stands between backticks as code, and nothing else of Markdown."""
    return Markup(_BACKTICKS.renderInline(printable(text)))  # noqa: S704  it escapes all the rest

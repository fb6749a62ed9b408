"""Prompts: the task in people's languages, one Markdown file each, read for what tools need of it.

    # 4. Dimension mismatch
    ## `first_mismatch(layers, in_features)`
    ### `names_the_layer_that_stops`
    What the check wants, as a title.
    1. A first hint.
    2. A plainer one.

A heading of the second level is a function with its signature; one of the third level is a check.
Where a framework's questions are others, `prompt.flax.en.md` stands in the place of `prompt.en.md`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from msgspec import Struct

_TITLE = re.compile(r"(?P<number>\d+)\.\s+(?P<title>.+)")


class CheckText(Struct, frozen=True):
    """What a prompt says about one check: its title, and hints from vague to plain."""

    title: str
    hints: tuple[str, ...]


class Prompt(Struct, frozen=True):
    """One exercise's task in one language. `signatures` are by function name."""

    language: str
    number: int
    title: str
    signatures: dict[str, str]
    checks: dict[str, CheckText]


class PromptError(ValueError):
    """A prompt that cannot be read: names the file, and what is missing."""


def prompt_file(folder: Path, language: str, framework: str = "") -> Path:
    """Where an exercise's prompt in that language is: the framework's own, if it has its own ones."""
    if framework and any(folder.glob(f"prompt.{framework}.*.md")):
        return folder / f"prompt.{framework}.{language}.md"
    return folder / f"prompt.{language}.md"


def languages(folder: Path, framework: str = "") -> list[str]:
    """The languages that an exercise's folder has prompts in, sorted."""
    begin, *_, end = prompt_file(folder, "*", framework).name.split("*")
    found = (path.name for path in folder.glob(f"{begin}*{end}"))
    names = (name.removeprefix(begin).removesuffix(end) for name in found)
    return sorted(name for name in names if "." not in name)


def read_prompt(folder: Path, language: str, framework: str = "") -> Prompt:
    """The prompt in that language, in English if there is none."""
    path = prompt_file(folder, language, framework)
    if not path.exists():
        path, language = prompt_file(folder, "en", framework), "en"
    try:
        return parse(path.read_text(encoding="utf-8"), language)
    except OSError as error:
        raise PromptError(f"{path}: {error.strerror}; each exercise needs prompt.en.md") from error
    except PromptError as error:
        raise PromptError(f"{path}: {error}") from error


def parse(text: str, language: str) -> Prompt:
    """A prompt from its Markdown."""
    nodes = SyntaxTreeNode(MarkdownIt().parse(text)).children
    title = next((_inline(node) for node in nodes if node.tag == "h1"), "")
    matched = _TITLE.fullmatch(title)
    if matched is None:
        raise PromptError(f"expected a title like '# 4. Dimension mismatch', found {title!r}")
    return Prompt(
        language,
        int(matched["number"]),
        matched["title"],
        {code.split("(")[0]: code for code in _headings(nodes, "h2")},
        dict(_checks(nodes)),
    )


def _headings(nodes: list[SyntaxTreeNode], tag: str) -> Iterator[str]:
    """The code that headings of that level consist of."""
    for node in nodes:
        if node.tag == tag and (code := re.fullmatch(r"`([^`]+)`", _inline(node))):
            yield code[1]


def _checks(nodes: list[SyntaxTreeNode]) -> Iterator[tuple[str, CheckText]]:
    for position, node in enumerate(nodes):
        for name in _headings([node], "h3"):
            body = list(_until_heading(nodes[position + 1 :]))
            titles = [_inline(n) for n in body if n.type == "paragraph"]
            hints = [_inline(item) for n in body if n.type == "ordered_list" for item in n.children]
            yield name, CheckText(titles[0] if titles else name, tuple(hints))


def _until_heading(nodes: list[SyntaxTreeNode]) -> Iterator[SyntaxTreeNode]:
    for node in nodes:
        if node.type == "heading":
            return
        yield node


def _inline(node: SyntaxTreeNode) -> str:
    """All the text below a node, as it was written, on one line."""
    written = (n.content for n in node.walk() if n.type == "inline")
    return " ".join(" ".join(written).split())

"""What a cell shows: the story as text and as HTML that notebooks leave as it is."""

import base64
import re
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from msgspec import structs

from graders.judging.exercises import Exercise
from graders.judging.judge import Judge
from graders.judging.programs import answer_at
from graders.judging.report import CallReport, CheckReport, Trouble
from graders.reports.notebook import shown
from graders.reports.texts import languages, texts

# What JupyterLab's sanitizer keeps of it, and VS Code's and nbconvert's as well.
KEPT = {"div", "p", "b", "span", "pre", "code", "table", "tr", "th", "td", "mark", "img", "details"}
KEPT |= {"summary"}
ATTRIBUTES = {"style", "lang", "scope", "src", "alt"}
HOSTILE = "</pre><script>alert(1)</script><img src=x onerror=alert(1)>\x1b[31m`<b>`"


class Reader(HTMLParser):
    """Notes tags, attributes and text, and that each tag that opens closes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attributes]
        if tag != "img":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def checks(bank: object) -> list[CheckReport]:
    exercise = bank.exercise("dimension_mismatch")
    wrong = exercise.solution("torch").parent / "wrong"
    path = wrong / "a_failed_forward_rolls_back.for_torch.py"
    judge = Judge(diagnose=True)
    names = ["names_the_layer_that_stops", "knows_what_an_attempt_leaves_behind"]
    return list(judge.judge(exercise, answer_at(path, exercise), only=names).checks)


def _page(checks: list[CheckReport], exercise: Exercise, language: str = "en") -> Reader:
    page = shown(checks, exercise, "torch", texts(language))["text/html"]
    reader = Reader(page)
    assert reader.open == []
    assert set(reader.tags) <= KEPT
    assert {name for name, _ in reader.attributes} <= ATTRIBUTES
    return reader


def test_both_tell_the_whole_story(checks: list[CheckReport], mismatch: Exercise) -> None:
    plain = shown(checks, mismatch, "torch", texts("en"))["text/plain"]
    page = _page(checks, mismatch)
    for part in (
        "after_forwards([(None, 1), (2, 1)], [1])",
        "[None, (1, 2)]",
        "PyTorch stops at layers[1]: a width of 1 came, and it takes 2.",
        "A forward that fails undoes what it has done.",
        "See for yourself:",
    ):
        assert " ".join(part.split()) in " ".join(page.text.split())
        assert " ".join(part.split()) in " ".join(plain.split())
    assert "nn.LazyLinear(1)  lazy" in plain
    assert "✓ 3 of 3" in " ".join(page.text.split())


def test_the_picture_is_an_image_with_words(checks: list[CheckReport], mismatch: Exercise) -> None:
    attributes = _page(checks, mismatch).attributes
    (source,) = (value for name, value in attributes if name == "src")
    (words,) = (value for name, value in attributes if name == "alt")
    kind, _, data = source.partition(",")
    assert kind == "data:image/svg+xml;base64"
    assert ET.fromstring(base64.b64decode(data)).tag.endswith("svg")
    assert "nn.LazyLinear(1)" in words


def test_what_passed_is_one_line(checks: list[CheckReport], mismatch: Exercise) -> None:
    page = _page(checks[:1], mismatch)
    assert "img" not in page.tags
    assert "pre" not in page.tags


def test_without_a_picture_there_is_no_image(checks: list[CheckReport], mismatch: Exercise) -> None:
    without = structs.replace(checks[1], picture=None)
    page = _page([without], mismatch)
    assert "img" not in page.tags
    assert "[None, (1, 2)]" in page.text


def test_nothing_gets_in_unescaped(checks: list[CheckReport], mismatch: Exercise) -> None:
    hostile = structs.replace(
        checks[1],
        calls=[CallReport("submission", HOSTILE, HOSTILE), CallReport("reference", "f()", HOSTILE)],
        came=HOSTILE,
        expected="1",
        printed=HOSTILE,
        trouble=Trouble(
            "raised", dict.fromkeys(("function", "error", "message", "where"), HOSTILE)
        ),
    )
    page = _page([hostile], mismatch)
    assert "script" not in page.tags
    assert "img" not in page.tags or all(
        value.startswith("data:") for name, value in page.attributes if name == "src"
    )
    assert "<script>alert(1)</script>" in page.text
    assert "\x1b" not in page.text


@pytest.mark.parametrize("language", languages())
def test_it_is_in_the_language_asked_for(
    checks: list[CheckReport], mismatch: Exercise, language: str
) -> None:
    page = _page(checks, mismatch, language)
    assert ("lang", language) in page.attributes
    assert bool(re.search("[一-鿿]", page.text)) == (language == "zh")

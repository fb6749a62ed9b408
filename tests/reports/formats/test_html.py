"""The report as a page: well-formed, harmless, whole, and in the reader's language."""

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from graders.judging.exercises import Bank, Exercise
from graders.judging.judge import Judge
from graders.judging.report import (
    BENT,
    CallReport,
    CheckReport,
    LayerDrawn,
    Outcome,
    ParameterDrawn,
    PartDrawn,
    Pass,
    Picture,
    Report,
    Trouble,
    summed,
)
from graders.judging.submissions import Submission
from graders.reports.formats import html
from graders.reports.texts import Texts, languages, texts

EXERCISE = "dimension_mismatch"
CHECKS = (
    "names_the_layer_that_stops",
    "tells_the_two_sizes_that_disagree",
    "knows_what_an_attempt_leaves_behind",
)
EVIL = "</script></style></title></svg></pre><script>alert(1)</script><img src=x onerror=alert(1)>"
UNPRINTABLE = "\u202e\u2066\x00\x1b\ud800\uffff"
WEIGHT = ParameterDrawn("weight", [1, 1], 0)
PICTURE = Picture(
    [LayerDrawn("nn.LazyLinear(1)", given=False), LayerDrawn("nn.MaxPool2d(2)")],
    [Pass("torch.randn(1, 1, 2, 2)", [[1, 1, 2, 2], [1, 1, 2, 2]], 1, "RuntimeError: no")],
    [[[ParameterDrawn("weight", None, 0)], []], [[WEIGHT], []]],
    [PartDrawn("Linear", [WEIGHT]), PartDrawn("Linear", [WEIGHT]), PartDrawn("ReLU", [])],
)
WRONG = CheckReport(
    CHECKS[0],
    3,
    0,
    "wrong",
    calls=[
        CallReport("submission", "first_mismatch([(1, 1)], 2)", "None"),
        CallReport("reference", "net = nn.Linear(1, 1)", "<Linear>"),
        CallReport("reference", "net(torch.randn(2, 2))", "RuntimeError: no"),
    ],
    came="[(1, 142), None]",
    expected="[(1, 160), None]",
    expected_from="framework",
    stopped={"layer": "0", "came": "2", "taken": "1"},
    picture=PICTURE,
    belief="a_failed_forward_rolls_back",
    rivals=["a_mismatch_shows_at_construction"],
    agreed=7,
    printed="here I am",
)

VOID = {"meta"}


class Page(HTMLParser):
    """A page that has been read: its elements, and the text in each kind of them."""

    def __init__(self, code: bytes) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[tuple[str, ...], str]] = []
        self.feed(code.decode())
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append((tuple(self.open), data))

    def named(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of all elements of that kind."""
        return [attributes for name, attributes in self.tags if name == tag]

    def text(self, within: str = "body") -> str:
        """The text of all such elements, in one line."""
        return " ".join("".join(t for tags, t in self.texts if within in tags).split())


def _page(
    bank: Bank, *checks: CheckReport, language: str = "en", path: str = "for_torch.py"
) -> Page:
    report = Report([summed(EXERCISE, "torch", list(checks), path)])
    return Page(html.encode(report, bank, texts(language)))


def _only(bank: Bank, check: CheckReport, language: str = "en") -> str:
    return _page(bank, check, language=language).text()


def test_a_wrong_answer_is_told_whole(bank: Bank) -> None:
    shown = _only(bank, WRONG)
    for part in (
        "0 of 3 points",
        "What to do next 4. Dimension mismatch fix: The layer that stops the first forward",
        "✗ wrong The layer that stops the first forward is named by its index in layers. 0 of 3",
        "The smallest case that shows it first_mismatch([(1, 1)], 2)",
        "Your answer, and the right one you [(1, 142), None] PyTorch [(1, 160), None]",
        "PyTorch stops at layers[0]: a width of 2 came, and it takes 1.",
        "It looks as if you believed: A forward that fails undoes what it has done. (",
        "or this: Sizes that contradict each other",
        "Why one may think so: A transaction in a database does",
        "In truth: Each lazy layer is initialized as the data reaches it",
        "you printed here I am",
        "net = nn.Linear(1, 1) net(torch.randn(2, 2)) # RuntimeError: no",
        "Change your answer in for_torch.py, and judge it again: lazylab check dimension_mismatch",
    ):
        assert part in shown, part


def test_what_differs_is_marked_in_both_answers_word_by_word(bank: Bank) -> None:
    page = _page(bank, WRONG)
    assert [text for tags, text in page.texts if "mark" in tags] == ["142", "160"]


def test_hints_lie_in_one_another_the_plainest_innermost(bank: Bank) -> None:
    page = _page(bank, WRONG)
    hints = bank.exercise(EXERCISE).prompt("en").checks[CHECKS[0]].hints
    depths = [
        sum(tag == "details" for tag in tags)
        for tags, text in page.texts
        if text.startswith("Hint ")
    ]
    assert depths == [2 + number for number in range(len(hints))]
    assert len(hints) > 1
    folds = page.named("details")
    assert ["open" in fold for fold in folds] == [True] + [False] * len(hints)


def test_only_what_to_fix_first_is_open(bank: Bank) -> None:
    second = structs.replace(WRONG, name=CHECKS[1])
    passed = CheckReport(CHECKS[2], 3, 3, "passed")
    cases = [f for f in _page(bank, passed, WRONG, second).named("details") if f["class"] == "case"]
    assert ["open" in case for case in cases] == [True, False]


def test_the_next_step_leads_to_where_it_is_told(bank: Bank) -> None:
    page = _page(bank, WRONG)
    (link,) = page.named("a")
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert link["href"] == f"#{EXERCISE}.{CHECKS[0]}"
    assert f"{EXERCISE}.{CHECKS[0]}" in ids
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("outcome", get_args(Outcome))
def test_every_outcome_can_be_shown_in_every_language(
    bank: Bank, outcome: Outcome, language: str
) -> None:
    trouble = {
        "broke": Trouble("random"),
        "not_started": Trouble("not_started", {"function": "f"}),
        "grader_fault": Trouble("grader_fault", {"details": "Traceback"}),
    }.get(outcome)
    earned = 3 if outcome == "passed" else 0
    check = CheckReport(CHECKS[0], 3, earned, outcome, trouble=trouble, tried=17)
    page = _page(bank, check, language=language)
    assert page.named("html") == [{"lang": language}]
    shown = page.text()
    assert texts(language).say(f"outcome.{outcome}") in shown
    assert bank.exercise(EXERCISE).prompt(language).title in shown
    if trouble is not None:
        said = texts(language).say(f"trouble.{trouble.kind}", **trouble.facts)
        assert " ".join(said.split()) in shown


def test_what_cannot_be_worked_on_asks_for_nothing(bank: Bank) -> None:
    fault = CheckReport(
        CHECKS[0], 3, 0, "grader_fault", trouble=Trouble("grader_fault", {"details": "Traceback"})
    )
    assert "lazylab check" not in _only(bank, fault)
    assert "tell your instructor: a grader failed" in _only(bank, fault)


def test_what_is_done_says_so(bank: Bank) -> None:
    shown = _only(bank, CheckReport(CHECKS[0], 3, 3, "passed"))
    assert "Everything is right" in shown
    assert "What to do next" not in shown


def test_a_failure_that_costs_nothing_is_still_to_be_mended(bank: Bank) -> None:
    page = _page(bank, structs.replace(WRONG, points=0))
    assert "What to do next" in page.text("header")
    assert [part.get("class") for part in page.named("span") if "style" in part] == ["part empty"]


def test_points_that_were_taken_are_not_shown_as_kept(bank: Bank) -> None:
    bent = CheckReport(CHECKS[0], 3, 0, "broke", trouble=Trouble(BENT, {"function": "f"}))
    page = _page(bank, bent, CheckReport(CHECKS[1], 2, 2, "passed"))
    assert "0 of 5 points" in page.text("h1")
    assert not [part for part in page.named("span") if part.get("class") == "part full"]


def test_a_report_about_nothing_says_so(bank: Bank) -> None:
    page = Page(html.encode(Report([]), bank, texts("en")))
    assert "No exercise was judged." in page.text()
    assert "Everything is right" not in page.text()


def test_several_exercises_have_a_table_that_leads_to_each(bank: Bank) -> None:
    other = summed("lifecycle", "torch", [CheckReport("no_such_check", 2, 2, "passed")])
    report = Report([summed(EXERCISE, "torch", [WRONG], "for_torch.py"), other])
    page = Page(html.encode(report, bank, texts("en")))
    assert "2 of 5 points" in page.text("h1")
    ids = {attributes.get("id") for _, attributes in page.tags}
    targets = {(link["href"] or "").removeprefix("#") for link in page.named("a")}
    assert {EXERCISE, "lifecycle"} <= targets <= ids
    assert [head["scope"] for head in page.named("th")[:5]] == ["col"] * 3 + ["row"] * 2
    assert not [a for a in _page(bank, WRONG).named("table") if a.get("class") == "overview"]


def test_a_trouble_that_was_told_is_not_told_again(bank: Bank) -> None:
    trouble = Trouble("no_file", {"path": "x", "reason": "No such file"})
    checks = [CheckReport(name, 1, 0, "broke", trouble=trouble) for name in CHECKS]
    shown = _page(bank, *checks).text()
    assert shown.count("There is no file") == 1
    assert shown.count("For the same reason as above.") == 2


def test_a_network_that_raised_is_not_told_twice(bank: Bank) -> None:
    raised = Trouble("forward_raised", {"error": "E", "message": "went wrong", "where": "line 3"})
    check = structs.replace(WRONG, came="E: went wrong", expected="<a network>", trouble=raised)
    shown = _only(bank, check)
    assert shown.count("went wrong") == 1
    assert "line 3" in shown
    assert "PyTorch a network" in shown


def test_headings_leave_no_level_out(bank: Bank) -> None:
    page = _page(bank, WRONG, CheckReport(CHECKS[1], 3, 3, "passed"))
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def _hostile(text: str) -> list[CheckReport]:
    """A submission's text wherever one can come from."""
    calls = [CallReport(asked, text, text) for asked in ("submission", "reference")]
    picture = Picture(
        [LayerDrawn(text, given=False)],
        [Pass(text, [[1, 1]], 0, text)],
        [[[ParameterDrawn(text, None, 0)]]] * 2,
        [PartDrawn(text, [ParameterDrawn(text, [1], 1)])],
    )
    wrong = structs.replace(
        WRONG, calls=calls, came=text, expected="a" + text, printed=text, picture=picture
    )
    facts = dict.fromkeys(("function", "error", "message", "where"), text)
    return [wrong, CheckReport(CHECKS[1], 3, 0, "broke", trouble=Trouble("raised", facts))]


def test_hostile_texts_stay_texts(bank: Bank) -> None:
    page = _page(bank, *_hostile(EVIL), path=EVIL)
    assert not page.named("script")
    assert not page.named("img")
    assert not [name for _, found in page.tags for name in found if name.startswith("on")]
    assert page.text().count("<script>alert(1)</script>") > 9


def test_what_cannot_be_printed_is_made_visible(bank: Bank) -> None:
    report = Report([summed(EXERCISE, "torch", _hostile(UNPRINTABLE), UNPRINTABLE)])
    code = html.encode(report, bank, texts("zh")).decode()
    assert not set(UNPRINTABLE) & set(code)
    assert r"\u202e\u2066\x00\x1b\ud800\uffff" in code


@settings(deadline=None, max_examples=40)
@given(text=st.text(max_size=30))
def test_any_text_fits_into_the_page(text: str) -> None:
    _page(Bank(), *_hostile(text), path=text)


def test_endless_texts_are_cut(bank: Bank) -> None:
    report = Report([summed(EXERCISE, "torch", _hostile("x" * 10_000_000))])
    assert len(html.encode(report, bank, texts("en"))) < 100_000


def test_the_page_needs_nothing_from_elsewhere(bank: Bank) -> None:
    page = _page(bank, WRONG)
    assert not {"script", "link", "iframe", "img", "base", "form"} & {tag for tag, _ in page.tags}
    assert all((link["href"] or "").startswith("#") for link in page.named("a"))
    style = "".join(text for tags, text in page.texts if "style" in tags)
    assert not re.search(r"url\(|@import", style)
    (policy,) = (meta["content"] for meta in page.named("meta") if "http-equiv" in meta)
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"


class Noting(Texts):
    """Texts that note which of them were said."""

    def __init__(self, language: str) -> None:
        super().__init__(language, texts(language)._messages)
        self.said: set[str] = set()

    def say(self, key: str, **facts: object) -> str:
        self.said.add(key)
        return super().say(key, **facts)


@pytest.mark.parametrize("language", languages())
def test_every_sentence_of_the_page_and_the_picture_is_said_somewhere(
    bank: Bank, language: str
) -> None:
    noting = Noting(language)
    trouble = Trouble("random")
    again = [CheckReport(name, 1, 0, "broke", trouble=trouble) for name in CHECKS[1:]]
    solid = Picture([LayerDrawn("nn.Linear(1, 1)", given=True)], [], [[[WEIGHT]]])
    given = structs.replace(WRONG, name="x", picture=solid)
    reports = [
        [summed(EXERCISE, "torch", [WRONG, *again, given], "for_torch.py")] * 2,
        [summed(EXERCISE, "torch", [CheckReport("c", 1, 1, "passed")])],
        [],
    ]
    for exercises in reports:
        html.encode(Report(exercises), bank, noting)
    picture = structs.replace(PICTURE, states=[[[], []]] * 2)
    html.encode(
        Report([summed(EXERCISE, "torch", [structs.replace(WRONG, picture=picture)])]), bank, noting
    )
    keys = noting.keys()
    assert {key for key in keys if key.startswith(("html.", "picture."))} <= noting.said


@pytest.mark.parametrize("answer", ["a_failed_forward_rolls_back", "solution"])
def test_a_judged_answer_is_shown_in_chinese(
    bank: Bank, mismatch: Exercise, quick_judge: Judge, answer: str
) -> None:
    (sample,) = [found for found in mismatch.samples("torch") if found.name == answer]
    judged = quick_judge.judge(mismatch, Submission(sample.path, EXERCISE))
    page = Page(html.encode(Report([judged]), bank, texts("zh")))
    titles = [text.title.replace("`", "") for text in mismatch.prompt("zh").checks.values()]
    assert all(title in page.text() for title in titles)
    assert bool(page.named("svg")) == (answer != "solution")


def _run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *map(str, command)],
        cwd=Bank().root,
        env={**os.environ, "LAZYLAB_LANG": "en"},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )


CHECK = ("-c", "from graders.cli import main; main()", "check", "--unsealed")
PYTEST = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "exercises")


@pytest.mark.parametrize("command", [CHECK, PYTEST, (*PYTEST, "-n", "2")])
def test_both_ways_of_judging_write_it_in_the_language_asked_for(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    file = tmp_path / "new" / "report.html"
    answer = Bank().exercise(EXERCISE).solution("torch")
    run = _run(*command, "--submission", answer, "--lang", "zh", "--report", f"html={file}")
    assert run.returncode == 0, run.stdout + run.stderr
    page = Page(file.read_bytes())
    assert page.named("html") == [{"lang": "zh"}]
    assert "得分 15 / 15" in page.text("h1")


@pytest.mark.parametrize(("command", "status"), [(CHECK, 2), (PYTEST, 4)])
def test_a_file_that_cannot_be_written_is_told_in_one_line(
    command: tuple[str, ...], status: int
) -> None:
    answer = Bank().exercise(EXERCISE).solution("torch")
    run = _run(*command, "--submission", answer, "--report", "html=/dev/null/report.html")
    said = run.stdout + run.stderr
    assert "cannot write the report to /dev/null/report.html: Not a directory" in said
    assert "Traceback" not in said
    assert run.returncode == status

"""The page in a real browser: it stays by itself, folds by keyboard, and everybody can read it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from graders.judging.exercises import Bank
from graders.judging.judge import Judge
from graders.judging.report import CallReport, CheckReport, Report, Trouble, summed
from graders.judging.searching import Effort
from graders.judging.submissions import Submission
from graders.reports.formats import html
from graders.reports.texts import languages, texts

sync_api = pytest.importorskip("playwright.sync_api", reason="pip install playwright")
axe_module = pytest.importorskip(
    "axe_playwright_python.sync_playwright", reason="pip install axe-playwright-python"
)

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
EXECUTABLE = next(filter(None, map(shutil.which, BROWSERS)), None)

pytestmark = [
    pytest.mark.xdist_group("browser"),
    pytest.mark.skipif(
        EXECUTABLE is None,
        reason=f"no browser: install one of {', '.join(BROWSERS)} (apt install chromium)",
    ),
]

# Answers from the bank that have much to tell; the last one is about images.
ANSWERS = {
    "dimension_mismatch": "a_failed_forward_rolls_back",
    "conv_resolution": "convolving_to_the_end_makes_one_answer",
}
LONG = "</script><script>console.error(1)</script>" + "w" * 3000
PHONE, SMALL_PHONE, DESKTOP = 390, 320, 1280

Open = Callable[..., Any]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=EXECUTABLE, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture(scope="module")
def report() -> Report:
    """Two judged wrong answers, and every other outcome in a third exercise."""
    bank = Bank()
    judge = Judge(effort=Effort(drawn=10, seed=0))
    exercises = []
    for name, answer in ANSWERS.items():
        (sample,) = [s for s in bank.exercise(name).samples("torch") if s.name == answer]
        judged = judge.judge(bank.exercise(name), Submission(sample.path, name))
        exercises.append(structs.replace(judged, submission=f"exercises/{name}/for_torch.py"))
    raised = {"function": "f", "error": "ValueError", "message": LONG, "where": f"line 3: {LONG}"}
    others = [
        CheckReport("a", 1, 0, "broke", trouble=Trouble("raised", raised), printed=LONG),
        CheckReport("b", 1, 0, "broke", trouble=Trouble("raised", raised)),
        CheckReport("c", 1, 0, "not_started", trouble=Trouble("not_started", {"function": "f"})),
        CheckReport("d", 1, 0, "unfinished", tried=17),
        CheckReport("e", 1, 0, "grader_fault", trouble=Trouble("grader_fault", {"details": LONG})),
        CheckReport(
            "f", 1, 0, "wrong", calls=[CallReport("submission", LONG, "")], came=LONG, expected="1"
        ),
    ]
    return Report([*exercises, summed("lifecycle", "torch", others, LONG)])


@pytest.fixture
def opened(browser: Any, report: Report, tmp_path: Path) -> Iterator[Open]:
    """Opens the page; whatever it asks for and complains of is a failure."""
    contexts, requests, complaints = [], [], []

    def open_page(language: str = "en", width: int = PHONE, scheme: str = "light") -> Any:
        file = tmp_path / f"{language}.html"
        file.write_bytes(html.encode(report, Bank(), texts(language)))
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.goto(file.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
    assert [url for url in requests if not url.startswith(tmp_path.as_uri())] == []
    assert len(requests) == len(contexts)


def _unfold(page: Any) -> None:
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_axe_finds_nothing(opened: Open, language: str, scheme: str, width: int) -> None:
    page = opened(language, width, scheme)
    _unfold(page)
    found = axe_module.Axe().run(page)
    assert found.response["testEngine"]["name"] == "axe-core"
    assert found.response["passes"], "axe looked at nothing"
    assert found.violations_count == 0, found.generate_report()


def test_axe_would_find_something(opened: Open) -> None:
    page = opened()
    page.evaluate("document.querySelector('.quiet').style.color = '#ddd'")
    page.evaluate("document.documentElement.removeAttribute('lang')")
    found = {violation["id"] for violation in axe_module.Axe().run(page).response["violations"]}
    assert {"color-contrast", "html-has-lang"} <= found


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("width", [SMALL_PHONE, PHONE, 768, DESKTOP])
def test_nothing_has_to_be_scrolled_sideways(opened: Open, language: str, width: int) -> None:
    page = opened(language, width)
    _unfold(page)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    sideways = "[...document.querySelectorAll('body *')].filter(e => e.scrollWidth > e.clientWidth"
    hidden = (
        "&& !['inline', 'none'].includes(getComputedStyle(e).display) && !e.closest('svg, thead'))"
    )
    assert page.evaluate(f"{sideways} {hidden}.map(e => e.className || e.tagName)") == []


def _focused_fold(page: Any) -> str | None:
    """The text of the summary that has the focus."""
    return page.evaluate(
        "document.activeElement.matches('summary') ? document.activeElement.innerText : null"
    )


def _tab_to(page: Any, text: str) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if _focused_fold(page) == text:
            return
    pytest.fail(f"the keyboard does not get to {text!r}")


def test_folds_open_and_close_with_the_keyboard(opened: Open) -> None:
    page = opened()
    case = page.locator("details.case").first
    _tab_to(page, texts("en").say("html.unfold"))
    for key, is_open in (("Enter", False), ("Enter", True), ("Space", False), ("Space", True)):
        page.keyboard.press(key)
        assert case.evaluate("fold => fold.open") == is_open


def test_hints_come_one_by_one_with_the_keyboard(opened: Open) -> None:
    page = opened()
    hints = page.locator("details.case").first.locator("p", has_text="Hint ")
    assert hints.count() > 1
    seen = [hint.is_visible() for hint in hints.all()]
    assert not any(seen)
    for number, key in enumerate(("html.stuck", "html.plainer")):
        _tab_to(page, texts("en").say(key))
        page.keyboard.press("Space")
        assert hints.nth(number).is_visible()
        assert not any(later.is_visible() for later in hints.all()[number + 1 :])


def test_what_has_the_focus_can_be_seen(opened: Open) -> None:
    page = opened()
    for _ in range(6):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid"


def test_the_next_step_leads_to_the_story(opened: Open) -> None:
    page = opened(width=PHONE)
    link = page.locator(".next a")
    page.keyboard.press("Tab")
    assert link.evaluate("found => found === document.activeElement")
    page.keyboard.press("Enter")
    assert page.locator(".check:target details.case[open] h4").first.is_visible()
    top = page.locator(".check:target").bounding_box()["y"]
    assert 0 <= top < 100


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_paper_everything_is_open_but_hints_and_the_ground_is_white(
    opened: Open, scheme: str
) -> None:
    page = opened(width=DESKTOP, scheme=scheme)
    page.emulate_media(media="print", color_scheme=scheme)
    closed = page.locator("details.case:not([open]) > .story")
    assert closed.count() > 1
    assert all(story.is_visible() for story in closed.all())
    assert not any(hint.is_visible() for hint in page.locator(".hint").all())
    grounds = "['body', '.check'].map(s => getComputedStyle(document.querySelector(s)))"
    colours = page.evaluate(f"{grounds}.map(style => style.backgroundColor)")
    assert colours == ["rgb(255, 255, 255)"] * 2
    sheet = page.evaluate("getComputedStyle(document.querySelector('.lz-sheet')).fill")
    assert sheet == "rgb(255, 255, 255)"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pictures_follow_the_screen(opened: Open, scheme: str) -> None:
    page = opened(scheme=scheme)
    fill = page.evaluate("getComputedStyle(document.querySelector('.lz-sheet')).fill")
    assert (fill == "rgb(255, 255, 255)") == (scheme == "light")


@pytest.mark.parametrize("language", languages())
def test_pictures_have_a_name_and_a_description(opened: Open, language: str) -> None:
    page = opened(language)
    pictures = page.get_by_role("img")
    assert pictures.count() >= 1
    named = pictures.first.aria_snapshot()
    assert "nn." in named
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")
    images = [n for n in tree["nodes"] if n.get("role", {}).get("value") == "image"]
    assert images
    assert all("→" in node["description"]["value"] for node in images)


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_pictures_are_legible(opened: Open, width: int) -> None:
    page = opened(width=width)
    _unfold(page)
    sizes = page.evaluate(
        "[...document.querySelectorAll('svg text')].map(t => t.getBoundingClientRect().height)"
    )
    assert min(sizes) >= 10

"""Makes the pictures of the HTML report here: `python docs/images/make_report.py`.

Real wrong answers, judged and shown in a real browser: `pip install playwright`, and a Chromium.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from msgspec import structs
from playwright.sync_api import Browser, sync_playwright

from graders.judging.exercises import Bank
from graders.judging.judge import OFFICIAL_SEED, Judge
from graders.judging.report import Report
from graders.judging.searching import Effort
from graders.judging.submissions import Submission
from graders.reports.formats import html
from graders.reports.texts import texts

HERE = Path(__file__).parent
SHOWN = {
    "light": ("dimension_mismatch", "a_failed_forward_rolls_back"),
    "dark": ("conv_resolution", "convolving_to_the_end_makes_one_answer"),
}
SIZES = {"phone": (390, 2000), "desktop": (1280, 1200)}


def page(name: str, answer: str) -> bytes:
    """The report about a wrong answer of the bank, as if a student had written it."""
    exercise = Bank().exercise(name)
    (sample,) = [found for found in exercise.samples("torch") if found.name == answer]
    judged = Judge(effort=Effort(seed=OFFICIAL_SEED)).judge(exercise, Submission(sample.path, name))
    path = str(exercise.stub("torch").relative_to(exercise.root))
    return html.encode(Report([structs.replace(judged, submission=path)]), Bank(), texts("en"))


def photograph(browser: Browser, file: Path, scheme: str) -> None:
    """The page on both screens, from where the first thing to fix is told."""
    for device, (width, height) in SIZES.items():
        opened = browser.new_page(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
        )
        opened.goto(file.as_uri())
        opened.screenshot(path=HERE / f"report-{device}-{scheme}.png")
        opened.close()


def main() -> None:
    """All four."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for scheme, (name, answer) in SHOWN.items():
            file = Path(folder) / f"{scheme}.html"
            file.write_bytes(page(name, answer))
            photograph(browser, file, scheme)
        browser.close()


if __name__ == "__main__":
    main()

"""Makes the pictures of the terminal here: `python docs/images/make_terminal.py`.

What `lazylab check` prints of real wrong answers, at two widths and in both languages, drawn by rich and
by a real browser: `pip install playwright`, and a Chromium.
"""

from __future__ import annotations

import html
import io
import re
import shutil
import tempfile
from pathlib import Path

from msgspec import structs
from playwright.sync_api import Browser, sync_playwright
from rich.cells import cell_len
from rich.console import Console, Group, RenderableType

from graders.judging.exercises import Bank
from graders.judging.judge import OFFICIAL_SEED, Judge
from graders.judging.report import ExerciseReport, Report
from graders.judging.searching import Effort
from graders.judging.submissions import Submission
from graders.reports.stories import story_of
from graders.reports.terminal import exercise_block, points_table
from graders.reports.texts import languages, texts

HERE = Path(__file__).parent
SHOWN = {
    80: ("dimension_mismatch", "a_failed_forward_rolls_back"),
    120: ("conv_resolution", "pooling_rounds_up"),
}
# rich would fetch its font from elsewhere, and takes all characters for equally wide.
_WEB_FONT = re.compile(r"@font-face \{[^}]*\}")
_FONTS = "'DejaVu Sans Mono', 'Noto Sans Mono CJK SC', monospace"
_TEXT = re.compile(r'textLength="([0-9.]+)"([^>]*)>([^<]*)</text>')
_SCALE = 0.7


def judged(name: str, answer: str) -> ExerciseReport:
    """The report about a wrong answer of the bank, as if a student had written it."""
    exercise = Bank().exercise(name)
    (sample,) = [found for found in exercise.samples("torch") if found.name == answer]
    report = Judge(effort=Effort(seed=OFFICIAL_SEED)).judge(exercise, Submission(sample.path, name))
    path = str(exercise.stub("torch").relative_to(exercise.root))
    return structs.replace(report, submission=path)


def printed(report: ExerciseReport, language: str) -> RenderableType:
    """What `lazylab check` prints."""
    said, exercise = texts(language), Bank().exercise(report.name)
    told = story_of(report, exercise, said)
    table = points_table(Report([report]), {report.name: told.prompt}, said)
    return Group(exercise_block(told, said), table, "")


def drawn(body: RenderableType, width: int, command: str) -> str:
    """A terminal of that width with this in it, as SVG."""
    console = Console(record=True, width=width, file=io.StringIO(), highlight=False)
    console.print(body)
    svg = _WEB_FONT.sub("", console.export_svg(title=command))
    svg = _TEXT.sub(_as_wide_as_its_cells, svg)
    return svg.replace("Fira Code, monospace", _FONTS).replace("Fira Code", "DejaVu Sans Mono")


def _as_wide_as_its_cells(found: re.Match[str]) -> str:
    length, between, written = found.groups()
    text = html.unescape(written)
    wanted = float(length) / len(text) * cell_len(text)
    return f'textLength="{wanted:g}"{between}>{written}</text>'


def photograph(browser: Browser, svg: str, path: Path) -> None:
    """The whole terminal."""
    (width,) = re.findall(r'viewBox="0 0 ([0-9]+)', svg)
    opened = browser.new_page(viewport={"width": int(int(width) * _SCALE), "height": 900})
    with tempfile.NamedTemporaryFile(suffix=".html", mode="w", encoding="utf-8") as file:
        file.write(f'<meta charset="utf-8"><body style="margin:0">{svg}')
        file.flush()
        opened.goto(Path(file.name).as_uri())
        opened.locator("svg").first.screenshot(path=path)
    opened.close()


def main() -> None:
    """All four."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for width, (name, answer) in SHOWN.items():
            report = judged(name, answer)
            for language in languages():
                command = f"lazylab check {name} --lang {language}"
                svg = drawn(printed(report, language), width, command)
                photograph(browser, svg, HERE / f"terminal-{width}-{language}.png")
        browser.close()


if __name__ == "__main__":
    main()

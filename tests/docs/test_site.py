"""The pages as a site: every page is in it, and no link or docstring is broken."""

import subprocess
import sys
from pathlib import Path

import pytest

import graders
from graders.judging.exercises import Bank

DOCS = Bank().root / "docs"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("sphinx", reason="the site needs the extra docs")
    pytest.importorskip("myst_parser", reason="the site needs the extra docs")
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going"]
    run = subprocess.run(
        [*command, "-q", "-d", folder / "cache", DOCS, folder / "html"],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return folder / "html"


def test_every_page_is_in_the_site(site: Path) -> None:
    assert {page.stem for page in DOCS.glob("*.md")} <= {page.stem for page in site.glob("*.html")}


def test_the_reference_has_every_public_name_with_its_docstring(site: Path) -> None:
    text = (site / "reference.html").read_text(encoding="utf-8")
    for name in graders.__all__:
        assert f'id="graders.{name}"' in text, name


def test_pages_lead_to_each_other(site: Path) -> None:
    assert 'href="settings.html"' in (site / "authors.html").read_text(encoding="utf-8")

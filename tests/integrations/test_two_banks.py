"""Two banks of other people's at once, one a folder, one installed: everything works for both."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from authors import edit, made

from graders.judging.exercises import Bank
from graders.lab.sealed.sandbox import SealError, choose_walls

ROOT = Bank().root
BANKS_PAGE = ROOT / "docs" / "banks.md"
FOLDER, INSTALLED = "norm_features", "norm_sizes"


def _sealable() -> bool:
    try:
        choose_walls()
    except SealError:
        return False
    return True


SEALED = pytest.mark.skipif(not _sealable(), reason="nothing seals here")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pip has installed a bank, as the page on banks says."""
    project = tmp_path_factory.mktemp("project")
    (project / "pyproject.toml").write_text(
        re.findall(
            r"^```toml pyproject.toml\n(.*?)^```", BANKS_PAGE.read_text(), re.DOTALL | re.MULTILINE
        )[0]
    )
    made(project / "norms_bank", INSTALLED)
    target = tmp_path_factory.mktemp("site")
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "-q",
        "--no-deps",
        "--target",
        target,
        project,
    ]
    install = subprocess.run(
        [*map(str, command)], capture_output=True, text=True, timeout=200, check=False
    )
    if install.returncode and "hatchling" in install.stderr:
        pytest.skip("pip cannot get hatchling here, which builds the package")
    assert install.returncode == 0, install.stderr
    return target


@pytest.fixture(scope="module")
def course(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course whose settings name a bank by its folder."""
    folder = tmp_path_factory.mktemp("course")
    made(folder / "norms", FOLDER)
    (folder / "pyproject.toml").write_text(
        f'[tool.lazylab]\nbanks = ["norms"]\nexercises = ["{FOLDER}", "{INSTALLED}"]\n'
        f"[tool.lazylab.points]\n{INSTALLED} = 3\n[tool.lazylab.limits]\nmemory = 1024\n"
    )
    (folder / "answers").mkdir()
    for name, root in ((FOLDER, folder / "norms"), (INSTALLED, site / "norms_bank")):
        solution = Bank(root).exercise(name).solution("torch")
        (folder / "answers" / name).mkdir()
        shutil.copy(solution, folder / "answers" / name / "for_torch.py")
    return folder


Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(site: Path, course: Path) -> Run:
    def command(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", *map(str, arguments)],
            cwd=course,
            env={**os.environ, "PYTHONPATH": str(site), "COLUMNS": "200", "LAZYLAB_LANG": "en"},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    return command


def test_the_doctor_proves_both(run: Run) -> None:
    done = run("graders", "doctor", FOLDER, INSTALLED, "--jobs", "1", "--cases", "20")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 of 2 wrong ones are caught and named" in done.stdout


def test_pytest_judges_both(run: Run, course: Path, site: Path) -> None:
    shutil.copy(course / "norms" / "conftest.py", course)
    done = run(
        "pytest",
        "norms/exercises",
        "--submission",
        "answers",
        "--official",
        "-p",
        "no:cacheprovider",
        "--report",
        "json=report.json",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    reports = json.loads((course / "report.json").read_text())["exercises"]
    assert [(e["name"], e["earned"], e["possible"]) for e in reports] == [
        (FOLDER, 1, 1),
        (INSTALLED, 3, 3),
    ]


@SEALED
def test_sealed_judging_hides_both(run: Run, course: Path, site: Path) -> None:
    stolen = course / "stolen"
    shutil.copytree(course / "answers", stolen, dirs_exist_ok=True)
    places = [site / "norms_bank", course / "norms"]
    spying = (
        f"import pathlib\nfound = [p for root in {[*map(str, places)]!r} for p in "
        "(pathlib.Path(root) / 'solutions').rglob('*.py')]\n"
        "texts = [p.read_text() for p in found]\nassert not texts\n"
    )
    for answer in stolen.rglob("for_torch.py"):
        answer.write_text(spying + answer.read_text())
    spied = run("graders", "check", "--submission", "stolen", "--unsealed")
    assert spied.returncode == 1, "unsealed, a submission can read all that its owner can"
    done = run("graders", "check", "--submission", "stolen", "--report", "json=sealed.json")
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads((course / "sealed.json").read_text())
    assert report["seal"]
    assert [e["name"] for e in report["exercises"]] == [FOLDER, INSTALLED]


@SEALED
def test_nbgrader_grades_both(run: Run, course: Path) -> None:
    assert run("graders", "nbgrader", "init", ".").returncode == 0
    for name in (FOLDER, INSTALLED):
        made_one = run("nbgrader", "generate_assignment", name)
        assert made_one.returncode == 0, made_one.stderr
        shutil.copytree(course / "source" / name, course / "submitted" / "ada" / name)
        graded = run("graders", "nbgrader", "autograde", name, "--jobs", "1")
        assert graded.returncode == 0, graded.stderr
        points = {FOLDER: "1 of 3", INSTALLED: "3 of 5"}[name]
        assert f"ada      {points}" in graded.stdout, graded.stdout


def test_a_bank_that_is_broken_does_not_stop_the_other(run: Run, course: Path) -> None:
    broken = made(course / "broken", "norm_layers")
    edit(broken / "bank" / "norm_layers" / "checks.py", "import Linear", "import Liner")
    done = run(
        "graders",
        "check",
        FOLDER,
        "norm_layers",
        "--bank",
        "broken",
        "--submission",
        "answers",
        "--unsealed",
    )
    assert done.returncode == 3
    assert "norm_layers/checks.py:3 cannot be imported: ImportError" in done.stderr
    assert "1 of 1" in done.stdout
    tested = run(
        "pytest",
        "broken/exercises",
        "--bank",
        "broken",
        "-p",
        "no:cacheprovider",
        "--submission",
        "answers",
    )
    assert tested.returncode == 1
    assert "norm_layers/checks.py:3 cannot be imported: ImportError" in tested.stdout
    assert "2 passed" in tested.stdout

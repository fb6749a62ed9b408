"""What tests share: the bank, a judge that is quick, and answers made from the solution."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from remembered import Memory

from graders.judging.exercises import Bank, Exercise
from graders.judging.judge import Judge
from graders.judging.report import CheckReport
from graders.judging.searching import Effort
from graders.judging.submissions import Submission
from graders.lab.limits import Limits

# One thread here, and in the processes that tests start: there are as many workers as processors.
torch.set_num_threads(1)
os.environ.setdefault("OMP_NUM_THREADS", "1")

# Whole commands, courses, browsers and walls; and what judges the whole bank, or in other frameworks.
SLOW = {
    "app",
    "attacks",
    "cli",
    "docs",
    "integrations",
    "doctor/test_mutants.py",
    "doctor/test_proofs.py",
    "doctor/test_variants.py",
    "judging/test_bad_input.py",
    "judging/test_programs.py",
    "lab/frameworks/flax",
    "lab/frameworks/keras",
    "lab/frameworks/mxnet",
    "lab/sealed",
    "reports/formats/test_html.py",
    "reports/formats/test_html_in_a_browser.py",
    "test_bank.py",
    "test_cli.py",
    "test_imports.py",
    "test_on_cuda.py",
    "test_scaffold.py",
    "test_wrong_answers.py",
}

# One test judges dozens of answers there, or goes through a whole tutorial.
LONG = {"test_authors.py", "test_bank.py", "test_wrong_answers.py"}

JudgeText = Callable[[str], dict[str, CheckReport]]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--fresh", action="store_true", help="judge all sample answers, whatever is remembered"
    )
    parser.addoption(
        "--quick",
        action="store_true",
        help="leave out what starts processes or judges many answers",
    )


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """With `--quick`, what takes its time is not even looked at."""
    if not config.getoption("--quick"):
        return None
    place = collection_path.relative_to(Path(__file__).parent).as_posix()
    return True if place in SLOW else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Warnings are errors here; in a student's own run of the exercises they are not.

    What takes long comes first, or one worker would be left alone with it in the end.
    """
    for item in items:
        item.add_marker(pytest.mark.filterwarnings("error"))
    items.sort(key=lambda item: item.path.name not in LONG)


@pytest.fixture(scope="session")
def bank() -> Bank:
    return Bank()


@pytest.fixture(scope="session")
def memory(bank: Bank, request: pytest.FixtureRequest) -> Memory:
    """What sample answers did when they were judged last."""
    folder = bank.root / ".lazylab" / "samples"
    return Memory(folder, fresh=request.config.getoption("--fresh"))


@pytest.fixture
def mismatch(bank: Bank) -> Exercise:
    return bank.exercise("dimension_mismatch")


@pytest.fixture
def quick_judge() -> Judge:
    return Judge(effort=Effort(drawn=10, seed=0), limits=Limits(call_seconds=0.5))


@pytest.fixture
def judge_text(mismatch: Exercise, quick_judge: Judge, tmp_path: Path) -> JudgeText:
    """Judge the solution of `dimension_mismatch` with this text put after it."""

    def judge(text: str) -> dict[str, CheckReport]:
        answer = tmp_path / "for_torch.py"
        solution = mismatch.solution("torch").read_text(encoding="utf-8")
        answer.write_text(f"{solution}\n\n{text}\n", encoding="utf-8")
        report = quick_judge.judge(mismatch, Submission(answer, mismatch.name))
        return {check.name: check for check in report.checks}

    return judge


@pytest.fixture
def copy_of_project(bank: Bank, tmp_path: Path) -> Path:
    """The project as a student has it who has not begun: no solutions, nothing remembered."""
    ignored = shutil.ignore_patterns("__pycache__")
    for folder in ("graders", "exercises"):
        shutil.copytree(bank.root / folder, tmp_path / folder, ignore=ignored)
    for file in ("conftest.py", "pyproject.toml", ".gitignore"):
        shutil.copy(bank.root / file, tmp_path)
    return tmp_path

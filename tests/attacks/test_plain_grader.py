"""A grader as people usually write one judges honest answers well, and believes a cheat."""

import importlib
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

from graders.judging.overlays import read_sample

FOLDER = Path(__file__).parent
SOLUTIONS = FOLDER.parents[1] / "solutions" / "dimension_mismatch"


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(FOLDER)
    try:
        command = ["bwrap", "--unshare-all", "--ro-bind", "/", "/", "true"]
        subprocess.run(command, check=True, capture_output=True, timeout=20)
    except (OSError, subprocess.SubprocessError) as error:
        pytest.skip(f"bubblewrap does not work here: {error}")
    return importlib.import_module("plain")


def test_the_solution_passes(plain: ModuleType) -> None:
    marks = plain.judged((SOLUTIONS / "for_torch.py").read_bytes(), "dimension_mismatch")
    assert marks.full == ["exit status", "junit"]
    assert marks.passed == marks.tests == 9


def test_a_wrong_answer_fails(plain: ModuleType) -> None:
    answer = SOLUTIONS / "wrong" / "the_index_counts_the_relus_too.for_torch.py"
    marks = plain.judged(read_sample(answer).encode(), "dimension_mismatch")
    assert marks.full == []
    assert (marks.status, marks.passed) == (1, 8)


def test_a_cheat_earns_full_marks(plain: ModuleType) -> None:
    marks = plain.judged(
        (FOLDER / "leaving" / "exit_at_import.py").read_bytes(), "dimension_mismatch"
    )
    assert marks.full == ["exit status"]

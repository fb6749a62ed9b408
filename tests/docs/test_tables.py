"""Tables in the documentation say what there is."""

import importlib.util
import re
from types import ModuleType

import pytest
from everywhere import BANKS

from graders.judging.exercises import Bank

ROOT = Bank().root
CHAPTER = ROOT / "docs" / "chapter.md"
STEPS = 5


@pytest.fixture(scope="module")
def made() -> ModuleType:
    """The program that writes tables."""
    spec = importlib.util.spec_from_file_location("make_tables", ROOT / "docs/make_tables.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.mark.parametrize("name", ["exercises", "instruments"])
def test_a_table_is_what_its_generator_writes(made: ModuleType, name: str) -> None:
    text = made.TABLES[name][0].read_text(encoding="utf-8")
    assert made.written(name, text) == text, "python docs/make_tables.py --write"


def test_the_tasks_that_the_readme_links_to_are_there(made: ModuleType) -> None:
    for path in re.findall(r"\]\((exercises/[^)]+)\)", made.exercises_table()):
        assert (ROOT / path).is_file()


def _rows() -> list[list[str]]:
    lines = CHAPTER.read_text(encoding="utf-8").splitlines()
    table = [line.strip("|").split("|") for line in lines if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in table[2:]]


def test_every_step_of_the_chapter_is_reached_in_every_framework() -> None:
    rows = _rows()
    assert len(rows) == STEPS
    for step, *cells in rows:
        assert len(cells) == len(BANKS), step
        for framework, cell in zip(BANKS, cells, strict=True):
            named = re.findall(r"`(\w+)/(\w+)`", cell)
            assert named, f"{step}: nothing for {framework}"
            for exercise, check in named:
                known = [one.name for one in BANKS[framework].exercise(exercise).checks]
                assert check in known, f"{framework}: {exercise}/{check}"

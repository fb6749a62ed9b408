"""No hostile notebook earns a point under `configure(c)` that its answers are not worth."""

import importlib
import subprocess
from pathlib import Path
from types import ModuleType

import pytest
import table as leftovers

from graders.lab.sealed.sandbox import SealError, choose_walls

pytest.importorskip("nbgrader")
table: ModuleType = importlib.import_module("notebook_table")
pytestmark = pytest.mark.xdist_group("hostile notebooks")  # they share one course
ATTACKS = table.attacks()
FULL = table.Marks(15, 4)
NOTHING = table.Marks(0, 0)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> table.Course:
    return table.made_course(tmp_path_factory.mktemp("course") / "base")


@pytest.fixture(scope="module")
def graded(base: table.Course) -> tuple[table.Course, set[str]]:
    """All of them in one course, and what they have left behind outside of it."""
    try:
        choose_walls(None)
    except SealError as error:
        pytest.skip(str(error))
    before = leftovers.leftovers()
    course = table.sealed(base, base.folder.parent / "sealed", ATTACKS)
    return course, leftovers.leftovers() - before


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_gains_nothing(
    graded: tuple[table.Course, set[str]], attack: table.Attack
) -> None:
    marks = graded[0].marks(attack.name)
    if attack.limit:  # a gain that went away makes the page untrue, and the limit
        assert marks == table.Marks(0, FULL.own)
    else:
        assert marks == NOTHING


def test_honest_students_have_what_they_have_earned(
    base: table.Course, graded: tuple[table.Course, set[str]]
) -> None:
    assert table.full_marks(base.solved) == FULL
    assert graded[0].marks(table.HONEST) == FULL
    assert graded[0].marks(table.STUB) == NOTHING


def test_nothing_is_left_behind(graded: tuple[table.Course, set[str]]) -> None:
    course, outside = graded
    assert course.strays() == []
    assert outside == set()


def test_stock_nbgrader_gives_points_for_them(base: table.Course, tmp_path: Path) -> None:
    try:
        command = ["bwrap", "--unshare-all", "--ro-bind", "/", "/", "true"]
        subprocess.run(command, check=True, capture_output=True, timeout=20)
    except (OSError, subprocess.SubprocessError) as error:
        pytest.skip(f"bubblewrap does not work here: {error}")
    names = ["asserts_are_stripped", "displayhook_shows_nothing"]
    assert table.by_stock(base, tmp_path / "stock", table.attacks(names)) == {
        "asserts_are_stripped": table.Outcome(table.Marks(0, FULL.own), FULL),
        "displayhook_shows_nothing": table.Outcome(table.Marks(FULL.lazylab, 0), FULL),
    }


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_says_in_one_line_what_it_tries(attack: table.Attack) -> None:
    assert attack.tries
    assert "\n" not in attack.tries


def test_no_two_attacks_share_a_name() -> None:
    assert len({attack.name for attack in ATTACKS}) == len(ATTACKS) >= 45

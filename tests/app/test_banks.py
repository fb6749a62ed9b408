"""Which banks there are, and what is said of those that cannot be used."""

import importlib
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from authors import edit, made

from graders.app import banks
from graders.app.banks import INTERFACE, bank_in_use
from graders.app.settings import RequestError
from graders.judging.exercises import Bank, sound
from graders.judging.importing import GraderError

OURS = [exercise.name for exercise in Bank().exercises]


def _names(bank: Bank) -> list[str]:
    return [exercise.name for exercise in bank.exercises]


@pytest.fixture
def norms(tmp_path: Path) -> Path:
    return made(tmp_path / "norms", "norm_features")


def test_a_folder_that_is_named_stands_beside_ours(norms: Path, tmp_path: Path) -> None:
    bank = bank_in_use([norms], tmp_path)
    assert _names(bank) == [*OURS, "norm_features"]
    assert bank.complaints == []
    assert bank.exercise("norm_features").root == norms


def test_the_bank_that_somebody_stands_in_is_found(norms: Path) -> None:
    assert "norm_features" in _names(bank_in_use([], norms / "exercises" / "norm_features"))


def test_a_course_names_banks_by_where_they_are_from_it(norms: Path, tmp_path: Path) -> None:
    course = tmp_path / "course"
    course.mkdir()
    (course / "pyproject.toml").write_text('[tool.lazylab]\nbanks = ["../norms"]\n')
    assert "norm_features" in _names(bank_in_use([], course))


def test_a_bank_that_is_found_twice_is_one(norms: Path) -> None:
    (norms / "pyproject.toml").write_text('[tool.lazylab]\nbanks = ["."]\n')
    bank = bank_in_use([norms, norms], norms)
    assert bank.others == (norms,)
    assert bank.complaints == []


def test_what_is_no_bank_cannot_be_named(tmp_path: Path) -> None:
    with pytest.raises(
        RequestError, match=r"is no bank: it has no bank.toml. Make one with `lazyl"
    ):
        bank_in_use([tmp_path], tmp_path)
    (tmp_path / "pyproject.toml").write_text('[tool.lazylab]\n\nbanks = ["gone"]\n')
    with pytest.raises(RequestError, match=r"pyproject.toml:3: .*gone is no bank"):
        bank_in_use([], tmp_path)


def test_of_two_exercises_with_one_name_the_first_stays(norms: Path, tmp_path: Path) -> None:
    other = made(tmp_path / "other", "norm_features", "more_norms")
    bank = bank_in_use([norms, other], tmp_path)
    assert _names(bank) == [*OURS, "norm_features", "more_norms"]
    assert bank.exercise("norm_features").root == norms
    (said,) = bank.complaints
    assert str(other / "bank" / "norm_features" / "checks.py") in said
    assert str(norms / "bank" / "norm_features" / "checks.py") in said


def test_ours_stay_too(norms: Path, tmp_path: Path) -> None:
    for place in ("exercises", "solutions", "bank"):
        (norms / place / "norm_features").rename(norms / place / "lifecycle")
    bank = bank_in_use([norms], tmp_path)
    assert bank.exercise("lifecycle").root == Bank().root
    assert "has the same name" in bank.complaints[0]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (f'name = "norms"\ninterface = {INTERFACE + 1}\n', "install a newer lazylab"),
        (f'name = "norms"\ninterface = {INTERFACE - 1}\n', "ask for a newer bank"),
        ("interface = 2\n", "missing required field `name`"),
        ('name = "norms"\n', "missing required field `interface`"),
        ('name = "norms"\ninterface = "1"\n', "Expected `int`, got `str`"),
        ('name = "norms"\ninterface = 2\nversion = 3\n', "unknown field `version`"),
        ("name = \n", "expected name = "),
    ],
)
def test_a_bank_that_cannot_be_used_is_left_out(
    norms: Path, tmp_path: Path, text: str, problem: str
) -> None:
    (norms / "bank.toml").write_text(text)
    bank = bank_in_use([norms], tmp_path)
    assert _names(bank) == OURS
    (said,) = bank.complaints
    assert problem in said
    assert str(norms) in said


def _raise(path: Path) -> None:
    edit(path, "from graders import", "from graders import checkk,")


def _misspell(path: Path) -> None:
    edit(path, "def tells_the_shape(", "def tells_the_shape((")


def _forget(path: Path) -> None:
    edit(path, "@given(in_features=sizes(), out_features=sizes())\n", "")


def _charge(path: Path) -> None:
    edit(path, "points=1", "points=0")


def _empty(path: Path) -> None:
    path.write_text("")


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (_raise, r"norm_features/checks.py:3 cannot be imported: ImportError: .*checkk"),
        (_misspell, r"norm_features/checks.py:9 cannot be imported: SyntaxError"),
        (
            _forget,
            r"norm_features/checks.py:7 cannot be imported: TypeError: tells_the_shape: put @given",
        ),
        (
            _charge,
            r"norm_features/checks.py:7 cannot be imported: ValueError: a check is worth at least 1",
        ),
        (_empty, r"norm_features/checks.py has no check"),
    ],
)
def test_a_grader_that_cannot_be_imported_is_named_with_its_line_and_the_others_work(
    tmp_path: Path, spoil: Callable[[Path], None], problem: str
) -> None:
    root = made(tmp_path / "norms", "norm_features", "more_norms")
    spoil(root / "bank" / "norm_features" / "checks.py")
    bank = bank_in_use([root], tmp_path)
    with pytest.raises(GraderError, match=problem):
        bank.exercise("norm_features").checks  # noqa: B018
    good, faults = sound([e for e in bank.exercises if e.root == root])
    assert [exercise.name for exercise in good] == ["more_norms"]
    assert len(faults) == 1


def test_an_exercise_without_a_task_does_not_stop_the_others(tmp_path: Path) -> None:
    root = made(tmp_path / "norms", "norm_features", "more_norms")
    (root / "exercises" / "norm_features" / "prompt.en.md").unlink()
    good, faults = sound(bank_in_use([root], tmp_path).exercises[-2:])
    assert [exercise.name for exercise in good] == ["more_norms"]
    assert "needs prompt.en.md" in str(faults[0])


def test_points_of_a_course_are_the_checks_points(norms: Path) -> None:
    text = "[tool.lazylab.points]\nnorm_features = 7\nlifecycle = {holds_in_every_order = 9}\n"
    (norms / "pyproject.toml").write_text(text)
    bank = bank_in_use([], norms)
    assert [check.points for check in bank.exercise("norm_features").checks] == [7]
    points = {check.name: check.points for check in bank.exercise("lifecycle").checks}
    assert points["holds_in_every_order"] == 9
    assert points["counts_each_parameter_once"] == 1


def test_a_course_s_exercises_come_in_its_order_and_the_others_stay_known(norms: Path) -> None:
    text = '[tool.lazylab]\nexercises = ["norm_features", "lifecycle"]\n'
    (norms / "pyproject.toml").write_text(text)
    bank = bank_in_use([], norms)
    assert [exercise.name for exercise in bank.offered] == ["norm_features", "lifecycle"]
    assert bank.exercise("lazy_layer") not in bank.offered


@pytest.mark.parametrize(
    ("text", "line", "name"),
    [
        ('exercises = ["norm_feature"]', 2, "norm_feature"),
        ('hidden = ["norms/tells_the_shape"]', 2, "norms"),
        ("[tool.lazylab.points]\nnorm = 3", 3, "norm"),
    ],
)
def test_settings_about_exercises_that_there_are_not_are_refused(
    norms: Path, text: str, line: int, name: str
) -> None:
    (norms / "pyproject.toml").write_text(f"[tool.lazylab]\n{text}\n")
    with pytest.raises(RequestError, match=f"pyproject.toml:{line}: .*no exercise '{name}'"):
        bank_in_use([], norms)


# --- installed packages -----------------------------------------------------------------------


def _install(site: Path, entry: str) -> None:
    """What pip leaves behind, without pip."""
    info = site / "norms-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: norms\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[lazylab.banks]\nnorms = {entry}\n")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    importlib.invalidate_caches()
    return tmp_path / "site"


def test_an_installed_bank_is_found_and_none_of_its_code_is_run(site: Path, tmp_path: Path) -> None:
    root = made(site / "norms_bank", "norm_features")
    (root / "__init__.py").write_text("raise SystemExit\n")
    _install(site, "norms_bank")
    bank = bank_in_use([], tmp_path)
    assert bank.exercise("norm_features").root == root
    assert "norms_bank" not in sys.modules


@pytest.mark.parametrize("entry", ["gone_bank", "gone.bank", "norms_bank.py:x"])
def test_an_installed_bank_without_a_folder_is_left_out(
    site: Path, tmp_path: Path, entry: str
) -> None:
    _install(site, entry)
    bank = bank_in_use([], tmp_path)
    assert _names(bank) == OURS
    assert "the installed bank 'norms' is left out" in bank.complaints[0]


def test_an_installed_lazylab_has_no_exercises_of_its_own(
    norms: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "site" / "graders" / "bank").mkdir(parents=True)
    (tmp_path / "site" / "graders" / "bank" / "lifecycle.py").write_text("")
    monkeypatch.setattr(banks, "DEFAULT_ROOT", tmp_path / "site")
    assert _names(bank_in_use([norms], tmp_path)) == ["norm_features"]

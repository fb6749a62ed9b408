"""An exercise's room is a package of its own, wherever it is, and stands in nobody's way."""

import sys
from pathlib import Path

import pytest

from graders.judging.importing import GraderError, imported, package_name


@pytest.fixture
def room(tmp_path: Path) -> Path:
    folder = tmp_path / "norms"
    folder.mkdir()
    (folder / "cases.py").write_text("WIDTH = 3\n")
    (folder / "checks.py").write_text("from .cases import WIDTH\n")
    (folder / "keras.py").write_text("from . import checks as shared\nWIDTH = -shared.WIDTH\n")
    return folder


def test_modules_of_a_room_import_each_other(room: Path) -> None:
    assert imported(room, "checks").WIDTH == 3
    assert imported(room, "keras").WIDTH == -3


def test_a_module_called_like_a_framework_does_not_stand_in_its_way(room: Path) -> None:
    before = sys.modules.get("keras")
    imported(room, "keras")
    assert sys.modules.get("keras") is before
    assert str(room) not in sys.path


def test_what_is_edited_is_imported_anew(room: Path) -> None:
    imported(room, "checks")
    (room / "cases.py").write_text("WIDTH = 1000\n")
    (room / "more.py").write_text("WIDTH = 5\n")
    (room / "keras.py").write_text("from .cases import WIDTH\nfrom .more import WIDTH as MORE\n")
    found = imported(room, "keras")
    assert (found.WIDTH, found.MORE) == (1000, 5)


def test_rooms_of_the_same_name_are_two(room: Path, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere" / room.name
    other.mkdir(parents=True)
    (other / "checks.py").write_text("WIDTH = 7\n")
    assert package_name(room) != package_name(other)
    found = imported(room, "checks"), imported(other, "checks")
    assert [module.WIDTH for module in found] == [3, 7]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = 1\nraise ValueError('mine')\n", r"cases.py:2 cannot be imported: ValueError: mine"),
        ("x = 1\n\ndef f((:\n", r"cases.py:3 cannot be imported: SyntaxError"),
        ("x = 1\n", r"checks.py:1 cannot be imported: ImportError: .*WIDTH"),
    ],
)
def test_a_fault_is_told_with_its_file_and_line(room: Path, text: str, said: str) -> None:
    (room / "cases.py").write_text(text)
    with pytest.raises(GraderError, match=said):
        imported(room, "checks")

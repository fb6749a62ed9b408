"""A course's settings in its notebooks: points, hidden checks, banks of other people's."""

from pathlib import Path
from typing import Any

import nbformat
import pytest
from authors import made

from graders.app.settings import RequestError

NAME = "norm_features"
SETTINGS = f"""
exercises = ["{NAME}"]
hidden = ["{NAME}/tells_the_shape"]
points = {{{NAME} = 5}}
"""


def _grade_cell(course: Path) -> Any:
    notebook = nbformat.read(course / "source" / NAME / f"{NAME}.ipynb", as_version=4)
    return next(cell for cell in notebook.cells if cell.source.count("grade("))


def test_a_bank_that_is_named_once_is_known_to_the_course(init: Any, tmp_path: Path) -> None:
    made(tmp_path / "norms", NAME)
    init("--bank", "norms", "--exercises", NAME)
    settings = tmp_path / "course" / "pyproject.toml"
    assert settings.read_text() == '[tool.lazylab]\nbanks = ["../norms"]\n'
    again = init("--exercises", NAME)
    assert "unchanged" in again.output
    init("--bank", "norms", "--exercises", NAME)
    assert settings.read_text() == '[tool.lazylab]\nbanks = ["../norms"]\n'


def test_hidden_checks_and_points_are_in_the_notebook(init: Any, tmp_path: Path) -> None:
    made(tmp_path / "norms", NAME)
    init("--bank", "norms", "--exercises", NAME)
    assert _grade_cell(tmp_path / "course").metadata.nbgrader.points == 1
    with (tmp_path / "course" / "pyproject.toml").open("a") as settings:
        settings.write(SETTINGS)
    init("--update", "--write")
    cell = _grade_cell(tmp_path / "course")
    assert cell.metadata.nbgrader.points == 5
    first, line, last = cell.source.splitlines()
    assert (first, last) == ("### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS")
    assert line.endswith(f'grade("{NAME}", "tells_the_shape")')


def test_settings_that_do_not_name_the_bank_are_left_to_their_author(
    init: Any, tmp_path: Path
) -> None:
    made(tmp_path / "norms", NAME)
    (tmp_path / "course").mkdir()
    (tmp_path / "course" / "pyproject.toml").write_text("[tool.lazylab]\ncases = 5\n")
    with pytest.raises(RequestError, match=r"does not name the bank. Add to it"):
        init("--bank", "norms", "--exercises", NAME)

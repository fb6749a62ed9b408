"""A course's settings: what is wrong is named with its file and its line."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.app.request import Request
from graders.app.settings import RequestError, Settings, settings_in
from graders.judging.exercises import Bank

ALL = """
[project]
name = "autumn"

[tool.lazylab]
banks = ["norms"]
exercises = ["lifecycle", "dimension_mismatch"]
framework = "torch"
language = "zh"
cases = 200
hidden = ["lifecycle/holds_in_every_order"]

[tool.lazylab.points]
dimension_mismatch = 30
lifecycle.holds_in_every_order = 5

[tool.lazylab.limits]
memory = 1024
"""


def _written(folder: Path, text: str) -> Path:
    path = folder / "pyproject.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_everything_can_be_set(tmp_path: Path) -> None:
    path = _written(tmp_path, ALL)
    assert settings_in(tmp_path / "week" / "one") == Settings(
        banks=("norms",),
        exercises=("lifecycle", "dimension_mismatch"),
        framework="torch",
        language="zh",
        cases=200,
        hidden=("lifecycle/holds_in_every_order",),
        points={"dimension_mismatch": 30, "lifecycle": {"holds_in_every_order": 5}},
        limits={"memory": 1024},
        file=path,
    )


MISTAKES = [
    ("cases = 'many'", 5, "cases: Expected `int"),
    ("cases = 0", 5, "cases: Expected `int` >= 1"),
    ("casse = 3", 5, "unknown setting 'casse'. Did you mean cases? There are banks, exercises"),
    ("exercises = 'lifecycle'", 5, "exercises: Expected `array`, got `str`"),
    ("exercises = ['A b']", 5, "exercises: Expected `str` matching"),
    ("hidden = ['lifecycle']", 5, "hidden: Expected `str` matching"),
    ("framework = 'caffe'", 5, "'caffe' is none that lazylab has: torch"),
    ("language = 'xx'", 5, "'xx' is none that lazylab has: en, zh"),
    ("limits = 3", 5, "limits: Expected `object`, got `int`"),
    ("file = 'x'", 5, "unknown setting 'file'"),
    ("[tool.lazylab.points]\na = 1\nb = 'x'", 7, "points.b: Expected `int"),
    ("[tool.lazylab.points]\na.b = 0", 6, "points.a.b: Expected `int` >= 1"),
    ("[tool.lazylab.points.a]\nb = 1\nc = true", 7, "points.a.c: Expected `int`, got `bool`"),
]


@pytest.mark.parametrize(("text", "line", "problem"), MISTAKES)
def test_a_mistake_is_named_with_its_line(
    tmp_path: Path, text: str, line: int, problem: str
) -> None:
    path = _written(tmp_path, f"[project]\nname = 'x'\n\n[tool.lazylab]\n{text}\n")
    with pytest.raises(RequestError) as raised:
        settings_in(tmp_path)
    said = str(raised.value)
    assert said.startswith(f"{path}:{line}: "), said
    assert problem in said


def test_a_limit_s_mistake_is_named_with_its_line(
    bank: Bank, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _written(tmp_path, "[tool.lazylab.limits]\ncpu = 60\nmemori = 1\n")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RequestError) as raised:
        Request().judge(bank)
    assert str(raised.value).startswith(f"{path}:3: unknown limit 'memori'")


def test_a_course_sets_how_many_cases_are_drawn(
    bank: Bank, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = Request().judge(bank).effort.drawn
    _written(tmp_path, "[tool.lazylab]\ncases = 7\n")
    monkeypatch.chdir(tmp_path)
    assert Request().judge(bank).effort.drawn == 7 != usual


@given(st.text(max_size=40))
def test_any_entry_is_understood_or_refused(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.mktemp("course")
    (folder / "pyproject.toml").write_bytes(
        f"[tool.lazylab]\n{text}\n".encode("utf-8", "surrogatepass")
    )
    with contextlib.suppress(RequestError):
        assert settings_in(folder).file == folder / "pyproject.toml"

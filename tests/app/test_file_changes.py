"""A save is noticed however an editor writes, and nothing else is."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from graders.app.file_changes import saved_exercises
from graders.app.request import RequestError
from graders.judging.exercises import Bank, Exercise

NAMES = ("dimension_mismatch", "lifecycle", "lazy_layer")
PATIENCE = 60


@pytest.fixture
def exercises(tmp_path: Path) -> list[Exercise]:
    for name in NAMES:
        folder = tmp_path / "exercises" / name
        folder.mkdir(parents=True)
        (folder / "for_torch.py").write_text("first = 1\n")
        (folder / "prompt.en.md").write_text(f"# {NAMES.index(name)}. Title\n")
    (tmp_path / "graders").mkdir()
    (tmp_path / "graders" / "bank").symlink_to(Bank().root / "graders" / "bank")
    bank = Bank(tmp_path)
    return [bank.exercise(name) for name in NAMES]


Act = Callable[[Path], None]


def _saved(exercises: list[Exercise], *acts: Callable[[], None]) -> list[str]:
    """What is noticed after each of these."""

    async def watch() -> list[str]:
        stream = saved_exercises(exercises, "torch")
        return [await _next_after(stream, act) for act in acts]

    return asyncio.run(watch())


async def _next_after(stream: AsyncIterator[Exercise], act: Callable[[], None]) -> str:
    upcoming = asyncio.ensure_future(anext(stream))
    await asyncio.sleep(0)  # by now it watches
    act()
    return (await asyncio.wait_for(upcoming, PATIENCE)).name


def _in_place(path: Path) -> None:
    path.write_text("second = 2\n")


def _of_the_same_length(path: Path) -> None:
    path.write_text("third = 1\n")


def _by_renaming(path: Path) -> None:
    beside = path.with_name(".for_torch.py.swp")
    beside.write_text("second = 2\n")
    beside.replace(path)


def _with_a_backup(path: Path) -> None:
    path.rename(path.with_name("for_torch.py~"))
    path.write_text("second = 2\n")


def _twice(path: Path) -> None:
    path.write_text("")
    path.write_text("second = 2\n")


def _anew(path: Path) -> None:
    path.unlink()
    path.write_text("second = 2\n")


def _with_an_old_date(path: Path) -> None:
    path.write_text("second = 2\n")
    os.utime(path, (1, 1))


def _with_its_folder(path: Path) -> None:
    shutil.rmtree(path.parent)


def _folder_anew(path: Path) -> None:
    shutil.rmtree(path.parent)
    path.parent.mkdir()
    path.write_text("second = 2\n")


@pytest.mark.parametrize(
    "act",
    [
        _in_place,
        _of_the_same_length,
        _by_renaming,
        _with_a_backup,
        _twice,
        _anew,
        _with_an_old_date,
        Path.unlink,
        Path.touch,
        _with_its_folder,
        _folder_anew,
    ],
)
def test_a_file_is_saved_however_it_is_written(exercises: list[Exercise], act: Act) -> None:
    path = exercises[1].stub("torch")
    assert _saved(exercises, lambda: act(path)) == ["lifecycle"]


def test_saves_follow_one_another(exercises: list[Exercise]) -> None:
    paths = [exercise.stub("torch") for exercise in exercises]
    acts = [
        lambda: _with_its_folder(paths[2]),
        lambda: _by_renaming(paths[0]),
        lambda: (paths[2].parent.mkdir(), _in_place(paths[2])),
        lambda: _anew(paths[0]),
        lambda: _of_the_same_length(paths[2]),
    ]
    expected = [
        "lazy_layer",
        "dimension_mismatch",
        "lazy_layer",
        "dimension_mismatch",
        "lazy_layer",
    ]
    assert _saved(exercises, *acts) == expected


def test_of_several_saves_the_last_one_counts(exercises: list[Exercise]) -> None:
    def all_of_them() -> None:
        for exercise, written in zip(exercises, (2, 3, 1), strict=True):
            _in_place(exercise.stub("torch"))
            os.utime(exercise.stub("torch"), (written, written))

    assert _saved(exercises, all_of_them) == ["lifecycle"]


def test_a_save_counts_more_than_what_was_removed(exercises: list[Exercise]) -> None:
    def both() -> None:
        exercises[0].stub("torch").unlink()
        _in_place(exercises[1].stub("torch"))
        exercises[2].stub("torch").unlink()

    assert _saved(exercises, both) == ["lifecycle"]


def test_other_files_and_exercises_that_are_not_asked_for_are_let_be(
    exercises: list[Exercise],
) -> None:
    async def watch() -> str:
        stream = saved_exercises(exercises[1:], "torch")
        upcoming = asyncio.ensure_future(anext(stream))
        await asyncio.sleep(0)
        _in_place(exercises[0].stub("torch"))
        folder = exercises[1].folder
        for name in ("notes.txt", "for_flax.py", ".for_torch.py.swp", "for_torch.pyc"):
            (folder / name).write_text("x")
        (folder / "__pycache__").mkdir()
        (folder / "for_flax.py").unlink()
        done, _ = await asyncio.wait({upcoming}, timeout=0.5)
        assert not done
        _in_place(exercises[2].stub("torch"))
        return (await asyncio.wait_for(upcoming, PATIENCE)).name

    assert asyncio.run(watch()) == "lazy_layer"


def test_a_folder_that_an_ordinary_filter_leaves_out_is_watched(tmp_path: Path) -> None:
    root = tmp_path / "node_modules" / ".venv"
    folder = root / "exercises" / "lifecycle"
    folder.mkdir(parents=True)
    exercise = Exercise("lifecycle", root)
    assert _saved([exercise], lambda: _in_place(exercise.stub("torch"))) == ["lifecycle"]


def test_where_nothing_can_be_watched_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match=r"cannot watch .*exercises.*WATCHFILES_FORCE_POLLING"):
        _saved([Exercise("lifecycle", tmp_path / "nowhere")], lambda: None)


def test_files_are_noticed_without_the_system_s_help_too(
    exercises: list[Exercise], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WATCHFILES_FORCE_POLLING", "1")
    path = exercises[1].stub("torch")

    def a_second_later() -> None:  # saves of the same second cannot be told apart that way
        _in_place(path)
        os.utime(path, (path.stat().st_mtime + 2,) * 2)

    assert _saved(exercises, a_second_later) == ["lifecycle"]

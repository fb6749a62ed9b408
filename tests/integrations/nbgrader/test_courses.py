"""Course folders: what is made, what is refused, and what nbgrader makes of them."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

nbformat = pytest.importorskip("nbformat", reason="needs pip install -e '.[nbgrader]'")

from instructor import (  # noqa: E402
    NAME,
    SOLUTION,
    TASK,
    Init,
    cell_of,
    edited,
    newer_task,
    read,
    replaced,
)

from graders.app.request import RequestError  # noqa: E402
from graders.integrations.nbgrader.assignments import grade_id  # noqa: E402
from graders.integrations.nbgrader.courses import Course, chosen_exercises  # noqa: E402
from graders.judging.exercises import Bank, Exercise, UnknownExerciseError  # noqa: E402
from graders.reports.texts import UnknownLanguageError  # noqa: E402

# --- made -------------------------------------------------------------------------------------


def test_a_course_has_a_configuration_and_an_assignment_an_exercise(
    init: Init, tmp_path: Path
) -> None:
    result = init()
    course = tmp_path / "course"
    names = [exercise.name for exercise in Bank().exercises]
    assert sorted(str(p.relative_to(course)) for p in course.rglob("*") if p.is_file()) == sorted(
        ["nbgrader_config.py", *(f"source/{name}/{name}.ipynb" for name in names)]
    )
    assert result.output.splitlines() == [
        "course/nbgrader_config.py  made",
        *(f"course/source/{name}/{name}.ipynb  made" for name in names),
    ]


def test_several_exercises_can_be_one_assignment(init: Init, tmp_path: Path) -> None:
    init("--assignment", "week 1", "--exercises", f"lifecycle, {NAME}", "--exercises", "lazy_layer")
    assert sorted(p.name for p in (tmp_path / "course/source/week 1").iterdir()) == [
        f"{NAME}.ipynb",
        "lazy_layer.ipynb",
        "lifecycle.ipynb",
    ]
    assert [p.name for p in (tmp_path / "course/source").iterdir()] == ["week 1"]


@pytest.mark.parametrize(
    ("folder", "course_id"), [("a b", "a b"), ('qu"ote', 'qu"ote'), ("课程", "课程"), (".", None)]
)
def test_the_configuration_names_the_course(
    init: Init, tmp_path: Path, folder: str, course_id: str | None
) -> None:
    init("--exercises", NAME, folder=folder)
    config = pytest.importorskip("traitlets.config").Config()
    text = (tmp_path / folder / "nbgrader_config.py").read_text(encoding="utf-8")
    assert "from graders.integrations.nbgrader.settings import configure\n\nconfigure(c)\n" in text
    exec(text.split("from graders")[0], {"get_config": lambda: config})
    assert config.CourseDirectory.course_id == (course_id or tmp_path.name)


def test_making_it_twice_changes_no_byte(init: Init, own: Exercise, tmp_path: Path) -> None:
    def contents() -> dict[Path, tuple[bytes, int]]:
        files = [p for p in (tmp_path / "course").rglob("*") if p.is_file()]
        return {p: (p.read_bytes(), p.stat().st_mtime_ns) for p in files}

    init()
    before = contents()
    for arguments in ((), ("--update",), ("--update", "--write")):
        result = init(*arguments)
        assert [line.split("  ")[1] for line in result.output.splitlines()] == ["unchanged"] * 2
    assert contents() == before


def test_only_what_is_missing_is_made(init: Init, own: Exercise, path: Path) -> None:
    init()
    config = path.parents[2] / "nbgrader_config.py"
    config.unlink()
    assert init("--update").output.splitlines() == [
        "course/nbgrader_config.py  is not there yet",
        f"course/source/{NAME}/{NAME}.ipynb  unchanged",
        "Nothing has been written: --update --write does that.",
    ]
    assert not config.exists()
    assert "nbgrader_config.py  made" in init("--update", "--write").output
    assert config.exists()


def test_a_configuration_is_never_changed(init: Init, own: Exercise, path: Path) -> None:
    config = path.parents[2] / "nbgrader_config.py"
    config.parent.mkdir()
    text = "c = get_config()\n# configure(c)\n"
    config.write_text(text)
    output = init("--update", "--write").output
    assert "course/nbgrader_config.py  unchanged\n" in output
    assert (
        "course/nbgrader_config.py does not set up lazylab. Add these lines:\n\n"
        "from graders.integrations.nbgrader.settings import configure\n\nconfigure(c)\n"
    ) in output
    assert config.read_text() == text
    config.write_text(text + "lazylab.configure(c, seed='ours')\n")
    assert "does not set up" not in init().output


def test_the_language_of_a_course_stays_unless_another_is_asked_for(
    init: Init, own: Exercise, path: Path
) -> None:
    init("--lang", "zh")
    assert "维度不匹配" in read(path).cells[0].source
    assert "unchanged" in init("--update").output
    assert "there are newer cells" in init("--update", "--lang", "en").output
    init("--update", "--write", "--lang", "en")
    assert "Dimension mismatch" in read(path).cells[0].source
    assert "没有变化" in init("--lang", "zh", "--exercises", NAME).output.split("\n")[0]


# --- what goes wrong --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (("--exercises", "dimension_missmatch"), UnknownExerciseError, "Did you mean"),
        (("--exercises", f"{NAME},nothing"), UnknownExerciseError, "no exercise 'nothing'"),
        (("--exercises", " , "), RequestError, "no exercise is named"),
        (("--write",), RequestError, "--write goes with --update"),
        (("--framework", "caffe"), RequestError, "unknown framework 'caffe'"),
        (("--lang", "xx"), UnknownLanguageError, "no messages in language 'xx'"),
        (("--assignment", ""), RequestError, "an assignment's name"),
        (("--assignment", "a/b"), RequestError, "an assignment's name"),
        (("--assignment", "a+b"), RequestError, "an assignment's name"),
        (("--assignment", ".."), RequestError, "an assignment's name"),
        (("--assignment", "a "), RequestError, "an assignment's name"),
        (("--assignment", "a[1]"), RequestError, "an assignment's name"),
    ],
)
def test_a_wrong_request_leaves_no_trace(
    init: Init, tmp_path: Path, arguments: tuple[str, ...], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        init(*arguments)
    assert not list(tmp_path.iterdir())


def test_a_course_is_a_folder(init: Init, tmp_path: Path) -> None:
    (tmp_path / "course").write_text("mine")
    with pytest.raises(RequestError, match="course is a file: expected a folder"):
        init()
    with pytest.raises(RequestError, match=r"cannot .*course/below.*Not a directory"):
        init(folder="course/below")
    assert (tmp_path / "course").read_text() == "mine"


BROKEN = {
    "nothing": b"",
    "text": b"print(1)",
    "half": b'{"cells": [',
    "list": b"[]",
    "number": b"3",
    "other": b'{"name": "x"}',
    "cells": b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": 3}',
    "cell": b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"id": "a"}]}',
    "metadata": b'{"nbformat": 4, "nbformat_minor": 5, "metadata": 3, "cells": []}',
    "future": b'{"nbformat": 9, "nbformat_minor": 0, "metadata": {}, "cells": []}',
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN.keys())
def test_what_is_no_notebook_is_named_and_left_alone(
    init: Init, own: Exercise, path: Path, content: bytes
) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    with pytest.raises(RequestError, match=rf"{NAME}\.ipynb is not a notebook \(.+\)") as raised:
        init()
    assert "\n" not in str(raised.value)
    assert path.read_bytes() == content
    assert not (path.parents[2] / "nbgrader_config.py").exists()


def test_what_cannot_be_read_is_named(init: Init, own: Exercise, path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(RequestError, match=rf"cannot read .*{NAME}\.ipynb: Is a directory"):
        init()
    path.rmdir()
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(RequestError, match="it is not in UTF-8"):
        init()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_named(
    init: Init, own: Exercise, tmp_path: Path
) -> None:
    (tmp_path / "course").mkdir(mode=0o500)
    with pytest.raises(
        RequestError, match=r"cannot write .*nbgrader_config\.py: Permission denied"
    ):
        init()


def test_a_file_is_written_whole_or_not_at_all(
    init: Init, own: Exercise, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    init()
    before = path.read_bytes()
    newer_task(own)

    def full(self: Path, *_: object) -> None:
        self.write_bytes(b"half of i")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(RequestError, match=r"cannot write .*: No space left on device"):
        init("--update", "--write")
    assert path.read_bytes() == before
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_a_link_and_the_rights_of_a_file_stay(init: Init, own: Exercise, path: Path) -> None:
    init()
    real = path.with_name("real.ipynb")
    path.rename(real)
    path.symlink_to(real)
    real.chmod(0o640)
    newer_task(own)
    init("--update", "--write")
    assert path.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert "brand new" in cell_of(read(real), TASK).source


def test_half_a_character_does_no_harm(init: Init, own: Exercise, path: Path) -> None:
    init()
    replaced(path, "# 4. Dimension mismatch", "\\ud800")
    newer_task(own)
    init("--update", "--write")
    assert read(path).cells[0].source.startswith("\ud800")


def test_a_notebook_keeps_its_framework(init: Init, own: Exercise, path: Path) -> None:
    init()
    edited(path, lambda n: n.metadata["lazylab"].update(framework="flax"))
    with pytest.raises(RequestError, match=r"is for flax: say --framework flax, or make another"):
        init("--update", "--write")


def test_without_nbformat_the_remedy_is_said(init: Init, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(sys.modules):
        if name.split(".")[0] == "nbformat" or name.startswith("graders.integrations.nbgrader."):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "nbformat", None)
    with pytest.raises(RequestError, match=r"needs nbformat: pip install .* -e '\.\[nbgrader\]'"):
        init()


def test_without_names_all_exercises_of_a_framework_are_chosen(
    bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert chosen_exercises(bank, [], "torch") == bank.exercises
    assert [
        e.name for e in chosen_exercises(bank, ["lifecycle,", f"{NAME},lifecycle"], "torch")
    ] == [
        "lifecycle",
        NAME,
    ]
    with pytest.raises(RequestError, match="none has a stub for jax"):
        chosen_exercises(bank, [], "jax")


# --- nbgrader itself --------------------------------------------------------------------------


def test_nbgrader_makes_an_assignment_of_it(init: Init, tmp_path: Path) -> None:
    pytest.importorskip("nbgrader", reason="needs pip install -e '.[nbgrader]'")
    init("--exercises", NAME)
    course = tmp_path / "course"
    run = subprocess.run(
        [sys.executable, "-m", "nbgrader", "generate_assignment", NAME],
        cwd=course,
        env={
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",  # for alembic
            "JUPYTER_CONFIG_DIR": str(tmp_path / "jupyter"),
            "IPYTHONDIR": str(tmp_path / "ipython"),
        },
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    source, release = (
        read(course / step / NAME / f"{NAME}.ipynb") for step in ("source", "release")
    )
    assert [grade_id(cell) for cell in release.cells] == [grade_id(cell) for cell in source.cells]
    for before, after in zip(source.cells, release.cells, strict=True):
        settings = before.metadata["nbgrader"]
        assert after.metadata["nbgrader"].items() >= settings.items()
        assert (after.source == before.source) == (not settings["solution"])
    assert cell_of(release, SOLUTION).source.endswith(
        'goes through."""\n    # YOUR CODE HERE\n    raise NotImplementedError()'
    )
    assert "BEGIN SOLUTION" not in nbformat.writes(release)
    assert Course(course).is_configured

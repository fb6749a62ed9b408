"""`lazylab frameworks` and `lazylab compare`, run for real; the parts have tests of their own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture
def run(tmp_path: Path) -> "Run":
    return Run(tmp_path)


class Run:
    """The command, by somebody whose data folder is empty."""

    def __init__(self, data: Path) -> None:
        self._data = data

    def __call__(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        environment = {"COLUMNS": "100", "LAZYLAB_LANG": "en", "LAZYLAB_DATA": str(self._data)}
        return subprocess.run(
            [sys.executable, "-c", "from graders.cli import main; main()", *arguments],
            env={**os.environ, **environment, **more},
            capture_output=True,
            text=True,
            timeout=200,
            check=False,
        )


def test_what_is_ready_and_how_to_have_the_others(run: Run) -> None:
    shown = run("frameworks")
    assert shown.returncode == 0, shown.stderr
    torch, *others = shown.stdout.splitlines()[1:]
    assert torch.split()[0] == "torch"
    assert "beside lazylab" in torch
    assert [line.split()[0] for line in others] == ["flax", "keras", "mxnet"]
    assert "not installed: lazylab frameworks add mxnet" in others[2]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_narrow_each_has_two_lines(run: Run, lang: str) -> None:
    shown = run("frameworks", "--lang", lang, COLUMNS="30")
    lines = shown.stdout.splitlines()
    assert len(lines) == 8
    assert lines[7].endswith("lazylab frameworks add mxnet")


@pytest.mark.parametrize(
    ("name", "status", "said"),
    [
        ("torch", 0, "is ready: beside lazylab"),
        ("jax", 2, "lazylab: unknown framework 'jax': lazylab knows torch, flax, keras, mxnet"),
        ("../x", 2, "lazylab: unknown framework '../x'"),
    ],
)
def test_adding_what_is_there_or_what_nobody_knows(
    run: Run, name: str, status: int, said: str
) -> None:
    added = run("frameworks", "add", name)
    assert added.returncode == status
    assert said in added.stdout + added.stderr


def test_adding_where_no_folder_can_be_is_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    added = run("frameworks", "add", "flax", LAZYLAB_DATA=str(tmp_path / "file"))
    assert added.returncode == 2
    assert added.stderr.count("\n") == 1
    assert "no environment can be made in" in added.stderr


def test_a_comparison_is_shown_and_written(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "deep/page.html"
    arguments = ("[(None, 8), (9, 4)]", "--batch", "5", "--report", f"html={file}")
    shown = run("compare", *arguments, COLUMNS="60")
    assert shown.returncode == 0, shown.stderr
    assert "RuntimeError: mat1 and mat2 shapes cannot be multiplied" in shown.stdout
    assert "not installed: lazylab frameworks add mxnet" in shown.stdout
    assert "0: weight 8x5, bias 8" in file.read_text(encoding="utf-8")


def test_words_need_no_quotes_and_a_framework_can_be_chosen(run: Run) -> None:
    shown = run("compare", "3:4", "None:2", "--framework", "torch", "--lang", "zh")
    assert shown.returncode == 0, shown.stderr
    assert "输出 2x2" in shown.stdout
    assert "MXNet" not in shown.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["8"], "'8' is not such a pair."),
        (["1:1", "--batch", "x"], "not 'x'"),
        (["1:1", "--framework", "jax"], "unknown framework 'jax'"),
        (["1:1", "--framework", "torch", "--report", "html=/proc/x/y"], "cannot write the report"),
    ],
)
def test_what_was_asked_for_wrongly_ends_in_2(run: Run, arguments: list[str], said: str) -> None:
    refused = run("compare", *arguments)
    assert refused.returncode == 2
    assert refused.stderr.startswith("lazylab: ")
    assert said in refused.stderr

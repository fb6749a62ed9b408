"""An environment is made whole or not at all; whatever goes wrong is named. `uv` is pretended here."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from msgspec import structs

from graders.app import making_environments
from graders.app.environments import installed
from graders.app.making_environments import InstallError, add
from graders.lab.frameworks import RECIPES

# Makes what the real one would, without a network; or does what PRETEND says.
UV = """#!{python} -I
import os, sys, time
from pathlib import Path
pretend = os.environ.get("PRETEND", "")
command, words = sys.argv[1], sys.argv[2:]
if command == "venv":
    folder = Path(words[-1])
    packages = folder / "lib/python3.11/site-packages"
    packages.mkdir(parents=True)
    (folder / "bin").mkdir()
    (folder / "pyvenv.cfg").write_text("home = /usr/bin")
    program = folder / "bin/python"
    program.write_text("#!/bin/sh\\n" + ('echo "libgomp.so.1: cannot open shared object file" >&2; exit 1' if pretend == "library" else ""))
    program.chmod(0o755)
elif pretend == "wait":
    Path(os.environ["WAITS"]).touch()
    time.sleep(100)
elif pretend and pretend != "library":
    sys.exit(pretend)
else:
    folder = Path(words[words.index("--python") + 1]).parents[1]
    about = next(folder.glob("lib/*/site-packages")) / "mxnet-1.9.1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\\nName: mxnet\\nVersion: 1.9.1\\n")
"""


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder, and a `uv` that needs no network."""
    tools = tmp_path / "tools"
    tools.mkdir()
    uv = tools / "uv"
    uv.write_text(UV.format(python=sys.executable))
    uv.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}:/usr/bin:/bin")
    monkeypatch.setenv("LAZYLAB_DATA", str(tmp_path / "data"))
    return tmp_path / "data/frameworks"


def said() -> tuple[list[str], Any]:
    """What is said, and how to say it."""
    told: list[str] = []
    return told, lambda name, **_facts: told.append(name)


def left(data: Path) -> set[str]:
    """What lies in the folder of frameworks, locks aside."""
    return {path.name for path in data.iterdir() if path.suffix != ".lock"}


def refused(framework: str = "mxnet") -> InstallError:
    with pytest.raises(InstallError) as error:
        add(framework, lambda *_, **__: None)
    return error.value


def test_it_is_made_and_says_so_and_is_not_made_twice(data: Path) -> None:
    told, say = said()
    made = add("mxnet", say)
    assert told == ["makes", "installs", "tries"]
    assert made == installed("mxnet")
    assert made.version == "1.9.1"
    assert left(data) == {"mxnet"}
    assert add("mxnet", say) == made
    assert told == ["makes", "installs", "tries"]


def test_what_an_interrupted_attempt_has_left_is_no_hindrance(data: Path) -> None:
    (data / "mxnet.part/lib").mkdir(parents=True)
    (data / "mxnet/bin").mkdir(parents=True)
    assert add("mxnet", said()[1]).version == "1.9.1"
    assert left(data) == {"mxnet"}


@pytest.mark.parametrize(
    ("pretend", "reason"),
    [
        ("error: No space left on device (os error 28)", "disk_full"),
        ("error: dns error: failed to lookup address", "no_network"),
        ("WARNING: x\nERROR: No matching distribution found for mxnet\nadvice", "failed"),
        ("library", "no_library"),
    ],
)
def test_what_goes_wrong_is_named_and_leaves_nothing(
    data: Path, monkeypatch: pytest.MonkeyPatch, pretend: str, reason: str
) -> None:
    monkeypatch.setenv("PRETEND", pretend)
    error = refused()
    assert error.reason == reason
    assert left(data) == set()
    if reason == "failed":
        assert error.facts["said"] == "ERROR: No matching distribution found for mxnet"


def test_two_at_once_do_not_get_in_each_other_s_way(data: Path) -> None:
    data.mkdir(parents=True)
    with FileLock(data / "mxnet.lock"):
        assert refused().reason == "at_work"
    assert add("mxnet", said()[1]).version == "1.9.1"


def test_a_data_folder_that_cannot_be_one(data: Path) -> None:
    data.parent.write_text("a file")
    error = refused()
    assert error.reason == "no_folder"
    assert error.facts["folder"] == data


def test_a_machine_that_it_is_not_built_for(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making_environments.platform, "machine", lambda: "arm64")
    monkeypatch.setattr(making_environments.platform, "system", lambda: "Darwin")
    error = refused()
    assert (error.reason, error.facts["machine"]) == ("wrong_machine", "Darwin arm64")


def test_a_python_that_nobody_has(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/usr/bin:/bin")  # no uv, which would fetch it
    recipe = RECIPES["mxnet"]
    elsewhere = structs.replace(recipe, python="2.0")
    monkeypatch.setitem(RECIPES, "mxnet", elsewhere)
    error = refused()
    assert (error.reason, error.facts["python"]) == ("wrong_python", "2.0")


def test_without_uv_it_is_venv_and_pip(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    error = refused("flax")
    assert error.reason == "failed"
    assert "flax==0.12.8" in str(error.facts["said"])
    assert left(data) == set()


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGKILL])
def test_interrupted_it_is_as_if_it_had_never_begun(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: signal.Signals
) -> None:
    waits = tmp_path / "waits"
    with subprocess.Popen(
        [
            sys.executable,
            "-c",
            "from graders.cli import main; main()",
            "frameworks",
            "add",
            "mxnet",
        ],
        env={**os.environ, "PRETEND": "wait", "WAITS": str(waits), "LAZYLAB_LANG": "en"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as run:
        until = time.monotonic() + 60
        while not waits.exists() and time.monotonic() < until:
            time.sleep(0.05)
        os.killpg(run.pid, kind)
        _, errors = run.communicate(timeout=60)
    assert installed("mxnet") is None
    if kind is signal.SIGINT:
        assert run.returncode == 130
        assert errors.strip() == "interrupted: nothing is left of the attempt"
        assert left(data) == set()
    assert add("mxnet", said()[1]).version == "1.9.1"
    assert left(data) == {"mxnet"}

"""Where a framework is ready: beside lazylab, or in an environment of its own; folders prove nothing."""

import sys
from pathlib import Path

import pytest

from graders.app.environments import (
    command_for,
    environment_of,
    folder_of,
    installed,
)
from graders.lab.environments import OWN


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder."""
    monkeypatch.setenv("LAZYLAB_DATA", str(tmp_path))
    return tmp_path


def environment(folder: Path, **versions: str) -> Path:
    """What a virtual environment looks like that has these distributions."""
    packages = folder / "lib/python3.11/site-packages"
    (folder / "bin").mkdir(parents=True)
    packages.mkdir(parents=True)
    (folder / "bin/python").symlink_to(sys.executable)
    (folder / "pyvenv.cfg").write_text("version = 3.11.7\nhome = /opt/python/bin\n")
    for name, version in versions.items():
        about = packages / f"{name}-{version}.dist-info"
        about.mkdir()
        (about / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        )
    return folder


def test_torch_is_beside_lazylab(data: Path) -> None:
    found = installed("torch")
    assert found is not None
    assert found.environment == OWN
    assert found.version[0].isdigit()


def test_one_of_its_own_is_found_with_what_it_was_made_from(data: Path) -> None:
    folder = environment(data / "frameworks/mxnet", mxnet="1.9.1")
    found = installed("mxnet")
    assert found is not None
    assert found.version == "1.9.1"
    assert found.environment.prefix == folder
    assert found.environment.base == Path("/opt/python")
    assert environment_of("mxnet") == found.environment


def test_a_link_leads_to_where_it_can_be_read_when_sealed(data: Path, tmp_path: Path) -> None:
    elsewhere = environment(tmp_path / "elsewhere", mxnet="1.9.1")
    folder_of("mxnet").parent.mkdir()
    folder_of("mxnet").symlink_to(elsewhere)
    found = environment_of("mxnet")
    assert found is not None
    assert found.prefix == elsewhere


@pytest.mark.parametrize(
    ("framework", "versions"),
    [
        ("mxnet", {}),
        ("flax", {"flax": "0.12.8"}),  # and no jax
        ("keras", {"keras": "3.15.1"}),
    ],
)
def test_what_is_not_complete_is_not_ready(
    data: Path, framework: str, versions: dict[str, str]
) -> None:
    environment(data / "frameworks" / framework, **versions)
    assert installed(framework) is None


def test_either_name_of_tensorflow_will_do(data: Path) -> None:
    environment(data / "frameworks/keras", keras="3.15.1", tensorflow_cpu="2.21.0")
    found = installed("keras")
    assert found is not None
    assert found.version == "3.15.1"


def test_an_environment_whose_interpreter_is_gone_is_not_ready(data: Path) -> None:
    folder = environment(data / "frameworks/mxnet", mxnet="1.9.1")
    (folder / "bin/python").unlink()
    (folder / "bin/python").symlink_to(data / "gone")
    assert installed("mxnet") is None


def test_a_folder_of_its_name_is_no_framework(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mxnet").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    assert installed("mxnet") is None


def test_the_command_that_installs_it() -> None:
    assert command_for("mxnet") == "lazylab frameworks add mxnet"
    assert command_for("torch") == "pip install -c constraints.txt -e ."

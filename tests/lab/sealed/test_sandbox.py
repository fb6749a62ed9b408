"""Which walls there are, what they hide, and what is said when they cannot be put up."""

import importlib.util
import json
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

import pytest

from graders.lab.limits import Limits
from graders.lab.messages import Load
from graders.lab.sealed.lab import SealedLab
from graders.lab.sealed.messages import Allowance
from graders.lab.sealed.sandbox import Sandbox, SealError, Walls, choose_walls

# --- which ------------------------------------------------------------------------------------


@pytest.fixture
def linux(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A Linux on which everything is installed, and the way to take something away."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: name)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    return monkeypatch


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [(None, "bubblewrap"), ("bubblewrap", "bubblewrap"), ("landlock", "landlock")],
)
def test_bubblewrap_is_taken_unless_something_else_is_wanted(
    linux: pytest.MonkeyPatch, wanted: Walls | None, chosen: Walls
) -> None:
    assert choose_walls(wanted) == chosen


def test_without_bubblewrap_there_is_landlock(linux: pytest.MonkeyPatch) -> None:
    linux.setattr(shutil, "which", lambda name: None)
    assert choose_walls() == choose_walls("landlock") == "landlock"


def test_bubblewrap_that_is_wanted_has_to_be_installed(linux: pytest.MonkeyPatch) -> None:
    linux.setattr(shutil, "which", lambda name: None)
    with pytest.raises(SealError, match="bubblewrap is not installed: apt-get install bubblewrap"):
        choose_walls("bubblewrap")


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_elsewhere_there_are_no_walls(linux: pytest.MonkeyPatch, platform: str) -> None:
    linux.setattr(sys, "platform", platform)
    with pytest.raises(SealError, match=f"needs Linux, this is {platform}: .* give --unsealed"):
        choose_walls()


@pytest.mark.parametrize(
    "missing", [("landlock",), ("pyseccomp",), ("landlock", "pyseccomp")], ids=" and ".join
)
def test_what_is_missing_is_named_with_the_remedy(
    linux: pytest.MonkeyPatch, missing: tuple[str, ...]
) -> None:
    linux.setattr(importlib.util, "find_spec", lambda name: None if name in missing else name)
    with pytest.raises(SealError) as raised:
        choose_walls()
    assert f"needs the packages {', '.join(missing)}: pip install" in str(raised.value)
    assert "'.[sealed]'" in str(raised.value)
    assert "--unsealed" in str(raised.value)


# --- what they hide ---------------------------------------------------------------------------

# A framework that needs nothing installed, for a prefix of its own that is made in no time.
RECIPE = """
from graders.lab.frameworks.common.recipe import Recipe
RECIPE = Recipe("Toy", order=9, distributions=(), names={})
"""
TOY = """
import contextlib
class Toy:
    instruments = {}
    lost = ""
    def devices(self, *, accelerators=True): return ("cpu",)
    def within(self, placement): return contextlib.nullcontext
    def wake(self, devices, workers): pass
    def give_back(self): pass
    def unwrap(self, value): return value
    def is_live(self, value): return False
    def get_warm(self): import json
    def start_case(self, seed): pass
    def global_state(self): return ()
    def restore_global_state(self, state): pass
FRAMEWORK = Toy()
"""
DRIVER = """
import contextlib, json, sys
from pathlib import Path
from graders.lab.limits import Limits
from graders.lab.messages import Call, Load
from graders.lab.sealed.lab import SealedLab
from graders.lab.sealed.messages import Allowance
from graders.lab.sealed.sandbox import Sandbox

walls, hidden, paths = json.loads(sys.argv[1])
PROBE = b'''
import os
def read(path):
    with open(path, "rb") as file: return file.read(20).decode()
def see(path): return os.path.exists(path)
'''
with contextlib.closing(Sandbox("toy", walls, tuple(map(Path, hidden)))) as sandbox:
    lab = SealedLab(sandbox, Limits(10.0), Allowance())
    with lab.open():
        lab.ask(Load(PROBE, "probe", "probe.py"))
        found = {path: [lab.ask(Call("read", (path,))), lab.ask(Call("see", (path,)))] for path in paths}
print(json.dumps({path: [getattr(r, "value", None), s.value] for path, (r, s) in found.items()}))
"""


@pytest.fixture(scope="module")
def prefix(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment in which this package is installed beside others, with a course's files."""
    made = tmp_path_factory.mktemp("prefix")
    venv.EnvBuilder(symlinks=True, with_pip=False).create(made)
    site = _site(made)
    for name in ("msgspec", "landlock", "pyseccomp", "graders"):
        found = importlib.util.find_spec(name)
        if found is None or found.origin is None:
            pytest.skip(f"{name} is not installed: pip install -c constraints.txt -e '.[sealed]'")
        if found.submodule_search_locations is None:
            shutil.copy(found.origin, site)
        else:
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(Path(found.origin).parent, site / name, ignore=ignored)
    frameworks = site / "graders/lab/frameworks"
    (frameworks / "toy").mkdir()
    (frameworks / "toy/__init__.py").touch()
    (frameworks / "toy/recipe.py").write_text(RECIPE)
    (frameworks / "toy/framework.py").write_text(TOY)
    for name in ("toy", "lazylab"):
        (site / f"{name}-1.0.dist-info").mkdir()
        (site / f"{name}-1.0.dist-info/METADATA").write_text(f"Name: {name}\nVersion: 1.0\n")
    (site / "course/answers").mkdir(parents=True)
    (site / "course/answers/all.txt").write_text("answers")
    (site / "key.txt").write_text("key")
    return made


def _site(prefix: Path, lib: str = "lib") -> Path:
    return prefix / lib / f"python{sys.version_info[0]}.{sys.version_info[1]}/site-packages"


Look = Callable[..., dict[str, tuple[str | None, bool]]]


@pytest.fixture
def look(prefix: Path, walls: Walls) -> Look:
    """What a submission reads of files there, and whether it sees them."""

    def run(*paths: Path, hidden: tuple[Path, ...] = ()) -> dict[str, tuple[str | None, bool]]:
        asked = json.dumps([walls, list(map(str, hidden)), list(map(str, paths))])
        done = subprocess.run(
            [prefix / "bin/python", "-I", "-c", DRIVER, asked],
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return {path: (read, seen) for path, (read, seen) in json.loads(done.stdout).items()}

    return run


def test_libraries_beside_this_package_can_be_read(look: Look, prefix: Path) -> None:
    found = look(_site(prefix) / "msgspec/__init__.py", _site(prefix) / "key.txt")
    assert [read is not None for read, _ in found.values()] == [True, True]


@pytest.mark.parametrize("lib", ["lib", "lib64"])
def test_what_is_installed_of_the_judge_is_hidden(
    look: Look, prefix: Path, walls: Walls, lib: str
) -> None:
    site = _site(prefix, lib)
    if not site.exists():
        pytest.skip("this system has libraries of 64 bits in lib")
    secrets = [
        site / "graders/bank/dimension_mismatch/checks.py",
        site / "graders/judging/judge.py",
        site / "lazylab-1.0.dist-info/METADATA",
        site / "graders/bank/dimension_mismatch/beliefs.torch.toml",
    ]
    assert all(path.exists() for path in secrets)
    for read, seen in look(*secrets).values():
        assert read is None
        assert not (seen and walls == "bubblewrap")


def test_what_the_judge_says_is_hidden_wherever_it_is(
    look: Look, prefix: Path, walls: Walls, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere.txt"
    elsewhere.write_text("answers")
    folder, file = _site(prefix) / "course/answers", _site(prefix) / "key.txt"
    found = look(folder / "all.txt", file, elsewhere, hidden=(folder, file, tmp_path))
    assert [read for read, _ in found.values()] == [None, None, None]
    if walls == "bubblewrap":
        assert (found[str(folder / "all.txt")], found[str(elsewhere)]) == ((None, False),) * 2


# --- what cannot be put up --------------------------------------------------------------------


def _why_it_cannot_start(framework: str, walls: Walls) -> str:
    with pytest.raises(SealError) as raised:
        Sandbox(framework, walls, ()).hello  # noqa: B018
    return str(raised.value)


def test_a_parent_that_cannot_start_says_why(walls: Walls) -> None:
    said = _why_it_cannot_start("caffe", walls)
    assert said.startswith("the sealed process did not start: ")
    assert "unknown framework 'caffe': lazylab has torch" in said
    assert said.endswith("or give --unsealed to run submissions with your own rights")


@pytest.mark.skipif(sys.platform != "linux", reason="sealed judging needs Linux")
@pytest.mark.parametrize(
    ("program", "said"), [("ls", "--args"), ("true", "it said nothing"), ("false", "said nothing")]
)
def test_walls_that_cannot_be_put_up_say_why(
    monkeypatch: pytest.MonkeyPatch, program: str, said: str
) -> None:
    """Some kernels allow bubblewrap nothing: its own complaint is what helps."""
    instead = shutil.which(program)
    monkeypatch.setattr(shutil, "which", lambda _: instead)
    assert said in _why_it_cannot_start("torch", "bubblewrap")


def test_a_process_that_cannot_be_sealed_runs_nothing(walls: Walls) -> None:
    sandbox = Sandbox("torch", walls, ())
    lab = SealedLab(sandbox, Limits(30.0), Allowance(memory=2**60))
    try:
        with pytest.raises(SealError, match="a process could not be sealed: OverflowError"):
            lab.ask(Load(b"", "answer", "answer.py"))
    finally:
        sandbox.close()

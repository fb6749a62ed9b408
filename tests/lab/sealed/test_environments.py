"""A lab runs in whatever environment its framework lives in, and needs no walls to do so."""

import contextlib
import site
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import graders
from graders.judging.exercises import Exercise
from graders.judging.judge import Judge
from graders.judging.searching import Effort
from graders.judging.submissions import Submission
from graders.lab.environments import OWN, Environment
from graders.lab.limits import Limits
from graders.lab.messages import Call, Died, Load, Returned
from graders.lab.sealed.labs import SealedLabs
from graders.lab.sealed.messages import Allowance
from graders.lab.sealed.sandbox import Walls

pytestmark = pytest.mark.xdist_group("unwalled")  # they share an environment and its fork servers

ASKING = b"""
import os, sys
def prefix(): return sys.prefix
def listed(path): return sorted(os.listdir(path))
def leave(): os._exit(3)
def said(): print("heard"); return 1
def path(): return sys.path
def where(): return sys.modules["graders"].__file__
"""


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    """A virtual environment that borrows the packages of this one, but for lazylab itself."""
    prefix = tmp_path_factory.mktemp("elsewhere") / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", prefix], check=True)
    [packages] = prefix.glob("lib/python3*/site-packages")
    for folder in site.getsitepackages():
        for path in Path(folder).iterdir():
            if "lazylab" not in path.name:
                (packages / path.name).symlink_to(path)
    return Environment(prefix / "bin" / "python", prefix, OWN.base)


@pytest.fixture(scope="module")
def unwalled(elsewhere: Environment) -> Iterator[SealedLabs]:
    """Labs there, without walls."""
    with contextlib.closing(_labs("", elsewhere)) as labs:
        yield labs


def _labs(walls: Walls, environment: Environment) -> SealedLabs:
    limits = Limits(call_seconds=20.0)
    return SealedLabs("torch", walls, limits, Allowance(), environment=environment)


def test_the_submission_runs_there_with_one_s_own_rights(
    unwalled: SealedLabs, elsewhere: Environment, tmp_path: Path
) -> None:
    (tmp_path / "mine").touch()
    with unwalled.submission() as lab:
        assert isinstance(lab.ask(Load(ASKING, "asking", "asking.py")), Returned)
        assert lab.ask(Call("prefix")) == Returned(str(elsewhere.prefix))
        assert lab.ask(Call("listed", (str(tmp_path),))) == Returned(["mine"])
        assert lab.ask(Call("said")) == Returned(1, "heard\n")


def test_it_sees_this_package_and_nothing_beside_it(unwalled: SealedLabs) -> None:
    own = Path(graders.__file__)
    with unwalled.submission() as lab:
        lab.ask(Load(ASKING, "asking", "asking.py"))
        assert lab.ask(Call("where")) == Returned(str(own))
        path = lab.ask(Call("path"))
        assert isinstance(path, Returned)
        assert str(own.parents[1]) not in path.value
        assert "" not in path.value


def test_who_ends_the_process_ends_that_lab_only(unwalled: SealedLabs) -> None:
    with unwalled.submission() as lab:
        lab.ask(Load(ASKING, "asking", "asking.py"))
        assert isinstance(lab.ask(Call("leave")), Died)
    with unwalled.submission() as lab:
        lab.ask(Load(ASKING, "asking", "asking.py"))
        assert lab.ask(Call("said")) == Returned(1, "heard\n")


def test_without_walls_nothing_says_that_it_was_sealed(unwalled: SealedLabs) -> None:
    assert unwalled.seal == ""


def test_the_same_verdicts_as_in_this_process(unwalled: SealedLabs, mismatch: Exercise) -> None:
    wrong = next(s.path for s in mismatch.samples("torch") if s.kind == "wrong")
    effort = Effort(drawn=8, seed=1)
    there = Judge(effort=effort, diagnose=False, labs=unwalled)
    here = Judge(effort=effort, diagnose=False)
    for path in (mismatch.solution("torch"), wrong):
        answer = Submission(path, mismatch.name)
        outcomes = [
            [(c.name, c.outcome, c.case, c.came) for c in judge.judge(mismatch, answer).checks]
            for judge in (there, here)
        ]
        assert outcomes[0] == outcomes[1]

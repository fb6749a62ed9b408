"""Both kinds of walls, and a submission behind them. Warming up takes seconds: tests share it."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from graders.judging.exercises import Bank
from graders.lab.limits import Limits
from graders.lab.messages import Call, Failed, Load, Returned
from graders.lab.sealed.lab import SealedLab
from graders.lab.sealed.messages import Allowance
from graders.lab.sealed.sandbox import Sandbox, SealError, Walls, choose_walls

SMALL = Allowance(memory=256, cpu=200, wall=600, threads=16, files=32, disk=2)


@pytest.fixture(params=["bubblewrap", "landlock"], scope="module")
def walls(request: pytest.FixtureRequest) -> Walls:
    try:
        return choose_walls(request.param)
    except SealError as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="module")
def sandbox(walls: Walls) -> Iterator[Sandbox]:
    """A fork server, started by somebody who has a secret in the environment."""
    hidden = (Bank().root / "solutions",)
    with pytest.MonkeyPatch.context() as outside:
        outside.setenv("LAZYLAB_TEST_SECRET", "for the judge alone")
        started = Sandbox("torch", walls, hidden)
    with contextlib.closing(started):
        assert started.hello.framework == "torch"
        yield started


@pytest.fixture(scope="session")
def probe() -> Load:
    """The submission that tries what tests ask of it: `probe.py`."""
    path = Path(__file__).with_name("probe.py")
    return Load(path.read_bytes(), "probe", str(path))


@pytest.fixture
def lab(sandbox: Sandbox, probe: Load) -> Iterator[SealedLab]:
    """A sealed process with the probe in it, which may have little."""
    lab = SealedLab(sandbox, Limits(call_seconds=30.0), SMALL)
    with lab.open():
        assert lab.ask(probe) == Returned(None)
        yield lab


@pytest.fixture
def another(sandbox: Sandbox, probe: Load) -> Iterator[SealedLab]:
    """A second process like it, at the same time."""
    lab = SealedLab(sandbox, Limits(call_seconds=30.0), SMALL)
    with lab.open():
        assert lab.ask(probe) == Returned(None)
        yield lab


@pytest.fixture
def gives(lab: SealedLab) -> Callable[..., Any]:
    """The value of an expression in there."""

    def ask(expression: str, **names: Any) -> Any:
        reply = lab.ask(Call("value_of", (expression, names)))
        assert isinstance(reply, Returned), reply
        return reply.value

    return ask


@pytest.fixture
def raises(lab: SealedLab) -> Callable[..., str]:
    """The kind of exception that an expression raises in there."""

    def ask(expression: str, **names: Any) -> str:
        reply = lab.ask(Call("value_of", (expression, names)))
        assert isinstance(reply, Failed), reply
        return reply.error.kind

    return ask

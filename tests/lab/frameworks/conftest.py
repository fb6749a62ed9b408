"""Labs of the frameworks that live in environments of their own, a child process for each."""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from owned import equip

from graders.app.environments import command_for, installed
from graders.lab.lab import Lab
from graders.lab.limits import Limits
from graders.lab.messages import Build, Call, Clear, Load, Measure, Returned
from graders.lab.observations import Forward, Raised, Snapshot
from graders.lab.sealed.labs import SealedLabs
from graders.lab.sealed.messages import Allowance
from graders.lab.sealed.sandbox import SealError, Walls, choose_walls
from graders.networks import Batch, Description, mlp


class Nets:
    """What can be asked of one framework, and answers that came."""

    def __init__(self, lab: Lab, framework: str) -> None:
        self._lab = lab
        self._framework = framework

    def has(self, value: Any) -> Any:
        """The value of a reply."""
        reply = self._lab.ask(value)
        assert isinstance(reply, Returned), reply
        return reply.value

    def load(self, text: str) -> None:
        self.has(Load(text.encode(), "tried", "tried.py"))

    def call(self, function: str, *arguments: Any) -> Any:
        self._lab.ask(Clear(0))
        return self.has(Call(function, arguments))

    def made(self, description: Description | list[tuple[int | None, int]]) -> Any:
        self._lab.ask(Clear(0))
        return self.more(mlp(description) if isinstance(description, list) else description)

    def more(self, description: Description) -> Any:
        return self.has(Build(description))

    def measured(self, instrument: str, *arguments: Any) -> Any:
        """What an instrument gives; one of an exercise's own goes by its full name."""
        equip(self._lab, instrument, self._framework)
        return self.has(Measure(instrument, arguments))

    def shapes(self, net: Any) -> dict[str, Any]:
        looked = self.measured("look", net)
        assert isinstance(looked, Snapshot)
        return looked.named_shapes

    def fed(self, net: Any, x: Batch) -> Forward:
        forward = self.measured("forward", net, x)
        assert isinstance(forward, Forward)
        return forward

    def stopped(self, net: Any, x: Batch) -> tuple[str, Any]:
        """What a forward raised, and where."""
        forward = self.fed(net, x)
        assert isinstance(forward.output, Raised)
        return forward.output.kind, forward.stop and (forward.stopped_at, *forward.sizes_at_stop)


def labs_of(framework: str, walls: Walls) -> SealedLabs:
    """Labs where the framework is installed, or a skip that says how to have it."""
    found = installed(framework)
    if found is None:
        pytest.skip(f"{framework} is not installed: {command_for(framework)}")
    limits = Limits(call_seconds=60.0)
    allowance = Allowance(memory=4096)
    return SealedLabs(framework, walls, limits, allowance, environment=found.environment)


@pytest.fixture(scope="module")
def opened() -> Iterator[Callable[[str, str], Nets]]:
    """Nets of a framework, with a submission's text; for all tests of a module."""
    with contextlib.ExitStack() as stack:

        def open_one(framework: str, text: str) -> Nets:
            labs = stack.enter_context(contextlib.closing(labs_of(framework, "")))
            nets = Nets(stack.enter_context(labs.submission()), framework)
            nets.load(text)
            return nets

        yield open_one


@pytest.fixture
def sealed(request: pytest.FixtureRequest) -> Iterator[Nets]:
    """Nets of the framework that is asked for, sealed."""
    try:
        walls = choose_walls()
    except SealError as missing:
        pytest.skip(str(missing))
    with contextlib.closing(labs_of(request.param, walls)) as labs, labs.submission() as lab:
        yield Nets(lab, request.param)

"""A lab that lies, about every network or about those of the submission alone, is found out."""

import random
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from graders.judging.audits import AuditedLab
from graders.lab.lab import InProcessLab, Lab
from graders.lab.limits import Limits
from graders.lab.messages import (
    Build,
    Call,
    Clear,
    Died,
    Handle,
    Load,
    Measure,
    Question,
    Reply,
    Returned,
)
from graders.lab.observations import Forward, ParameterSeen, Raised, Snapshot, Stop, Values
from graders.networks import Batch, Network, batch, mlp

INSTRUMENTS = ["look", "values", "forward"]
EVERYTHING, OWN = "about everything", "about the submission's own networks"


class Eager(random.Random):
    """Never lets a chance to look go by."""

    def random(self) -> float:
        return super().random() / 100

    def getrandbits(self, k: int, /) -> int:
        return super().getrandbits(k)


def lies_about(seen: Any, *, names: bool, numbers: bool) -> Iterator[Any]:
    """Observations that differ from this one in one thing that the calibration knows."""
    known = {"names": names, "numbers": numbers}
    match seen:
        case tuple():
            yield from _lies_about_several(seen, known)
        case Snapshot(parameters=parameters):
            yield from map(Snapshot, lies_about(parameters, **known))
        case Forward(output=output, stop=stop):
            yield replace(seen, stop=Stop(0, 1, 2) if stop is None else None)
            yield Forward(
                Raised("OddError") if isinstance(output, Values) else Values((0,), (), "")
            )
            for lie in lies_about(output, **known):
                yield replace(seen, output=lie)
        case ParameterSeen():
            yield from _lies_about_a_parameter(seen, names=names)
        case Values():
            yield from _lies_about_values(seen, numbers=numbers)
        case Raised():
            yield replace(seen, kind="OddError")
        case None:
            yield Values((1,), (0.0,), "float32")


def _lies_about_several(seen: tuple[Any, ...], known: dict[str, bool]) -> Iterator[Any]:
    yield (*seen, seen[-1])
    yield seen[:-1]
    for place, item in enumerate(seen):
        for lie in lies_about(item, **known):
            yield (*seen[:place], lie, *seen[place + 1 :])


def _lies_about_a_parameter(seen: ParameterSeen, *, names: bool) -> Iterator[ParameterSeen]:
    yield replace(seen, shape=(1,) if seen.shape is None else None)
    yield replace(seen, shape=(*(seen.shape or ()), 1))
    yield replace(seen, dtype="float16")
    yield replace(seen, device="meta")
    yield replace(seen, trainable=not seen.trainable)
    if names:
        yield replace(seen, name=f"another.{seen.name}")


def _lies_about_values(seen: Values, *, numbers: bool) -> Iterator[Values]:
    yield replace(seen, shape=(*seen.shape, 1))
    for place, number in enumerate(seen.numbers if numbers else ()):
        for lie in (number + 1, float("nan"), float("inf")):
            changed = (*seen.numbers[:place], lie, *seen.numbers[place + 1 :])
            yield replace(seen, numbers=changed)


class Lying:
    """Has one instrument tell something else, always the same way."""

    def __init__(self, lab: Lab, instrument: str, which: int, about: str) -> None:
        self._lab = lab
        self._instrument = instrument
        self._which = which
        self._about = about
        self._own: set[int] = set()
        self.open = lab.open
        self.settled = True

    def ask(self, request: Question) -> Reply:
        reply = self._lab.ask(request)
        if not isinstance(reply, Returned):
            return reply
        if isinstance(request, Call) and isinstance(reply.value, Handle):
            self._own.add(reply.value.number)
        if isinstance(request, Clear):
            self._own.clear()
        return Returned(self._lie(reply.value)) if self._lies_to(request) else reply

    def _lies_to(self, request: Question) -> bool:
        return (
            isinstance(request, Measure)
            and request.instrument == self._instrument
            and (self._about == EVERYTHING or request.arguments[0].number in self._own)
        )

    def _lie(self, seen: Any) -> Any:
        lies = list(lies_about(seen, names=self._about == EVERYTHING, numbers=self.settled))
        return lies[self._which % len(lies)]


@pytest.fixture(scope="module")
def honest() -> Iterator[InProcessLab]:
    lab = InProcessLab("torch", Limits(call_seconds=5.0))
    with lab.open():
        assert lab.ask(Load(b"def same(net): return net", "lying", "lying.py")) == Returned(None)
        yield lab


def _calibrated(lab: Lab, seed: int = 0) -> AuditedLab:
    return AuditedLab(lab, InProcessLab("torch"), Eager(seed), controls=1.0)


def _asked(lab: Lab, net: Question, instrument: str, fed: Batch) -> Reply:
    handle = lab.ask(net)
    assert isinstance(handle, Returned)
    rest = (fed,) if instrument == "forward" else ()
    return lab.ask(Measure(instrument, (handle.value, *rest)))


_WIDTHS = st.integers(1, 3)


@st.composite
def _fed(draw: st.DrawFn) -> tuple[Network, Batch]:
    """A small network, which need not fit its batch."""
    sizes = draw(st.lists(st.tuples(st.none() | _WIDTHS, _WIDTHS), min_size=1, max_size=3))
    return mlp(sizes).network(seed=draw(st.integers(0, 9))), batch(2, draw(_WIDTHS))


def _is_settled(net: Network) -> bool:
    """Whether its numbers follow from its description: what waits for data draws them later."""
    return all(getattr(layer, "in_features", 0) is not None for layer in net.layers)


def _is_bent(reply: Reply) -> bool:
    return isinstance(reply, Died) and reply.why == "bent" and bool(reply.detail)


# --- they are found --------------------------------------------------------------------------------

LIE = st.integers(0, 10**6)


@pytest.mark.parametrize("instrument", INSTRUMENTS)
@settings(deadline=None)
@given(case=_fed(), which=LIE)
def test_who_lies_about_everything_is_found_at_the_end_of_the_case(
    honest: InProcessLab, instrument: str, case: tuple[Network, Batch], which: int
) -> None:
    net, fed = case
    lying = Lying(honest, instrument, which, EVERYTHING)
    lying.settled = _is_settled(net)
    lab = _calibrated(lying)
    assert lab.ask(Clear()) == Returned(None)
    assert isinstance(_asked(lab, Build(net), instrument, fed), Returned)
    assert _is_bent(lab.ask(Clear()))


@pytest.mark.parametrize("instrument", INSTRUMENTS)
@settings(deadline=None)
@given(case=_fed(), which=LIE)
def test_who_lies_about_what_came_from_the_submission_is_found_at_once(
    honest: InProcessLab, instrument: str, case: tuple[Network, Batch], which: int
) -> None:
    net, fed = case
    lying = Lying(honest, instrument, which, OWN)
    lying.settled = _is_settled(net)
    lab = _calibrated(lying)
    assert lab.ask(Clear()) == Returned(None)
    assert isinstance(_asked(lab, Build(net), instrument, fed), Returned)
    assert _is_bent(_asked(lab, Call("same", (net,)), instrument, fed))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("about", [EVERYTHING, OWN])
def test_with_the_usual_chances_it_takes_some_cases(
    honest: InProcessLab, about: str, seed: int
) -> None:
    lying = Lying(honest, "look", seed, about)
    lab = AuditedLab(lying, InProcessLab("torch"), random.Random(seed))
    net = mlp([(2, 2)])
    replies: list[Reply] = []
    while not (replies and _is_bent(replies[-1])):
        lab.ask(Clear())
        handle = lab.ask(Build(net) if about == EVERYTHING else Call("same", (net,)))
        value = handle.value if isinstance(handle, Returned) else None
        replies.append(lab.ask(Measure("look", (value,))))
        assert len(replies) < 5_000


@pytest.mark.parametrize("instrument", ["values", "forward"])
def test_a_lie_about_the_dtype_of_numbers_is_one(honest: InProcessLab, instrument: str) -> None:
    class Doubling(Lying):
        def _lie(self, seen: Any) -> Any:
            if isinstance(seen, tuple):
                return tuple(map(self._lie, seen))
            if isinstance(seen, Forward):
                return Forward(self._lie(seen.output))
            return replace(seen, dtype="float64")

    lab = _calibrated(Doubling(honest, instrument, 0, OWN))
    lab.ask(Clear())
    assert _is_bent(_asked(lab, Call("same", (mlp([(2, 2)]),)), instrument, batch(2, 2)))


# --- and say no more --------------------------------------------------------------------------------

ANYTHING = st.lists(
    st.sampled_from(
        [
            Clear(),
            Load(b"", "m", "m.py"),
            Build(mlp([(2, 2)])),
            Call("same", (1,)),
            Call("none"),
            Measure("look", (Handle(0, ""),)),
            Measure("export", (Handle(0, ""),)),
            Measure("evaluating", ()),
        ]
    )
)


@pytest.mark.parametrize("about", [EVERYTHING, OWN])
@settings(deadline=None)
@given(requests=ANYTHING)
def test_one_that_was_found_says_no_more(
    honest: InProcessLab, about: str, requests: list[Question]
) -> None:
    lab = _calibrated(Lying(honest, "look", 0, about))
    lab.ask(Clear())
    net = mlp([(2, 2)])
    _asked(lab, Build(net), "look", batch(2, 2))
    found = (
        lab.ask(Clear())
        if about == EVERYTHING
        else _asked(lab, Call("same", (net,)), "look", batch())
    )
    assert _is_bent(found)
    assert [lab.ask(request) for request in requests] == [found] * len(requests)


def test_a_submission_that_died_is_not_called_a_liar(honest: InProcessLab) -> None:
    class Dead:
        open = honest.open

        def __init__(self) -> None:
            self.died = False

        def ask(self, request: Question) -> Reply:
            return Died("signal") if self.died else honest.ask(request)

    dead = Dead()
    lab = _calibrated(dead)
    lab.ask(Clear())
    _asked(lab, Build(mlp([(2, 2)])), "look", batch(2, 2))
    dead.died = True
    assert lab.ask(Clear()) == Died("signal")

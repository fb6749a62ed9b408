"""An honest lab is believed, whatever is asked of it: nobody is accused who has not lied."""

import contextlib
import random
from collections.abc import Iterator
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from graders.bank.shape_inference.cases import impassable, passable
from graders.judging.audits import AuditedLab
from graders.judging.exercises import Bank
from graders.judging.judge import Judge
from graders.judging.searching import Effort
from graders.judging.submissions import Submission
from graders.lab.frameworks.torch.looking import memory
from graders.lab.lab import InProcessLab, Lab
from graders.lab.labs import InProcessLabs
from graders.lab.limits import Limits
from graders.lab.messages import (
    Build,
    Call,
    Clear,
    Died,
    Hung,
    Load,
    Measure,
    Question,
    Reply,
    Returned,
)
from graders.networks import Batch, Network, batch, mlp
from graders.strategies.mlps import attempts

SEEDS = st.integers(0, 10**6)
INSTRUMENTS = ["look", "values", "forward"]


class Eager(random.Random):
    """Never lets a chance to look go by; what it looks at is still drawn."""

    def random(self) -> float:
        return super().random() / 100

    def getrandbits(self, k: int, /) -> int:
        return super().getrandbits(k)


class Apart:
    """A reference in this process that others do not notice: what is global is put back."""

    def __init__(self) -> None:
        self._lab = InProcessLab("torch")
        self._tokens: Any = {}, []
        self.open = self._lab.open

    def ask(self, request: Question) -> Reply:
        random_state = torch.default_generator.get_state()
        before = memory._token, memory._seen
        memory._token, memory._seen = self._tokens
        try:
            return self._lab.ask(request)
        except Exception as error:  # noqa: BLE001
            return Died("exit", repr(error))  # what a process of its own would have come to
        finally:
            self._tokens = memory._token, memory._seen
            memory._token, memory._seen = before
            torch.default_generator.set_state(random_state)


def _calibrated(lab: Lab, seed: int = 0) -> AuditedLab:
    return AuditedLab(lab, Apart(), Eager(seed), controls=1.0)


SUBMISSION = """
import torch
from torch import nn

def same(net): return net

def fed(net, x):
    net(x)
    return net

def stirred(net):
    for parameter in net.parameters():
        if not isinstance(parameter, nn.UninitializedParameter):
            nn.init.normal_(parameter)
    return net
"""


@contextlib.contextmanager
def _loaded(text: str = SUBMISSION) -> Iterator[InProcessLab]:
    lab = InProcessLab("torch", Limits(call_seconds=5.0))
    with lab.open():
        assert lab.ask(Load(text.encode(), "calibrated", "calibrated.py")) == Returned(None)
        yield lab


@pytest.fixture(scope="module")
def honest() -> Iterator[InProcessLab]:
    with _loaded() as lab:
        yield lab


def _measured(lab: Lab, net: Question, instrument: str, fed: Batch) -> Reply:
    handle = lab.ask(net)
    value = handle.value if isinstance(handle, Returned) else None
    return lab.ask(Measure(instrument, (value, fed) if instrument == "forward" else (value,)))


# --- honest labs -----------------------------------------------------------------------------------

Cases = list[tuple[Network, Batch]]


@st.composite
def _fed_networks(draw: st.DrawFn) -> tuple[Network, Batch]:
    """Networks of rows and of images, that what comes fits or not, that wait for data or not."""
    if draw(st.booleans()):
        attempt, seed = draw(attempts().drawn), draw(SEEDS)
        dtype = draw(st.sampled_from([None, "float64"]))
        made = attempt.layers.network(seed=seed, dtype=dtype)
        return made, batch(2, attempt.widths[0], dtype=dtype)
    stack = draw((passable() if draw(st.booleans()) else impassable()).drawn)
    return stack.network, stack.batch


@settings(deadline=None)
@given(st.lists(_fed_networks(), min_size=1, max_size=4), st.randoms(use_true_random=False), SEEDS)
def test_an_honest_lab_is_never_called_bent(
    honest: InProcessLab, cases: Cases, course: random.Random, seed: int
) -> None:
    lab = _calibrated(honest, seed)
    for description, fed in cases:
        assert lab.ask(Clear(seed)) == Returned(None)
        nets = [
            lab.ask(Build(description)),
            lab.ask(Call("same", (description,))),
            lab.ask(Call("stirred", (description,))),
            lab.ask(Call("fed", (description, fed))),
        ]
        live = [net.value for net in nets if isinstance(net, Returned)]
        for instrument in course.choices(INSTRUMENTS, k=6):
            rest = (fed,) if instrument == "forward" else ()
            reply = lab.ask(Measure(instrument, (course.choice(live), *rest)))
            assert isinstance(reply, Returned)
    assert lab.ask(Clear(seed)) == Returned(None)


UNJUST = {
    "nn.Linear(2, 3)": "alone it is no layer that stops; in the sequence of its copy it is",
    "nn.Sequential(twice, nn.ReLU(), twice)": "its copy has two layers, and values for one",
    "with_nan": "NaN is never close to NaN",
    "loaded": "a lazy layer that was loaded stops with an AssertionError",
}
HONEST = [
    "nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.LazyLinear(1))",
    "nn.Sequential(nn.Sequential(nn.Linear(2, 3)), nn.Linear(4, 1)).double()",
    "nn.Sequential(nn.Linear(2, 3), nn.Dropout())",
    "nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3)).eval()",
    "nn.Sequential(Own(), nn.Linear(2, 3))",
    "nn.Sequential(nn.Linear(2, 3)).to('meta')",
    "nn.Sequential(nn.Identity(), nn.LazyLinear(2))",
    "nn.Sequential()",
    "nn.ReLU()",
    *UNJUST,
]
MAKING = """
from torch import nn
twice = nn.Linear(2, 2)
with_nan = nn.Sequential(nn.Linear(2, 3))
nn.init.constant_(with_nan[0].weight, float("nan"))
loaded = nn.Sequential(nn.LazyLinear(3))
loaded.load_state_dict({"0." + key: value for key, value in nn.Linear(2, 3).state_dict().items()})
class Own(nn.Module):
    def forward(self, x): return x * 2
def made(): return %s
"""


@pytest.mark.parametrize("text", HONEST)
def test_an_honest_answer_is_never_called_a_lie(text: str) -> None:
    with _loaded(MAKING % text) as own:
        lab = _calibrated(own)
        lab.ask(Clear())
        for instrument in INSTRUMENTS:
            for width in (5, 2):
                reply = _measured(lab, Call("made"), instrument, batch(2, width))
                assert not isinstance(reply, Died)


ANSWERS = [
    pytest.param(
        name,
        sample.path,
        id=f"{name}/{sample.name}",
    )
    for name in ("dimension_mismatch", "lazy_layer")
    for sample in Bank().exercise(name).samples("torch")
    if sample.kind != "wrong"
]


class CalibratedLabs(InProcessLabs):
    @contextlib.contextmanager
    def submission(self) -> Iterator[Lab]:
        with super().submission() as own:
            yield _calibrated(own)


@pytest.mark.parametrize(("name", "path"), ANSWERS)
def test_no_right_answer_is_called_a_lie(bank: Bank, name: str, path: Any) -> None:
    labs = CalibratedLabs("torch", Limits())
    judge = Judge(effort=Effort(drawn=16, seed=0, small=False), labs=labs, diagnose=False)
    report = judge.judge(bank.exercise(name), Submission(path, name))
    assert report.earned == report.possible


class Plain:
    """A lab of a framework that hands out no networks, and says so as often as it is asked."""

    def __init__(self, lab: Lab) -> None:
        self._lab = lab
        self.open = lab.open
        self.asked = 0

    def ask(self, request: Question) -> Reply:
        if isinstance(request, Measure) and request.instrument == "export":
            self.asked += 1
            raise LookupError("there is no instrument 'export'")
        return self._lab.ask(request)


def test_where_no_networks_are_handed_out_there_are_no_audits(honest: InProcessLab) -> None:
    plain = Plain(honest)
    lab = _calibrated(plain)
    for _ in range(3):
        lab.ask(Clear())
        net = lab.ask(Call("same", (mlp([(2, 3)]),)))
        assert isinstance(net, Returned)
        looked = lab.ask(Measure("look", (net.value,)))
        assert isinstance(looked, Returned)
        assert looked.value.weight_shapes == [(3, 2)]
    assert plain.asked == 1


class Silent:
    """An honest lab on a machine that is too busy to answer some of the questions."""

    def __init__(self, lab: Lab) -> None:
        self._lab = lab
        self.open = lab.open
        self.busy = False

    def ask(self, request: Question) -> Reply:
        busy = self.busy and isinstance(request, Measure)
        return Hung(1.0) if busy else self._lab.ask(request)


def test_a_control_without_an_answer_is_no_wrong_reading(honest: InProcessLab) -> None:
    silent = Silent(honest)
    lab = _calibrated(silent)
    lab.ask(Clear())
    _measured(lab, Build(mlp([(2, 3)])), "look", batch(2, 2))
    silent.busy = True
    assert lab.ask(Clear()) == Returned(None)

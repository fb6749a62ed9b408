"""Histories of a layer make sense: PyTorch's own goes through every one of them."""

from collections import Counter

from hypothesis import given, settings

from graders.bank.lazy_layer.cases import Feed, History, Load, Restore, histories
from graders.bank.lazy_layer.living import Living
from graders.judging.conversation import Reference
from graders.judging.transcripts import Transcript
from graders.lab.frameworks.spellings import SPELLINGS
from graders.lab.lab import InProcessLab
from graders.lab.observations import Values


def _live(history: History) -> None:
    """Run a history with nn.LazyLinear, and look whether each step did what it says."""
    side = Reference(InProcessLab("torch"), Transcript(SPELLINGS["torch"]))
    life = Living(side, lambda: side.network(history.layer.lazy))
    for step in history.steps:
        outcome = life.take(step)
        if isinstance(step, Feed):
            assert isinstance(outcome, Values)
        if isinstance(step, Load | Restore):
            assert (outcome is None) == getattr(step, "fits", True)


def test_pytorchs_own_layer_lives_through_the_small_ones() -> None:
    for history in histories().small:
        _live(history)


@settings(max_examples=50, deadline=None, database=None, derandomize=True)
@given(history=histories().drawn)
def test_pytorchs_own_layer_lives_through_the_drawn_ones(history: History) -> None:
    _live(history)


def test_every_kind_of_step_is_drawn_often() -> None:
    seen: Counter[str] = Counter()

    @settings(max_examples=300, deadline=None, database=None, derandomize=True)
    @given(history=histories().drawn)
    def draw(history: History) -> None:
        seen.update({type(step).__name__ for step in history.steps})

    draw()
    kinds = {"Feed", "Train", "Optimize", "Copy", "Pickle", "Load", "Restore", "Cast", "Switch"}
    assert set(seen) == kinds
    assert min(seen.values()) >= 10

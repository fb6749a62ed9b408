"""Pictures: what the framework does in the failing case, and the network that the submission gave."""

import contextlib
from collections.abc import Callable
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from graders.judging.pictures import pictured
from graders.judging.report import LayerDrawn, Pass, Picture
from graders.judging.transcripts import Transcript
from graders.lab.frameworks.spellings import SPELLINGS
from graders.lab.lab import InProcessLab
from graders.lab.messages import Build, Call, Clear, Died, Load, Measure, Question, Reply, Returned
from graders.networks import Linear, Network, ReLU, batch, mlp
from graders.strategies.mlps import Attempts, attempts

TORCH = SPELLINGS["torch"]
Draw = Callable[..., Picture | None]


class Talk:
    """A check's conversation with both labs, made by hand."""

    def __init__(self, source: str = "") -> None:
        self.transcript = Transcript(TORCH)
        self.submission, self.reference = InProcessLab("torch"), InProcessLab("torch")
        self.submission.ask(Load(source.encode(), "talk", "talk.py"))

    def ask(self, side: str, request: Build | Call | Measure) -> Any:
        """Ask one of the labs, and note it as sides do."""
        lab = self.submission if side == "submission" else self.reference
        match request:
            case Build(description=description):
                asked = self.transcript.record(side, "", (description,))
            case Measure(instrument=name, arguments=arguments):
                asked = self.transcript.record(side, name, arguments, measured=True)
            case Call(function=name, arguments=arguments):
                asked = self.transcript.record(side, name, arguments)
        reply = lab.ask(request)
        assert isinstance(reply, Returned), reply
        asked.came = reply.value
        return reply.value

    def picture(self, **case: Any) -> Picture | None:
        """What is drawn of it."""
        labs = self.submission, self.reference
        return pictured(self.transcript, case, labs, TORCH)


def test_the_way_of_a_batch_up_to_the_layer_that_refuses_it() -> None:
    talk = Talk()
    net = talk.ask("reference", Build(mlp([(None, 1), (2, 1)])))
    talk.ask("reference", Measure("forward", (net, batch(2, 3))))
    picture = talk.picture()
    assert picture is not None
    assert picture.layers == [
        LayerDrawn("nn.LazyLinear(1)", given=False),
        LayerDrawn("nn.ReLU()"),
        LayerDrawn("nn.Linear(2, 1)", given=True),
    ]
    [seen] = picture.passes
    assert (seen.batch, seen.shapes, seen.stopped) == (
        "torch.randn(2, 3)",
        [[2, 3], [2, 1], [2, 1]],
        2,
    )
    assert seen.error.startswith("RuntimeError: mat1 and mat2 shapes cannot be multiplied")
    weights = [[held[0].shape for held in state if held] for state in picture.states]
    assert weights == [[None, [1, 2]], [[1, 3], [1, 2]]]


def test_a_network_that_was_given_to_the_submission_is_drawn_rather_than_its_twin() -> None:
    talk = Talk()
    talk.ask("reference", Build(mlp([(5, 1)])))
    net = talk.ask("submission", Build(mlp([(None, 1)])))
    talk.ask("submission", Measure("forward", (net, batch(2, 3))))
    talk.ask("reference", Measure("shape_given", (net, batch(2, 4))))
    picture = talk.picture()
    assert picture is not None
    assert [layer.code for layer in picture.layers] == ["nn.LazyLinear(1)"]
    assert [one.shapes[0] for one in picture.passes] == [[2, 3], [2, 4]]
    assert [one.stopped for one in picture.passes] == [None, 0]


def test_where_nothing_was_built_the_drawn_network_meets_the_batches_of_the_check() -> None:
    talk = Talk("def same(x):\n    return 1")
    talk.ask("submission", Call("same", (batch(2, 3),)))
    picture = talk.picture(layers=mlp([(None, 4)]), n=3)
    assert picture is not None
    assert picture.passes == [Pass("torch.randn(2, 3)", [[2, 3], [2, 4]])]


def test_a_nested_network_is_drawn_flat() -> None:
    talk = Talk()
    inner = Network((Linear(None, 2), ReLU()))
    net = talk.ask("reference", Build(Network((inner, Linear(2, 1)))))
    talk.ask("reference", Measure("forward", (net, batch(1, 7))))
    picture = talk.picture()
    assert picture is not None
    assert len(picture.layers) == 3
    assert picture.passes[0].shapes == [[1, 7], [1, 2], [1, 2], [1, 1]]


TIED = """
from torch import nn

def build():
    first, second = nn.LazyLinear(2), nn.Linear(2, 2)
    second.weight = first.weight
    return nn.Sequential(first, nn.Sequential(nn.ReLU(), second))
"""


def test_the_submission_s_own_network_with_what_is_tied_in_it() -> None:
    talk = Talk(TIED)
    talk.ask("submission", Call("build", ()))
    picture = talk.picture()
    assert picture is not None
    assert (picture.layers, picture.passes, picture.states) == ([], [], [])
    assert [part.kind for part in picture.yours] == ["LazyLinear", "ReLU", "Linear"]
    first, _, second = picture.yours
    assert first.parameters[0].object == second.parameters[0].object
    assert first.parameters[1].object != second.parameters[1].object
    assert first.parameters[0].shape is None


def test_nothing_is_drawn_where_there_is_no_network() -> None:
    assert Talk().picture(n=3) is None


def test_the_same_batch_twice_in_a_row_is_drawn_once() -> None:
    talk = Talk()
    net = talk.ask("reference", Build(mlp([(None, 1)])))
    for width in (2, 2, 3, 2, 2):
        talk.ask("reference", Measure("forward", (net, batch(1, width))))
    picture = talk.picture()
    assert picture is not None
    assert [one.shapes[0][1] for one in picture.passes] == [2, 3, 2]


def test_a_very_deep_network_is_not_drawn() -> None:
    talk = Talk()
    talk.ask("reference", Build(Network((ReLU(),) * 30)))
    assert talk.picture() is None


class _Dead:
    open = contextlib.nullcontext

    def ask(self, request: Question) -> Reply:
        return Returned(None) if isinstance(request, Clear) else Died("exit")


def test_a_lab_that_does_not_answer_leaves_no_picture() -> None:
    talk = Talk(TIED)
    talk.ask("submission", Call("build", ()))
    talk.ask("reference", Build(mlp([(None, 1)])))
    dead = _Dead()
    assert pictured(talk.transcript, {}, (dead, dead), TORCH) is None
    half = pictured(talk.transcript, {}, (dead, talk.reference), TORCH)
    assert half is not None
    assert not half.yours


def test_what_a_submission_calls_its_layers_cannot_steer_a_terminal() -> None:
    source = (
        "from torch import nn\ndef build():\n    return type('\\x1b[2J' * 99, (nn.Module,), {})()"
    )
    talk = Talk(source)
    talk.ask("submission", Call("build", ()))
    picture = talk.picture()
    assert picture is not None
    assert picture.yours[0].kind.isprintable()
    assert len(picture.yours[0].kind) < 200


@pytest.mark.parametrize("name", ["parts", "trace"])
def test_looking_at_layers_initializes_nothing(name: str) -> None:
    lab = InProcessLab("torch")
    net = lab.ask(Build(mlp([(None, 2), (3, 1)])))
    assert isinstance(net, Returned)
    before = lab.ask(Measure("look", (net.value,)))
    rest = (batch(2, 5, device="meta"),) if name == "trace" else ()
    lab.ask(Measure(name, (net.value, *rest)))
    if name == "parts":
        assert lab.ask(Measure("look", (net.value,))) == before


@settings(deadline=None, max_examples=40)
@given(attempt=attempts().drawn)
def test_the_shapes_are_those_of_a_plain_forward(attempt: Attempts) -> None:
    talk = Talk()
    net = talk.ask("reference", Build(attempt.layers))
    talk.ask("reference", Measure("forward", (net, batch(2, attempt.widths[0]))))
    picture = talk.picture()
    assert picture is not None
    live: list[nn.Module] = []
    for size_in, size_out in attempt.sizes:
        live += [nn.ReLU()] if live else []
        live.append(nn.LazyLinear(size_out) if size_in is None else nn.Linear(size_in, size_out))
    x, shapes = torch.randn(2, attempt.widths[0]), []
    try:
        for layer in live:
            shapes.append(list(x.shape))
            x = layer(x)
        stopped = None
        shapes.append(list(x.shape))
    except RuntimeError:
        stopped = len(shapes) - 1
    assert (picture.passes[0].shapes, picture.passes[0].stopped) == (shapes, stopped)


@settings(deadline=None, max_examples=20)
@given(widths=st.lists(st.integers(1, 9), min_size=1, max_size=9))
def test_there_is_a_state_before_the_first_batch_and_one_after_each(widths: list[int]) -> None:
    talk = Talk()
    net = talk.ask("reference", Build(mlp([(None, 1)])))
    for width in widths:
        talk.ask("reference", Measure("forward", (net, batch(1, width))))
    picture = talk.picture()
    assert picture is not None
    assert len(picture.states) == len(picture.passes) + 1 <= 5


def test_objects_are_counted_from_the_first_one_drawn() -> None:
    talk = Talk(TIED)
    for _ in range(3):
        net = talk.ask("submission", Call("build", ()))
        talk.ask("submission", Measure("look", (net,)))
    picture = talk.picture()
    assert picture is not None
    assert picture.yours[0].parameters[0].object == 0

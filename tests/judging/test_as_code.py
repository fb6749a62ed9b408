"""What is told of a check's conversation: what matters for the comparison, under good names."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.judging.exercises import Bank
from graders.judging.transcripts import Comparison, Transcript
from graders.lab.messages import Handle
from graders.lab.observations import Forward, ParameterSeen, Raised, Snapshot, Stop, Values
from graders.networks import BatchNorm, Linear, Network, batch, mlp

NET = Network((Linear(None, 1),))
BUILT = "net = nn.Sequential(nn.LazyLinear(1))"

SPELLING = Bank().exercise("lifecycle").spelling("torch")


class Talk:
    """A conversation made by hand: who was asked for what, and what came."""

    def __init__(self) -> None:
        self.transcript = Transcript(SPELLING)
        self._live = 0

    def handle(self, kind: str) -> Handle:
        self._live += 1
        return Handle(self._live, kind)

    def built(self, side: str = "submission", network: Any = NET) -> Handle:
        return self._note(side, "", (network,), self.handle("Sequential"), measured=False)

    def called(self, function: str, *arguments: Any, came: Any = None, **options: Any) -> Any:
        return self._note("submission", function, arguments, came, measured=False, **options)

    def measured(self, instrument: str, *arguments: Any, came: Any = None, by: str = "") -> Any:
        return self._note(by or "submission", instrument, arguments, came, measured=True)

    def _note(
        self, side: str, function: str, arguments: Any, came: Any, measured: bool, **options: Any
    ) -> Any:
        asked = self.transcript.record(side, function, arguments, options, measured=measured)
        asked.came = came
        return came

    def lines(self, came: Any = None, expected: Any = None, side: str = "submission") -> list[str]:
        self.transcript.compared = Comparison(came, expected)
        return [line.code for line in self.transcript.lines() if line.asked == side]


def _seen(*shapes: tuple[int, ...] | None, device: str = "cpu") -> Snapshot:
    return Snapshot(
        tuple(
            ParameterSeen(f"{place}.weight", place, shape, "float32", device)
            for place, shape in enumerate(shapes)
        )
    )


def test_live_objects_are_named_by_what_they_are() -> None:
    talk = Talk()
    net, other = talk.built(), talk.built()
    state = talk.measured("lifecycle/checkpoint", other, came=talk.handle("Checkpoint"))
    talk.called("load", net, state)
    optimizer = talk.measured("sgd", net, came=talk.handle("SGD"))
    talk.measured("lifecycle/descend", net, optimizer, batch(2, 1))
    made = talk.called("prepare", net, came=talk.handle("Adam"))
    talk.measured("lifecycle/descend", net, made, batch(2, 1))
    assert talk.lines() == [
        BUILT,
        BUILT.replace("net", "net2", 1),
        "state = copy.deepcopy(net2.state_dict())",
        "load(net, state)",
        "optimizer = torch.optim.SGD(net.parameters(), lr=0.1)",
        "net(torch.randn(2, 1)).sum().backward(); optimizer.step()",
        "optimizer2 = prepare(net)",
        "net(torch.randn(2, 1)).sum().backward(); optimizer2.step()",
    ]


def test_both_parties_count_for_themselves() -> None:
    talk = Talk()
    talk.called("repair", talk.built())
    talk.measured("forward", talk.built("reference"), batch(2, 1), by="reference")
    assert talk.lines()[0] == BUILT
    assert talk.lines(side="reference")[0] == BUILT


def test_what_has_a_short_name_of_its_own_stands_in_its_place() -> None:
    talk = Talk()
    net = talk.built()
    first, second = (
        talk.measured("layer", net, index, came=talk.handle("Linear")) for index in (0, 1)
    )
    talk.called("tie", first, second)
    kind = talk.measured("lifecycle/optimizer_class", "SGD", came=talk.handle("type"))
    talk.called("prepare", net, kind, lr=0.1)
    assert talk.lines() == [BUILT, "tie(net[0], net[1])", "prepare(net, torch.optim.SGD, lr=0.1)"]


def test_of_what_only_looks_the_last_is_told() -> None:
    talk = Talk()
    net = talk.built()
    talk.measured("look", net, came=_seen(None))
    talk.measured("values", net, came=(None,))
    talk.called("repair", net)
    talk.measured("look", net, came=_seen((1, 1)))
    assert talk.lines([(1, 1)], [None]) == [BUILT, "repair(net)", "print(net)"]


def test_the_look_that_was_compared_is_told_as_it_was_compared() -> None:
    talk = Talk()
    net, other = talk.built(), talk.built()
    talk.called("repair", net, other)
    talk.measured("look", net, came=_seen(None, device="meta"))
    talk.measured("look", other, came=_seen(None))
    assert talk.lines(["meta"], ["cpu"])[-1] == "[p.device for p in net.parameters()]"
    assert talk.lines("meta", "cpu")[-1] == "[p.device for p in net.parameters()]"


@pytest.mark.parametrize(
    ("side", "code", "came"),
    [
        ({"0.weight": (1, 2)}, "dict(net.named_parameters())", "{'0.weight': (1, 2)}"),
        ([0], "[id(p) for p in net.parameters()]", "[0]"),
        (["0.weight"], "[name for name, p in net.named_parameters()]", "['0.weight']"),
        (2, "sum(p.numel() for p in net.parameters() if not is_lazy(p))", "2"),
        (["float32"], "[p.dtype for p in net.parameters()]", "['float32']"),
        ("something else", "print(net)", "[(1, 2)]"),
    ],
)
def test_a_snapshot_is_shown_from_the_side_that_was_compared(
    side: Any, code: str, came: str
) -> None:
    talk = Talk()
    net = talk.built()
    talk.called("repair", net)
    talk.measured("look", net, came=_seen((1, 2)))
    talk.lines(side, None)
    last = talk.transcript.lines()[-1]
    assert (last.code, last.came) == (code, came)


def test_the_reference_is_told_only_if_something_was_done_or_shown() -> None:
    talk = Talk()
    talk.called("count", 1, came=2)
    talk.measured("look", talk.built("reference"), came=_seen(None), by="reference")
    assert talk.lines(2, 5, "reference") == []
    assert talk.lines(2, [None], "reference")[0] == BUILT


def test_a_network_that_nothing_happens_to_is_left_out() -> None:
    talk = Talk()
    talk.built("reference")
    twin = talk.built("reference", mlp([(1, 1)]))
    talk.measured("forward", twin, batch(2, 1), by="reference")
    assert talk.lines(side="reference") == [
        "net = nn.Sequential(nn.Linear(1, 1))",
        "net(torch.randn(2, 1))",
    ]


def test_what_has_nothing_to_act_on_is_left_out() -> None:
    talk = Talk()
    net, norm = talk.built(), talk.built(network=Network((BatchNorm(2),)))
    for one in (net, norm):
        talk.measured("lifecycle/age", one)
        talk.called("load", one)
    assert talk.lines()[2:] == ["load(net)", "for b in net2.buffers(): b += 3", "load(net2)"]


def test_what_gives_nothing_is_told_once_and_a_forward_each_time() -> None:
    talk = Talk()
    net = talk.called("AnyWidth", came=talk.handle("AnyWidth"))
    for _ in range(3):
        talk.measured("stir", net, 1)
    for _ in range(2):
        talk.measured("forward", net, batch(2, 1), came=Forward(Values((), (1.0,), "float32")))
    assert talk.lines() == [
        "net = AnyWidth()",
        "for p in net.parameters(): p.data += torch.randn_like(p)",
        "net(torch.randn(2, 1))",
        "net(torch.randn(2, 1))",
    ]


def test_a_forward_shows_its_shape_or_what_it_raised() -> None:
    talk = Talk()
    net = talk.built()
    gone = Forward(Raised("RuntimeError", "no"), Stop(0, 1, 2))
    talk.measured("forward", net, batch(2, 1), came=Forward(Values((2, 1), (1.0, 2.0), "float32")))
    talk.measured("forward", net, batch(2, 3), came=gone)
    talk.measured("stir", net, 1)
    came = [line.came for line in talk.transcript.lines()]
    assert came == ["<Sequential>", "shape (2, 1)", "RuntimeError: no", ""]


@given(
    st.lists(st.sampled_from(["call", "look", "forward", "stir", "values", "build"]), max_size=12),
    st.booleans(),
)
def test_every_call_of_the_submission_s_functions_is_told(steps: list[str], compared: bool) -> None:
    talk = Talk()
    net = talk.built()
    for number, step in enumerate(steps):
        match step:
            case "call":
                talk.called(f"f{number}", net)
            case "build":
                talk.built()
            case "look":
                talk.measured("look", net, came=_seen(None))
            case _:
                talk.measured(step, net, batch(2, 1))
    told = talk.lines([None], [(1, 1)]) if compared else [x.code for x in talk.transcript.lines()]
    calls = [line for line in told if line.startswith("f") and "(net)" in line]
    assert calls == [f"f{number}(net)" for number, step in enumerate(steps) if step == "call"]
    assert sum(line in ("print(net)", "list(net.parameters())") for line in told) <= 1


def test_numbers_are_nested_as_their_shape_says() -> None:
    shown = Talk().transcript.shown
    assert shown(Values((), (2.0,), "float32")) == "2"
    assert shown(Values((2,), (1.0, 2.5), "float32")) == "[1, 2.5]"
    assert shown(Values((2, 1), (1.0, 2.0), "float32")) == "[[1], [2]]"
    assert shown(Values((1, 1, 2), (1.0, 2.0), "float32")) == "[[[1, 2]]]"
    assert shown(Values((0, 3), (), "float32")) == "[] (0, 3)"
    assert shown(Values((13,), (0.0,) * 13, "float32")).endswith("0, …] (13,)")


@pytest.mark.parametrize("kind", ["UnmeasurableError"])
def test_a_name_that_nobody_knows_is_not_told(kind: str) -> None:
    assert (
        Talk().transcript.shown(Raised(kind, "forward returned a str")) == "forward returned a str"
    )


def test_what_the_submission_s_own_network_was_before_is_not_the_framework_s_word() -> None:
    talk = Talk()
    net = talk.built()
    talk.measured("look", net, came=_seen(None))
    talk.called("repair", net)
    talk.measured("look", net, came=_seen((1, 1)))
    talk.measured("forward", talk.built("reference"), batch(2, 1), by="reference")
    talk.lines([(1, 1)], [None])
    assert not talk.transcript.asked_reference
    talk.lines([(1, 1)], 5)
    assert talk.transcript.asked_reference

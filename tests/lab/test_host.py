"""Inside a lab: requests become replies, and whatever a submission does becomes data."""

import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from owned import equip

from graders.judging.exercises import Bank
from graders.lab.lab import InProcessLab
from graders.lab.limits import Limits
from graders.lab.messages import (
    Build,
    Call,
    Clear,
    Failed,
    Handle,
    Hung,
    Load,
    Measure,
    Missing,
    Returned,
    Strange,
)
from graders.lab.observations import Snapshot
from graders.networks import Linear, batch, mlp

Loaded = Callable[[str], InProcessLab]


@pytest.fixture
def loaded() -> Iterator[Loaded]:
    """A lab with a submission's text in it."""
    lab = InProcessLab("torch", Limits(call_seconds=0.3))

    def load(text: str) -> InProcessLab:
        lab.ask(Load(text.encode(), "host_answer", "host_answer.py"))
        return lab

    with lab.open():
        yield load


def test_plain_values_come_back(loaded: Loaded) -> None:
    lab = loaded("def f(a, *, b): return [a, b]")
    assert lab.ask(Call("f", (1,), {"b": None})) == Returned([1, None])


def test_descriptions_are_built_on_arrival(loaded: Loaded) -> None:
    lab = loaded("def f(net, x): return list(net(x).shape), type(net).__name__")
    reply = lab.ask(Call("f", (mlp([(None, 3)]), batch(2, 5))))
    assert reply == Returned(([2, 3], "Sequential"))


def test_networks_stay_and_are_known_by_handles(loaded: Loaded) -> None:
    lab = loaded("def f(net): return net[0]\ndef g(layer): return layer.out_features")
    reply = lab.ask(Call("f", (mlp([(None, 3)]),)))
    assert isinstance(reply, Returned)
    assert reply.value == Handle(0, "LazyLinear")
    assert lab.ask(Call("g", (reply.value,))) == Returned(3)


def test_handles_cross_inside_lists_and_dicts(loaded: Loaded) -> None:
    lab = loaded("def f(nets, by_name): return [n.out_features for n in nets + [by_name['a']]]")
    built = lab.ask(Build(Linear(2, 7)))
    assert isinstance(built, Returned)
    assert lab.ask(Call("f", ([built.value], {"a": built.value}))) == Returned([7, 7])


def test_clear_forgets_everything(loaded: Loaded) -> None:
    lab = loaded("")
    first = lab.ask(Build(Linear(2, 7)))
    lab.ask(Clear(1))
    assert lab.ask(Build(Linear(2, 7))) == first


def test_what_is_not_plain_stays(loaded: Loaded) -> None:
    lab = loaded("def f(): return [lambda: 0]")
    assert lab.ask(Call("f")) == Returned(Strange("function"))


def test_a_missing_function_says_what_is_there(loaded: Loaded) -> None:
    lab = loaded("from math import pi\nimport os\ndef near(): ...\nclass Near: ...\n_x = 1")
    assert lab.ask(Call("far")) == Missing("far", ("near", "Near"))


def test_prints_are_kept_and_cut(loaded: Loaded) -> None:
    lab = loaded(
        "import sys\ndef f():\n    print('a'); print('b', file=sys.stderr); print('c' * 10**6)"
    )
    reply = lab.ask(Call("f"))
    assert reply.printed.startswith("a\nb\nccc")
    assert reply.printed.endswith("[…]")
    assert len(reply.printed) < 11_000


@pytest.mark.parametrize(
    ("text", "origin", "kind"),
    [
        ("def f(x): return {}['k']", "submission", "KeyError"),
        ("def f(x): return x(x)", "submission", "TypeError"),
        ("def f(): return 1", "call", "TypeError"),
        ("import torch\nf = torch.zeros", "call", "TypeError"),
        ("def f(x): raise SystemExit", "submission", "SystemExit"),
    ],
)
def test_whose_code_raised_is_told(loaded: Loaded, text: str, origin: str, kind: str) -> None:
    reply = loaded(text).ask(Call("f", ("text",)))
    assert isinstance(reply, Failed)
    assert (reply.error.origin, reply.error.kind) == (origin, kind)


def test_an_instrument_that_fails_by_itself_is_the_grader_s(loaded: Loaded) -> None:
    lab = loaded("")
    reply = lab.ask(Measure("look", (3,)))
    assert isinstance(reply, Failed)
    assert reply.error.origin == "grader"


def test_an_instrument_that_meets_a_submission_s_error_is_not(loaded: Loaded) -> None:
    lab = loaded(
        "from torch import nn\nclass Net(nn.Module):\n"
        "    @property\n    def in_features(self): raise OSError('mine')\n"
    )
    built = lab.ask(Call("Net"))
    assert isinstance(built, Returned)
    equip(lab, "lazy_layer/input_size", "torch")
    reply = lab.ask(Measure("lazy_layer/input_size", (built.value,)))
    assert isinstance(reply, Failed)
    assert (reply.error.origin, reply.error.kind) == ("submission", "OSError")
    assert reply.error.where.startswith("line 4, in in_features: def in_features")


def test_what_a_network_holds_is_not_asked_of_the_network(loaded: Loaded) -> None:
    lab = loaded(
        "from torch import nn\nclass Net(nn.Module):\n"
        "    def named_parameters(self, **options): return iter([('weight', nn.Linear(1, 1).weight)])\n"
    )
    built = lab.ask(Call("Net"))
    assert isinstance(built, Returned)
    assert lab.ask(Measure("look", (built.value,))) == Returned(Snapshot(()))


def test_names_of_exceptions_are_harmless(loaded: Loaded) -> None:
    lab = loaded("E = type('E\\x1b[31m' * 99, (Exception,), {})\ndef f(): raise E('x' * 9999)")
    reply = lab.ask(Call("f"))
    assert isinstance(reply, Failed)
    assert reply.error.kind.isprintable()
    assert len(reply.error.kind) <= 80
    assert len(reply.error.message) <= 301


def test_a_message_that_hangs_is_left_out(loaded: Loaded) -> None:
    lab = loaded(
        "class E(Exception):\n    def __str__(self):\n        while True: pass\ndef f(): raise E"
    )
    reply = lab.ask(Call("f"))
    assert isinstance(reply, Failed)
    assert reply.error.message == ""


@pytest.mark.parametrize(
    ("layer", "facts"),
    [
        ("layer = 2", {"layer": 2}),
        ("layer = __import__('numpy').int64(2)", {"layer": 2}),
        ("layer = property(lambda self: 2)", {"layer": 2}),
        ("layer = True", {}),
        ("layer = '2'", {}),
        ("layer = 2 ** 64", {}),
        ("layer: int", {}),
        ("layer = property(lambda self: {}['no'])", {}),
        ("layer = property(lambda self: [0 for _ in iter(int, 1)])", {}),
        ("layer = type('I', (int,), {})(2)", {}),
    ],
)
def test_an_exception_carries_the_layer_if_it_is_an_integer(
    loaded: Loaded, layer: str, facts: dict[str, int]
) -> None:
    lab = loaded(f"class ShapeError(ValueError):\n    {layer}\ndef f(): raise ShapeError('no')")
    reply = lab.ask(Call("f"))
    assert isinstance(reply, Failed)
    assert (reply.error.message, reply.error.facts) == ("no", facts)


def test_a_result_that_hangs_when_it_is_read_is_cut_off(loaded: Loaded) -> None:
    lab = loaded(
        "import numpy\nclass N(numpy.float64):\n    pass\n"
        "class L(list):\n    def __iter__(self):\n        while True: pass\n"
        "def f(): return L()\ndef g():\n    while True: pass"
    )
    assert lab.ask(Call("f")) == Returned(Strange("L"))
    assert isinstance(lab.ask(Call("g")), Hung)


def test_a_breakpoint_opens_a_debugger_at_its_line() -> None:
    code = (
        "from graders.lab.lab import InProcessLab\n"
        "from graders.lab.limits import Limits\n"
        "from graders.lab.messages import *\n"
        "lab = InProcessLab('torch', Limits(call_seconds=0.2))\n"
        "with lab.open():\n"
        "    lab.ask(Load(b'def f(secret):\\n    breakpoint()\\n    return secret + 1', 'm', 'm.py'))\n"
        "    print(lab.ask(Call('f', (41,))))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        input="import time; time.sleep(0.5)\np 'secret is', secret\ncontinue\n",
        cwd=Bank().root,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert "('secret is', 41)" in run.stdout, run.stderr
    assert "Returned(value=42" in run.stdout


@pytest.mark.parametrize("returned", ["None", "[x]", "(x, x)", "'text'"])
def test_a_forward_that_returns_no_tensor_is_the_submission_s(
    loaded: Loaded, returned: str
) -> None:
    lab = loaded(
        "from torch import nn\nclass Net(nn.Module):\n"
        f"    def forward(self, x): return {returned}\n"
    )
    built = lab.ask(Call("Net"))
    assert isinstance(built, Returned)
    reply = lab.ask(Measure("backward", (built.value, batch(2, 3))))
    assert isinstance(reply, Failed)
    assert (reply.error.origin, reply.error.kind) == ("submission", "UnmeasurableError")
    assert reply.error.message.endswith("not a tensor")


def test_a_class_is_pickled_although_another_lab_has_a_namesake(loaded: Loaded) -> None:
    source = "from torch import nn\nclass Layer(nn.Module): pass"
    lab = loaded(source)
    InProcessLab("torch").ask(Load(source.encode(), "host_answer", "host_answer.py"))
    layer = lab.ask(Call("Layer"))
    assert isinstance(layer, Returned)
    equip(lab, "lazy_layer/pickled", "torch")
    reply = lab.ask(Measure("lazy_layer/pickled", (layer.value,)))
    assert isinstance(reply, Returned)
    assert isinstance(reply.value, Handle)


def test_something_callable_that_is_no_network_is_the_submissions_fault(loaded: Loaded) -> None:
    lab = loaded("class Layer:\n    def __call__(self, x): return x")
    layer = lab.ask(Call("Layer"))
    assert isinstance(layer, Returned)
    reply = lab.ask(Measure("look", (layer.value,)))
    assert isinstance(reply, Failed)
    assert reply.error.origin == "submission"

"""A sealed lab from the judge's side: whatever becomes of its process, there is a reply."""

import contextlib
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graders.lab.codec import Codec
from graders.lab.limits import Limits
from graders.lab.messages import (
    Build,
    Call,
    Clear,
    Died,
    Failed,
    Handle,
    Load,
    Measure,
    Missing,
    Question,
    Reply,
    Returned,
)
from graders.lab.sealed.lab import SealedLab
from graders.lab.sealed.messages import Allowance
from graders.lab.sealed.sandbox import Sandbox
from graders.networks import Linear

Opened = Callable[..., SealedLab]

ONE = Call("value_of", ("1", {}))
ENOUGH = Allowance(memory=512, cpu=100, wall=300)
LOOK = Measure("look", (Handle(0, "Linear"),))


@pytest.fixture
def opened(sandbox: Sandbox) -> Iterator[Opened]:
    """Opens a lab with limits of its own; nothing is loaded yet."""
    with contextlib.ExitStack() as stack:

        def make(allowance: Allowance = ENOUGH, call_seconds: float = 30.0) -> SealedLab:
            lab = SealedLab(sandbox, Limits(call_seconds), allowance)
            stack.enter_context(lab.open())
            return lab

        yield make


def _run(lab: SealedLab, statements: str) -> Reply:
    return lab.ask(Call("run", (statements,)))


def _serves(lab: SealedLab) -> bool:
    """Whether a case begins as if nothing had been."""
    return (lab.ask(Clear(1)), lab.ask(ONE)) == (Returned(None), Returned(1))


def _frame(data: bytes) -> bytes:
    return struct.pack("!I", len(data)) + data


def _framed(reply: Reply) -> bytes:
    """A reply as it travels."""
    return _frame(Codec(Reply).encode(reply))


def _forged(lab: SealedLab, data: bytes, asked: Question = ONE) -> Reply:
    """The reply when these bytes come in place of the submission's."""
    assert lab.ask(Call("forge", (data.decode("latin-1"),))) == Returned(None)
    return lab.ask(asked)


def _nested(depth: int) -> list[Any]:
    return [_nested(depth - 1)] if depth else []


# --- going ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statements", "why"),
    [
        ("os._exit(0)", "exit"),
        ("os._exit(77)", "exit"),
        ("threading.Thread(target=os._exit, args=(0,)).start(); time.sleep(100)", "exit"),
        ("os.abort()", "signal"),
        ("ctypes.string_at(0)", "signal"),
        ("ctypes.CFUNCTYPE(None)(8)()", "signal"),
        ("os.write(channel(), b'\\xff' * 8)", "malformed"),
        ("os.write(channel(), b'HTTP/1.1 200 OK')", "malformed"),
        ("os.write(channel(), bytes(4))", "malformed"),
        ("os.write(channel(), b'\\0\\0\\0\\1\\xc1')", "malformed"),
        (f"os.write(channel(), {_framed(Returned(1)) * 2!r})", "malformed"),
        (f"os.write(channel(), {_framed(Missing('another', ()))!r})", "malformed"),
        (f"os.write(channel(), {_framed(Returned(1))[:-1]!r})", "malformed"),
    ],
)
def test_what_dies_is_dead_for_its_case_and_there_for_the_next(
    lab: SealedLab, statements: str, why: str
) -> None:
    assert _run(lab, statements) == Died(why)
    for request in (ONE, Build(Linear(1, 1)), LOOK):
        assert lab.ask(request) == Died(why)
    assert lab.deaths == 1
    assert _serves(lab)
    assert lab.deaths == 1


@pytest.mark.parametrize(
    "statements",
    [
        "os.close(channel())",
        "os.closerange(0, 64)",
        "os.dup2(os.open(os.devnull, os.O_RDWR), channel())",
    ],
)
def test_who_hangs_up_is_dead_too(lab: SealedLab, statements: str) -> None:
    """Whether it leaves by itself or is sent away first, nobody can tell."""
    came = _run(lab, statements)
    assert came in (Died("exit"), Died("signal"))
    assert lab.ask(ONE) == came
    assert _serves(lab)


@settings(deadline=None, max_examples=25)
@given(data=st.binary(max_size=40))
def test_bytes_that_are_no_reply_are_malformed(sandbox: Sandbox, probe: Load, data: bytes) -> None:
    lab = SealedLab(sandbox, Limits(30.0), ENOUGH)
    with lab.open():
        lab.ask(probe)
        assert _forged(lab, data) == Died("malformed")
        assert _serves(lab)


def test_a_file_that_was_rewritten_is_not_read_again(opened: Opened, tmp_path: Path) -> None:
    file = tmp_path / "for_torch.py"
    file.write_text("import os\ndef version(): return 1\ndef leave(): os._exit(0)")
    lab = opened()
    lab.ask(Load(file.read_bytes(), "answer", str(file)))
    file.write_text("def version(): return 2")
    assert lab.ask(Call("leave")) == Died("exit")
    lab.ask(Clear())
    assert lab.ask(Call("version")) == Returned(1)
    assert lab.ask(Call("leave")) == Died("exit")


def test_what_is_loaded_next_finds_nothing_of_what_was_there(lab: SealedLab, probe: Load) -> None:
    _run(lab, "sys.modules['note'] = seen = 7")
    lab.ask(probe)
    assert lab.ask(Call("value_of", ("'seen' in globals() or 'note' in sys.modules", {}))) == (
        Returned(value=False)
    )


def test_a_submission_whose_load_dies_is_dead_at_every_case(opened: Opened) -> None:
    lab = opened()
    assert lab.ask(Load(b"import os\nos._exit(0)", "answer", "answer.py")) == Died("exit")
    assert lab.ask(Call("f")) == Died("exit")
    assert lab.ask(Clear()) == Died("exit")
    assert lab.ask(Call("f")) == Died("exit")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("def f(:", "SyntaxError"),
        ("1 / 0", "ZeroDivisionError"),
        ("raise SystemExit", "SystemExit"),
    ],
)
def test_a_submission_that_cannot_be_loaded_says_why(opened: Opened, text: str, kind: str) -> None:
    reply = opened().ask(Load(text.encode(), "answer", "answer.py"))
    assert isinstance(reply, Failed)
    assert (reply.error.kind, reply.error.origin) == (kind, "submission")


def test_a_load_can_be_forged_no_more_than_a_call(opened: Opened, probe: Load) -> None:
    forging = f"\nos.write(channel(), {_framed(Returned(1))!r})"
    assert opened().ask(Load(probe.source + forging.encode(), "probe", "probe.py")) == (
        Died("malformed")
    )


# --- lying ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "forged"),
    [
        (Build(Linear(1, 1)), Returned(None)),
        (Build(Linear(1, 1)), Missing("f", ())),
        (LOOK, Returned(5)),
        (LOOK, Returned(Handle(0, "Linear"))),
        (LOOK, Missing("look", ())),
        (Measure("values", LOOK.arguments), Returned(("text",))),
        (Call("f"), Missing("g", ())),
    ],
)
def test_a_reply_to_another_question_is_malformed(
    lab: SealedLab, asked: Question, forged: Reply
) -> None:
    lab.ask(Build(Linear(1, 1)))
    assert _forged(lab, Codec(Reply).encode(forged), asked) == Died("malformed")
    assert _serves(lab)


@pytest.mark.parametrize(
    "forged",
    [
        pytest.param({"type": "Died", "why": "nonsense"}, id="a death"),
        pytest.param({"type": "Returned", "value": [0] * 20_000}, id="a long list"),
        pytest.param({"type": "Returned", "value": "x" * 20_000}, id="a long text"),
        pytest.param({"type": "Returned", "value": _nested(200)}, id="a deep list"),
        pytest.param({"type": "Returned", "value": 1, "printed": "x" * 50_000}, id="much output"),
        pytest.param({"type": "Hung", "seconds": 1.0, "where": "x" * 50_000}, id="a long line"),
    ],
)
def test_a_forged_reply_may_be_no_more_than_an_honest_one(
    lab: SealedLab, forged: dict[str, Any]
) -> None:
    reply = _forged(lab, msgspec.msgpack.encode(forged))
    assert reply == Died("malformed") or len(Codec(Reply).encode(reply)) < 12_000


def test_what_a_submission_raises_is_its_own_whoever_it_says_it_is(lab: SealedLab) -> None:
    _run(lab, "import graders.lab.host as host\nhost.Host._origin = lambda *_: 'grader'")
    reply = _run(lab, "1 / 0")
    assert isinstance(reply, Failed)
    assert (reply.error.kind, reply.error.origin) == ("ZeroDivisionError", "submission")


@pytest.mark.parametrize(
    ("before", "asked"),
    [
        ("1", Call("run", ("print('\\ud800')",))),
        ("vars(sys.modules['probe']).update({'\\ud800': run})", Call("missing")),
    ],
)
def test_text_that_cannot_be_sent_ends_nothing(
    lab: SealedLab, before: str, asked: Question
) -> None:
    lab.ask(Build(Linear(1, 1)))
    assert isinstance(lab.ask(Call("value_of", (before, {"net": LOOK.arguments[0]}))), Returned)
    assert not isinstance(lab.ask(asked), Died)

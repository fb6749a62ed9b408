"""Notebook cells behind walls: whatever one does to its process, the next one runs."""

import contextlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import msgspec
import pytest

from graders.lab.codec import Codec
from graders.lab.limits import Limits
from graders.lab.messages import (
    Call,
    Clear,
    Died,
    Failed,
    Hung,
    Load,
    Missing,
    Reply,
    Returned,
    RunCell,
)
from graders.lab.observations import CellRun, Output, Raised
from graders.lab.sealed.lab import SealedLab
from graders.lab.sealed.messages import Allowance
from graders.lab.sealed.sandbox import Sandbox

ENOUGH = Allowance(memory=512, cpu=100, wall=300, disk=2)
MOST_BYTES = 2**23
REFUSED = ("OSError", "PermissionError", "ImportError", "ModuleNotFoundError")
PLAIN = CellRun((Output("execute_result", {"text/plain": "1"}),), completed=True)


class Notebook:
    """Runs cells one after the other in a sealed lab, as a notebook does."""

    def __init__(self, lab: SealedLab) -> None:
        self.lab = lab
        self._number = 0

    def ask(self, source: str, *, graded: bool = False) -> Reply:
        """The reply to one more cell."""
        self._number += 1
        return self.lab.ask(
            RunCell(source, "__main__", f"cell {self._number}", self._number == 1, graded)
        )

    def run(self, source: str, *, graded: bool = False) -> CellRun:
        """What one more cell showed."""
        reply = self.ask(source, graded=graded)
        assert isinstance(reply, Returned), reply
        assert isinstance(reply.value, CellRun)
        return reply.value

    def result(self, source: str) -> str:
        """The result of one more cell, as text."""
        came = self.run(source)
        assert came.completed, came
        return came.outputs[-1].texts["text/plain"]

    def error(self, source: str) -> str:
        """The name of the error in which one more cell ends."""
        came = self.run(source)
        assert not came.completed
        (error,) = (output for output in came.outputs if output.kind == "error")
        return error.texts["ename"]


Opened = Callable[..., Notebook]


@pytest.fixture
def opened(sandbox: Sandbox) -> Iterator[Opened]:
    """Opens a notebook with limits of its own."""
    with contextlib.ExitStack() as stack:

        def make(cell_seconds: float = 60.0, allowance: Allowance = ENOUGH) -> Notebook:
            lab = SealedLab(sandbox, Limits(30.0, cell_seconds), allowance)
            stack.enter_context(lab.open())
            return Notebook(lab)

        yield make


@pytest.fixture
def notebook(opened: Opened) -> Notebook:
    return opened()


# --- running ----------------------------------------------------------------------------------


def test_cells_run_as_in_jupyter(notebook: Notebook) -> None:
    assert notebook.run("import sys\nx = 1\nprint('a')\nprint('b', file=sys.stderr)\nx") == (
        CellRun(
            (
                Output("stream", {"stdout": "a\n"}),
                Output("stream", {"stderr": "b\n"}),
                Output("execute_result", {"text/plain": "1"}),
            ),
            completed=True,
        )
    )
    assert notebook.run("display(x)").outputs == (Output("display_data", {"text/plain": "1"}),)
    assert notebook.error("1 / 0") == "ZeroDivisionError"
    assert notebook.error("f(") == "SyntaxError"
    assert notebook.error("import sys\nsys.exit()") == "SystemExit"
    assert notebook.error("input()") == "EOFError"
    assert notebook.result("__name__, x") == "('__main__', 1)"
    assert notebook.run("0.5", graded=True).outputs[0].texts == {"text/plain": "0.5"}
    assert notebook.run("'5'", graded=True).outputs[0].texts == {"text/plain": "<str>"}
    assert notebook.lab.deaths == 0


def test_what_cells_define_is_called(notebook: Notebook) -> None:
    notebook.run("def f(x):\n    return g(x)")
    notebook.run("def g(x):\n    return 1 / x")
    assert notebook.lab.ask(Clear()) == Returned(None)
    assert notebook.lab.ask(Call("f", (2,))) == Returned(0.5)
    assert notebook.lab.ask(Call("h")) == Missing("h", ("f", "g"))
    reply = notebook.lab.ask(Call("f", (0,)))
    assert isinstance(reply, Failed)
    assert reply.error.where == "cell 2, line 2, in g: return 1 / x"


@pytest.mark.parametrize("source", ["%timeit -n1 -r1 1", "%who", "?print", "%%capture\n1"])
def test_magics_need_nothing_that_is_not_there(notebook: Notebook, source: str) -> None:
    assert notebook.run(source).completed


# --- dying ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("import os\ny = 2\nos._exit(0)", "exit"),
        ("import os\ny = 2\nos.abort()", "signal"),
        ("import ctypes\ny = 2\nctypes.string_at(0)", "signal"),
    ],
)
@pytest.mark.parametrize("graded", [False, True])
def test_what_dies_in_a_cell_loses_that_cell_only(
    notebook: Notebook, source: str, why: str, graded: bool
) -> None:
    notebook.run("x = [1]")
    assert notebook.error("1 / 0") == "ZeroDivisionError"
    notebook.run("x.append(3)")
    assert notebook.ask(source, graded=graded) == Died(why)
    assert notebook.result("x") == "[1, 3]"
    assert notebook.error("y") == "NameError"
    assert notebook.lab.deaths == 1


def test_a_first_cell_that_dies_is_not_missed(notebook: Notebook) -> None:
    assert notebook.ask("import os\nos._exit(0)") == Died("exit")
    assert notebook.ask("import os\nos._exit(0)") == Died("exit")
    assert notebook.result("x = 1\nx, __name__") == "(1, '__main__')"


def test_what_dies_in_a_call_finds_its_cells_again(notebook: Notebook) -> None:
    notebook.run("import os\nx = 1")
    assert notebook.ask("x = 2\nos._exit(0)") == Died("exit")
    assert notebook.error("x += 10\n1 / 0") == "ZeroDivisionError"
    notebook.run("def f(die):\n    if die: os._exit(0)\n    return x")
    for _ in range(2):
        assert notebook.lab.ask(Clear()) == Returned(None)
        assert notebook.lab.ask(Call("f", (False,))) == Returned(11)
        assert notebook.lab.ask(Call("f", (True,))) == Died("exit")
        assert notebook.lab.ask(Call("f", (False,))) == Died("exit")
    assert notebook.result("x") == "11"


def test_another_first_cell_begins_anew(notebook: Notebook) -> None:
    notebook.run("x = 1")
    another = Notebook(notebook.lab)
    assert another.error("x") == "NameError"
    assert another.ask("import os\nos._exit(0)") == Died("exit")
    assert another.error("x") == "NameError"


def test_after_the_time_is_over_every_cell_is_lost(opened: Opened) -> None:
    notebook = opened(cell_seconds=1.0, allowance=Allowance(wall=0))
    assert notebook.ask("x = 1") == Died("wall_time")
    assert notebook.ask("x") == Died("wall_time")


# --- hanging ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "loop",
    [
        "while True: pass",
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
        "while True: print('x' * 1000)",
        "import time\ntime.sleep(1000)",
    ],
)
@pytest.mark.parametrize("graded", [False, True])
def test_a_cell_that_hangs_is_cut_off(opened: Opened, loop: str, graded: bool) -> None:
    notebook = opened(cell_seconds=0.3)
    notebook.run("x = 1")
    reply = notebook.ask(loop, graded=graded)
    assert isinstance(reply, Hung), reply
    assert reply.seconds == 0.3
    assert notebook.result("x") == "1"


def test_a_cell_that_hears_nothing_is_ended(
    opened: Opened, little_grace: AbstractContextManager[None]
) -> None:
    notebook = opened(cell_seconds=0.3)
    notebook.run("x = 1")
    deaf = (
        "import signal\nsignal.setitimer(signal.ITIMER_REAL, 0)\n"
        "signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))\nwhile True: pass"
    )
    with little_grace:
        assert notebook.ask(deaf) == Hung(0.3)
    assert notebook.lab.deaths == 1
    assert notebook.result("x") == "1"


# --- too much ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        "print('x' * 10**7)",
        "for _ in range(10**5): print('x' * 100)",
        "for _ in range(10**4): display(1)",
        "'x' * 10**7",
        "display({'image/png': 'x' * 10**7}, raw=True)",
        "display({'text/plain': '\\U0001F600' * (2**21 - 1)}, raw=True)\n"
        "print('\\U0001F600' * 10**6)",
        "display({f'{n:080}': '' for n in range(10**5)}, raw=True)\n"
        "display({f'{n:080}': '' for n in range(10**5)}, raw=True)",
        "raise ValueError('\\U0001F600' * 10**7)",
    ],
    ids=[
        "text",
        "lines",
        "outputs",
        "a result",
        "data",
        "data and text",
        "kinds of data",
        "an error",
    ],
)
def test_too_much_is_cut(notebook: Notebook, source: str) -> None:
    notebook.run("x = 1")
    came = notebook.run(source)
    assert came.outputs
    assert len(Codec(Reply).encode(Returned(came))) < MOST_BYTES
    assert notebook.result("x") == "1"
    assert notebook.lab.deaths == 0


def test_memory_that_is_not_there_is_an_error(notebook: Notebook) -> None:
    assert notebook.error("bytearray(2**30)") == "MemoryError"
    assert notebook.result("1") == "1"


# --- walls ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        "!ls",
        "files = !ls",
        "%%bash\nls",
        "%%script sh\nls",
        "import subprocess\nsubprocess.run(['ls'])",
        "import os\nos.fork()",
        "import socket\nsocket.socket()",
        "import socket\nsocket.create_connection(('127.0.0.1', 80))",
    ],
)
def test_there_are_no_processes_and_no_network(notebook: Notebook, source: str) -> None:
    assert notebook.error(source) in REFUSED
    assert notebook.result("1") == "1"


def test_nothing_of_the_judge_s_can_be_read(notebook: Notebook) -> None:
    assert notebook.error("import graders.bank") in REFUSED
    assert notebook.error("import graders.judging.judge") in REFUSED


def test_files_are_gone_for_the_next_submission(opened: Opened) -> None:
    first = opened()
    if first.result("import os\nos.environ.get('TMPDIR')") == "None":
        pytest.skip("this kernel gives ordinary users no namespaces of their own")
    note = "import os, tempfile\nnote = os.path.join(tempfile.gettempdir(), 'note')"
    first.run(f"{note}\nwith open(note, 'w') as file: file.write('x')")
    assert first.result("os.path.exists(note)") == "True"
    for another in (opened(), Notebook(first.lab)):
        another.run(note)
        assert another.result("os.path.exists(note)") == "False"


def test_a_module_that_a_cell_writes_is_there_for_the_next(opened: Opened) -> None:
    notebook = opened()
    if notebook.result("import os\nos.environ.get('TMPDIR')") == "None":
        pytest.skip("this kernel gives ordinary users no namespaces of their own")
    notebook.run("%%writefile written_before.py\nx = 5")
    notebook.run("import sys\nsys.path.insert(0, os.getcwd())")
    assert notebook.result("import written_before\nwritten_before.x") == "5"
    assert notebook.ask("os._exit(0)") == Died("exit")
    assert notebook.result("written_before.x") == "5"


# --- lying ------------------------------------------------------------------------------------


def _forged(lab: SealedLab, data: bytes) -> Reply:
    """The reply to a cell when these bytes come in place of it."""
    assert lab.ask(Call("forge", (data.decode("latin-1"),))) == Returned(None)
    return lab.ask(RunCell("1", "__main__", "cell 1"))


def _output(kind: str, **texts: str) -> CellRun:
    return CellRun((Output(kind, texts),), completed=True)


@pytest.mark.parametrize(
    "forged",
    [
        Returned(None),
        Returned(1),
        Returned("text"),
        Returned((PLAIN,)),
        Returned(Raised("E")),
        Returned(PLAIN.outputs),
        Missing("f", ()),
        Died("exit"),
        Returned(_output("nonsense")),
        Returned(_output("execute_result " * 1_000)),
    ],
)
def test_a_reply_to_another_question_is_malformed(lab: SealedLab, forged: Reply) -> None:
    assert _forged(lab, Codec(Reply).encode(forged)) == Died("malformed")
    assert lab.ask(Clear()) == Returned(None)


@pytest.mark.parametrize(
    "forged",
    [
        pytest.param(Returned(PLAIN, "x" * 50_000), id="much output"),
        pytest.param(Hung(1.0, "x" * 50_000), id="a long line"),
        pytest.param(Failed(Raised("E" * 50_000, "x" * 50_000)), id="a long error"),
    ],
)
def test_a_forged_reply_may_be_no_more_than_an_honest_one(lab: SealedLab, forged: Reply) -> None:
    reply = _forged(lab, Codec(Reply).encode(forged))
    assert type(reply) is type(forged)
    assert len(Codec(Reply).encode(reply)) < 12_000


@pytest.mark.parametrize(
    "forged",
    [
        pytest.param(_output("execute_result", **{"text/plain": "x" * 10**7}), id="a long text"),
        pytest.param(CellRun(PLAIN.outputs * 100_000, completed=True), id="many outputs"),
        pytest.param(_output("error", ename="E", evalue="x" * 5 * 10**6), id="a long error"),
        pytest.param(
            _output("display_data", **{f"{n:080}": "" for n in range(90_000)}), id="many kinds"
        ),
    ],
)
def test_a_forged_cell_may_show_no_more_than_an_honest_one(
    sandbox: Sandbox, probe: Load, forged: CellRun
) -> None:
    lab = SealedLab(sandbox, Limits(30.0), ENOUGH)
    with lab.open():
        lab.ask(probe)
        reply = _forged(lab, Codec(Reply).encode(Returned(forged)))
        assert reply == Died("malformed") or (
            isinstance(reply, Returned) and len(reply.value.outputs) <= 201
        )


@pytest.mark.parametrize(
    "forged",
    [
        {"type": "Returned", "value": {"outputs": [], "completed": True}},
        {"type": "Returned", "value": [[], True]},
        {"type": "CellRun", "outputs": [], "completed": True},
    ],
)
def test_what_looks_like_a_cell_s_run_is_none(lab: SealedLab, forged: dict[str, Any]) -> None:
    reply = _forged(lab, msgspec.msgpack.encode(forged))
    assert reply == Died("malformed") or (
        isinstance(reply, Returned) and type(reply.value) is CellRun
    )

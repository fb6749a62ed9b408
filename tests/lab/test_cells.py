"""Notebook cells run as in Jupyter; what they show is data, and a cell of the course's is its own."""

import ast
import builtins
import contextlib
import io
import signal
import sys
import traceback
from collections.abc import Callable, Iterator

import pytest

from graders.lab.lab import InProcessLab
from graders.lab.limits import Limits
from graders.lab.messages import Call, Clear, Failed, Hung, Missing, Reply, Returned, RunCell
from graders.lab.observations import CellRun, Output

Run = Callable[..., tuple[Output, ...]]

BRIEF = Limits(call_seconds=0.3, cell_seconds=0.3)
ENDLESS = {
    "plain": "while True: pass",
    "catching": "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
    "printing": "while True: print('x' * 1000)",
    "showing": "while True: display(1)",
    "in a magic": "%timeit -n1 -r1 [0 for _ in iter(int, 1)]",
    "in what is shown": ("class Slow:\n    def __repr__(self):\n        while True: pass\nSlow()"),
}


class Notebook:
    """Runs cells one after the other in a lab, as a notebook does."""

    def __init__(self, lab: InProcessLab) -> None:
        self._lab = lab
        self._number = 0

    def ask(self, source: str, *, graded: bool = False) -> Reply:
        """The reply to one more cell."""
        self._number += 1
        return self._lab.ask(
            RunCell(source, "__main__", f"cell {self._number}", self._number == 1, graded)
        )

    def run(self, source: str, *, graded: bool = False) -> CellRun:
        """What one more cell showed."""
        reply = self.ask(source, graded=graded)
        assert isinstance(reply, Returned), reply
        assert isinstance(reply.value, CellRun)
        return reply.value

    def shows(self, *sources: str, graded: bool = False) -> list[tuple[str, dict[str, str]]]:
        """The outputs of the last of these cells, which runs to its end, as plain tuples."""
        *before, last = sources
        for source in before:
            self.shows(source)
        came = self.run(last, graded=graded)
        assert came.completed, came
        return [(output.kind, output.texts) for output in came.outputs]

    def error(self, source: str, *, graded: bool = False) -> dict[str, str]:
        """The error in which a cell ends: its one and only one, and its last output."""
        came = self.run(source, graded=graded)
        assert not came.completed
        assert [output.kind for output in came.outputs].index("error") == len(came.outputs) - 1
        return came.outputs[-1].texts

    def call(self, function: str, *arguments: object) -> Reply:
        """The reply of a function that a cell defined."""
        return self._lab.ask(Call(function, arguments))


@contextlib.contextmanager
def _opened(limits: Limits | None = None) -> Iterator[Notebook]:
    lab = InProcessLab("torch", limits or Limits(cell_seconds=60.0))
    with lab.open():
        yield Notebook(lab)


@pytest.fixture
def notebook() -> Iterator[Notebook]:
    with _opened() as made:
        yield made


@pytest.fixture
def brief() -> Iterator[Notebook]:
    """One whose cells may take little time."""
    with _opened(BRIEF) as made:
        yield made


def _out(text: str) -> tuple[str, dict[str, str]]:
    return "stream", {"stdout": text}


def _result(text: str) -> tuple[str, dict[str, str]]:
    return "execute_result", {"text/plain": text}


def _display(text: str) -> tuple[str, dict[str, str]]:
    return "display_data", {"text/plain": text}


# --- what is shown ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("", []),
        ("# only words", []),
        ("x = 1", []),
        ("None", []),
        ("1 + 1", [_result("2")]),
        ("1\n2", [_result("2")]),
        ("3;", []),
        ("'text'", [_result("'text'")]),
        ("print('a')\nprint('b')", [_out("a\nb\n")]),
        ("print('a')\n2", [_out("a\n"), _result("2")]),
        ("display('a')\n'b'", [_display("'a'"), _result("'b'")]),
        ("display(1, 2)", [_display("1"), _display("2")]),
        ("print('a'); display('b'); print('c')", [_out("a\n"), _display("'b'"), _out("c\n")]),
        (
            "import sys\nprint(1)\nprint(2, file=sys.stderr)\nprint(3)\nprint(4)",
            [_out("1\n"), ("stream", {"stderr": "2\n"}), _out("3\n4\n")],
        ),
        ("__name__", [_result("'__main__'")]),
        ("import __main__\nx = 7\n__main__.x", [_result("7")]),
        (
            "from IPython.display import HTML\nHTML('<b>')",
            [
                (
                    "execute_result",
                    {"text/plain": "<IPython.core.display.HTML object>", "text/html": "<b>"},
                )
            ],
        ),
        (
            "from IPython.display import Image\nImage(data=b'\\x89PNG\\r\\n\\x1a\\n', format='png')",
            [
                (
                    "execute_result",
                    {
                        "text/plain": "<IPython.core.display.Image object>",
                        "image/png": "iVBORw0KGgo=",
                    },
                )
            ],
        ),
    ],
)
def test_a_cell_shows_what_jupyter_shows(
    notebook: Notebook, source: str, shown: list[tuple[str, dict[str, str]]]
) -> None:
    assert notebook.shows(source) == shown


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("h = display('a', display_id=True)\nh.update('b')", [_display("'b'")]),
        (
            "from IPython.display import update_display\ndisplay('a', display_id='one')\n"
            "print('x')\nupdate_display('b', display_id='one')",
            [_display("'b'"), _out("x\n")],
        ),
    ],
)
def test_what_is_updated_stays_in_its_place(
    notebook: Notebook, source: str, shown: list[tuple[str, dict[str, str]]]
) -> None:
    assert notebook.shows(source) == shown


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("print('a')\nclear_output()", []),
        ("print('a')\nclear_output()\nprint('b')", [_out("b\n")]),
        ("print('a')\nclear_output(wait=True)", [_out("a\n")]),
        ("print('a')\nclear_output(wait=True)\nprint('b')\nprint('c')", [_out("b\nc\n")]),
        ("display('a')\nclear_output(wait=True)\ndisplay('b')", [_display("'b'")]),
        ("display('a')\nclear_output(wait=True)\nclear_output()\nprint('b')", [_out("b\n")]),
        ("for n in range(500):\n    clear_output(wait=True)\n    display(n)", [_display("499")]),
    ],
)
def test_output_can_be_cleared(
    notebook: Notebook, source: str, shown: list[tuple[str, dict[str, str]]]
) -> None:
    assert notebook.shows("from IPython.display import clear_output", source) == shown


def test_cells_share_their_names(notebook: Notebook) -> None:
    shown = notebook.shows(
        "def f(x):\n    return g(x) + 1",
        "def g(x):\n    def h(y):\n        return y * factor\n    return h(x)",
        "factor = 10",
        "f(4)",
    )
    assert shown == [_result("41")]


def test_results_are_kept_as_ipython_keeps_them(
    notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(builtins, "_", raising=False)  # left by Python's own display hook
    assert notebook.shows("6 * 7", "_ + 1") == [_result("43")]
    assert notebook.shows("Out[1], In[1]") == [_result("(42, '6 * 7')")]


def test_who_keeps_a_stream_still_prints_in_later_cells(notebook: Notebook) -> None:
    shown = notebook.shows("import sys\nkept = sys.stdout", "print('later', file=kept)")
    assert shown == [_out("later\n")]


@pytest.mark.parametrize("thing", ["b'bytes'", "5", "None"])
def test_what_is_no_text_cannot_be_printed(notebook: Notebook, thing: str) -> None:
    error = notebook.error(f"import sys\nsys.stdout.write({thing})")
    assert error["ename"] == "TypeError"


# --- magics -----------------------------------------------------------------------------------


def test_a_cell_is_timed(notebook: Notebook) -> None:
    ((kind, texts),) = notebook.shows("%timeit -n1 -r1 1")
    assert kind == "stream"
    assert "per loop" in texts["stdout"]


def test_output_is_captured(notebook: Notebook) -> None:
    assert notebook.shows("%%capture kept\nprint('hidden')\ndisplay(1)") == []
    assert notebook.shows("kept.stdout") == [_result(r"'hidden\n'")]


def test_names_are_listed(notebook: Notebook) -> None:
    ((kind, texts),) = notebook.shows("first, second = 1, 2", "%who")
    assert (kind, texts["stdout"].split()) == ("stream", ["first", "second"])


def test_help_is_printed(notebook: Notebook) -> None:
    ((kind, texts),) = notebook.shows("def f():\n    'What f is for.'", "f?")
    assert kind == "stream"
    assert "What f is for." in texts["stdout"]


def test_an_unknown_magic_is_no_end(notebook: Notebook) -> None:
    came = notebook.run("%nosuchmagic")
    assert "nosuchmagic" in str(came.outputs)
    assert notebook.shows("1") == [_result("1")]


@pytest.mark.parametrize("wait", ["asyncio.sleep(0)", "asyncio.gather(asyncio.sleep(0))"])
def test_a_cell_may_await(notebook: Notebook, wait: str) -> None:
    assert notebook.shows("import asyncio", f"await {wait}\n5") == [_result("5")]


# --- errors -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "name", "value"),
    [
        ("1 / 0", "ZeroDivisionError", "division by zero"),
        ("raise ValueError('two', 3)", "ValueError", "('two', 3)"),
        ("import sys\nsys.exit(3)", "SystemExit", "3"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt", ""),
        ("raise BaseException('base')", "BaseException", "base"),
        ("raise GeneratorExit", "GeneratorExit", ""),
        ("assert 1 == 2, 'no'", "AssertionError", "no"),
    ],
)
@pytest.mark.parametrize("graded", [False, True])
def test_what_is_raised_is_an_output(
    notebook: Notebook, source: str, name: str, value: str, graded: bool
) -> None:
    error = notebook.error(source, graded=graded)
    assert (error["ename"], error["evalue"]) == (name, value)
    assert name in error["traceback"]
    assert notebook.shows("1") == [_result("1")]


@pytest.mark.parametrize("graded", [False, True])
def test_an_error_that_cannot_be_shown_is_one(notebook: Notebook, graded: bool) -> None:
    source = "class E(Exception):\n    def __str__(self): 1 / 0\nraise E"
    came = notebook.run(source, graded=graded)
    assert not came.completed
    assert (came.outputs[0].kind, came.outputs[0].texts["ename"]) == ("error", "E")


@pytest.mark.parametrize("source", ["f(", "def f:", "x = = 1", "  1\n 2", "\0", "'a"])
@pytest.mark.parametrize("graded", [False, True])
def test_what_is_no_python_is_an_error(notebook: Notebook, source: str, graded: bool) -> None:
    error = notebook.error(source, graded=graded)
    assert error["ename"] in ("SyntaxError", "IndentationError")


@pytest.mark.parametrize("graded", [False, True])
def test_a_syntax_error_names_its_cell(notebook: Notebook, graded: bool) -> None:
    notebook.shows("1")
    assert "cell 2, line 1" in notebook.error("x = = 1", graded=graded)["evalue"]


@pytest.mark.parametrize("graded", [False, True])
def test_a_source_that_cannot_be_encoded_is_an_error(notebook: Notebook, graded: bool) -> None:
    assert notebook.error("'\ud800'", graded=graded)["ename"] == "UnicodeEncodeError"


@pytest.mark.parametrize("graded", [False, True])
def test_a_traceback_shows_the_lines_of_its_cells_and_none_of_ours(
    notebook: Notebook, graded: bool
) -> None:
    notebook.shows("def f(x):\n    return 1 / x  # here")
    said = notebook.error("f(0)  # there", graded=graded)["traceback"]
    assert "return 1 / x  # here" in said
    assert "f(0)  # there" in said
    assert "graders" not in said


def test_what_was_shown_before_an_error_is_kept(notebook: Notebook) -> None:
    came = notebook.run("print('before')\n1 / 0\nprint('after')")
    assert [output.kind for output in came.outputs] == ["stream", "error"]
    assert came.outputs[0].texts == {"stdout": "before\n"}


def test_who_shows_an_error_and_goes_on_has_run_to_the_end(notebook: Notebook) -> None:
    came = notebook.run(
        "try:\n    1 / 0\nexcept ZeroDivisionError:\n    get_ipython().showtraceback()\nprint('end')"
    )
    assert [output.kind for output in came.outputs] == ["error", "stream"]
    assert came.completed


@pytest.mark.parametrize("typed", ["", "typed by somebody\n"])
@pytest.mark.parametrize("graded", [False, True])
def test_nobody_is_asked(
    notebook: Notebook, monkeypatch: pytest.MonkeyPatch, typed: str, graded: bool
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    assert notebook.error("input()", graded=graded)["ename"] == "EOFError"


def test_a_real_interrupt_is_the_user_s(notebook: Notebook) -> None:
    with pytest.raises(KeyboardInterrupt):
        notebook.ask("import signal\nsignal.raise_signal(signal.SIGINT)")


# --- time -------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", ENDLESS.values(), ids=ENDLESS)
@pytest.mark.parametrize("graded", [False, True])
def test_an_endless_cell_is_cut_off(brief: Notebook, source: str, graded: bool) -> None:
    if graded and source == ENDLESS["in what is shown"]:
        assert brief.shows(source, graded=True) == [_result("<Slow>")]
        return
    reply = brief.ask(f"x = 1\n{source}", graded=graded)
    assert isinstance(reply, Hung), reply
    assert reply.seconds == BRIEF.cell_seconds
    assert brief.shows("x") == [_result("1")]


def test_a_cell_of_the_course_that_was_cut_off_says_where(brief: Notebook) -> None:
    reply = brief.ask("x = 1\nwhile True: pass", graded=True)
    assert isinstance(reply, Hung)
    assert reply.where == "cell 1, line 2, in <module>: while True: pass"


def test_a_cell_that_raises_what_hangs_when_it_is_shown_has_not_run_to_its_end(
    brief: Notebook,
) -> None:
    reply = brief.ask(
        "class E(Exception):\n    def __str__(self):\n        while True: pass\nraise E"
    )
    assert isinstance(reply, Hung) or (
        isinstance(reply, Returned)
        and not reply.value.completed
        and reply.value.outputs[-1].kind == "error"
    )
    assert brief.shows("1") == [_result("1")]


def test_a_cell_that_hangs_twice_takes_no_other_along(brief: Notebook) -> None:
    brief.shows(
        "ready = []\n"
        "def after(_):\n    if ready:\n        ready.clear()\n        while True: pass\n"
        "get_ipython().events.register('post_run_cell', after)"
    )
    assert isinstance(brief.ask("ready.append(1)\nwhile True: pass"), Hung)
    assert brief.shows("1") == [_result("1")]


def test_a_call_has_less_time_than_a_cell() -> None:
    limits = Limits(call_seconds=0.2, cell_seconds=60.0)
    with _opened(limits) as notebook:
        notebook.shows("def f():\n    while True: pass")
        reply = notebook.call("f")
        assert isinstance(reply, Hung)
        assert reply.seconds == 0.2
        assert reply.where == "cell 1, line 2, in f: while True: pass"


# --- calls ------------------------------------------------------------------------------------


def test_what_cells_define_is_called(notebook: Notebook) -> None:
    notebook.shows("def f(x):\n    return g(x)", "def g(x):\n    return x + 1")
    assert notebook.call("f", 1) == Returned(2)
    assert notebook.call("h") == Missing("h", ("f", "g"))


def test_an_error_in_a_call_names_the_cell(notebook: Notebook) -> None:
    notebook.shows("x = 1", "def f():\n    return 1 / 0")
    reply = notebook.call("f")
    assert isinstance(reply, Failed)
    assert (reply.error.kind, reply.error.origin) == ("ZeroDivisionError", "submission")
    assert reply.error.where == "cell 2, line 2, in f: return 1 / 0"


def test_where_something_is_in_memory_is_not_said(notebook: Notebook) -> None:
    notebook.shows("def f():\n    raise ValueError(f'{object()} and 0x1f')")
    reply = notebook.call("f")
    assert isinstance(reply, Failed)
    assert reply.error.message == "<object object at 0x…> and 0x1f"


def test_a_class_of_a_cell_s_can_be_pickled(notebook: Notebook) -> None:
    notebook.shows(
        "import pickle\nclass P:\n    x = 5",
        "def f():\n    return pickle.loads(pickle.dumps(P())).x",
    )
    assert notebook.shows("f()") == [_result("5")]
    assert notebook.call("f") == Returned(5)


def test_a_first_cell_begins_anew() -> None:
    lab = InProcessLab("torch")
    with lab.open():
        assert Notebook(lab).shows("x = 1", "x") == [_result("1")]
        assert Notebook(lab).error("x")["ename"] == "NameError"
        lab.ask(Clear())
        assert Notebook(lab).shows("2") == [_result("2")]


# --- a cell of the course's -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("", []),
        ("x = 1", []),
        ("None", []),
        ("2", [_result("2")]),
        ("-0.5", [_result("-0.5")]),
        ("1\n2", [_result("2")]),
        ("2;", [_result("2")]),
        ("True", [_result("<bool>")]),
        ("'5'", [_result("<str>")]),
        ("[5]", [_result("<list>")]),
        ("class Five(int):\n    def __repr__(self): return '5'\nFive(0)", [_result("<Five>")]),
        ("class Five:\n    def __repr__(self): return '5'\nFive()", [_result("<Five>")]),
        ("import numpy\nnumpy.float64(5)", [_result("<float64>")]),
        ("print('a')\n2", [_out("a\n"), _result("2")]),
        ("display(7)\n2", [_display("7"), _result("2")]),
        ("assert 1 + 1 == 2", []),
        ("%who", [_out("Interactive namespace is empty.\n")]),
    ],
)
def test_a_graded_cell_shows_numbers_and_no_more(
    notebook: Notebook, source: str, shown: list[tuple[str, dict[str, str]]]
) -> None:
    assert notebook.shows(source, graded=True) == shown


def test_a_bare_assert_is_an_error_without_a_message(notebook: Notebook) -> None:
    notebook.shows("def f(x):\n    return x")
    error = notebook.error("assert f(1) == 1\nassert f(1) == 2\nassert f(2) == 2", graded=True)
    assert (error["ename"], error["evalue"]) == ("AssertionError", "")
    assert "assert f(1) == 2" in error["traceback"]
    assert "line 2" in error["traceback"]


def test_a_graded_cell_shares_the_names_of_the_others(notebook: Notebook) -> None:
    notebook.shows("def f(x):\n    return x + y")
    assert notebook.shows("y = 2\nf(1)", graded=True) == [_result("3")]
    assert notebook.shows("f(2)") == [_result("4")]


HOMES = {
    builtins: "compile exec eval repr ascii format isinstance len type",
    ast: "parse Expr Expression",
    traceback: "extract_tb format_list",
    sys: "displayhook",
}
PLANTED = {
    "a transformer of trees": """
import ast
class Lenient(ast.NodeTransformer):
    def visit_Assert(self, node): return ast.Pass()
    def visit_Constant(self, node): return ast.Constant(5)
get_ipython().ast_transformers.append(Lenient())
""",
    "a transformer of lines": """
get_ipython().input_transformers_post.append(lambda lines: ['5\\n'])
get_ipython().input_transformers_cleanup.append(lambda lines: ['5\\n'])
""",
    "another transformer manager": """
get_ipython().input_transformer_manager.transform_cell = lambda _: '5'
""",
    "hooks for what is shown": """
import sys
sys.displayhook = lambda _: print('5')
get_ipython().displayhook.write_format_data = lambda *_: print('5')
""",
    "a formatter": """
formatter = get_ipython().display_formatter
formatter.formatters['text/plain'].for_type(float, lambda *_: _[1].text('5'))
formatter.format = lambda *_, **__: ({'text/plain': '5'}, {})
get_ipython().display_formatter = formatter
""",
    "a way to run cells": """
get_ipython().run_cell = get_ipython().run_code = lambda *_, **__: print('5')
get_ipython().compile.ast_parse = lambda *_, **__: None
get_ipython().custom_exceptions = (AssertionError,)
get_ipython().set_custom_exc((AssertionError,), lambda *_, **__: None)
get_ipython().showtraceback = get_ipython()._showtraceback = lambda *_, **__: None
""",
    "events": """
get_ipython().events.register('pre_run_cell', lambda _: print('5'))
get_ipython().events.register('post_run_cell', lambda _: print('5'))
""",
    "another compile": """
import builtins
kept = builtins.compile
builtins.compile = lambda source, *more, **options: kept('5', *more, **options)
""",
    "another exec and eval": """
import builtins
builtins.exec = builtins.eval = lambda *_, **__: 5
""",
    "another repr": """
import builtins
builtins.repr = builtins.ascii = builtins.format = lambda *_: '5'
""",
    "another isinstance and len": """
import builtins
builtins.isinstance, builtins.len = lambda *_: False, lambda _: 0
""",
    "another parser": """
import ast
ast.parse = lambda *_, **__: ast.Module([], [])
""",
    "another node": """
import ast
kept = ast.Expression
ast.Expression = lambda body: kept(ast.copy_location(ast.Constant(5), body))
""",
    "a traceback": """
import traceback
traceback.extract_tb = traceback.format_list = lambda *_, **__: []
""",
    "names of its own": """
def compile(*_, **__): return 5
exec = eval = repr = compile
__builtins__ = {'print': print, 'AssertionError': KeyboardInterrupt}
""",
}


def _ask_after(planted: str, graded: str) -> Reply:
    """The reply to a graded cell; what was planted in this process is gone when it is looked at."""
    with pytest.MonkeyPatch.context() as kept, _opened() as notebook:
        for home, names in HOMES.items():
            for name in names.split():
                kept.setattr(home, name, getattr(home, name))
        notebook.ask(planted)
        return notebook.ask(graded, graded=True)


def _points(reply: Reply) -> list[str]:
    """What nbgrader would take as points."""
    shown = reply.value.outputs if isinstance(reply, Returned) else ()
    return [output.texts["text/plain"] for output in shown if output.kind == "execute_result"]


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED)
def test_what_is_planted_in_the_shell_bends_no_assert(planted: str) -> None:
    reply = _ask_after(planted, "assert 1 == 2, 'no'")
    assert _points(reply) == []
    if isinstance(reply, Returned):
        assert not reply.value.completed
        assert [output.kind for output in reply.value.outputs] == ["error"]
        assert reply.value.outputs[0].texts["ename"] == "AssertionError"
    else:
        assert isinstance(reply, Failed)  # no more than its own cell's points are lost


@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED)
def test_what_is_planted_in_the_shell_bends_no_points(planted: str) -> None:
    assert _points(_ask_after(planted, "0.5")) in ([], ["0.5"])


def test_what_says_that_it_is_a_number_is_none() -> None:
    planted = "import builtins\nbuiltins.type = lambda *_: int"
    reply = _ask_after(planted, "class Five:\n    def __repr__(self): return '5'\nFive()")
    assert _points(reply) != ["5"]


@pytest.mark.parametrize(
    "planted",
    [
        "def f(): get_ipython().displayhook(5)",
        "import sys\ndef f(): sys.displayhook(5)",
        "def f(): get_ipython().run_cell('5')",
    ],
)
def test_what_a_graded_cell_calls_gives_itself_no_points(notebook: Notebook, planted: str) -> None:
    notebook.shows(planted)
    came = notebook.run("f()\nassert False", graded=True)
    assert not came.completed
    assert "execute_result" not in [output.kind for output in came.outputs]


def test_what_a_graded_cell_calls_clears_no_error(notebook: Notebook) -> None:
    notebook.shows(
        "from IPython.display import clear_output\n"
        "def f():\n    clear_output()\n    clear_output(wait=True)"
    )
    notebook.error("f()\nassert False", graded=True)


# --- this process -----------------------------------------------------------------------------


def _main() -> list[object]:
    return [sys.modules["__main__"]]


def _streams() -> list[object]:
    return [sys.stdin, sys.stdout, sys.stderr]


def _hooks() -> list[object]:
    return [sys.displayhook, sys.excepthook, signal.getsignal(signal.SIGALRM)]


@pytest.mark.parametrize("state", [_main, _streams, _hooks, sys.path.copy])
def test_this_process_is_as_before(state: Callable[[], list[object]]) -> None:
    before = state()
    with _opened() as notebook:
        notebook.shows("import sys\nsys.stdout = sys.stderr\nprint(1)", "display(2)\n3")
        notebook.shows("4", graded=True)
        notebook.error("1 / 0")
    assert state() == before


def test_one_notebook_after_the_other(notebook: Notebook) -> None:
    """IPython has one shell for the whole process, which must not be the one before."""
    assert notebook.shows("x = 'first'\ndisplay(x)\nprint(x)")[0] == _display("'first'")
    for name in ("second", "third"):
        with _opened() as another:
            assert another.shows(f"y = '{name}'\ndisplay(y)\nget_ipython().user_ns['y']") == [
                _display(f"'{name}'"),
                _result(f"'{name}'"),
            ]
            assert another.error("x")["ename"] == "NameError"

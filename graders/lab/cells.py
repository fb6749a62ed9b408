"""Runs a notebook's cells as Jupyter would, and keeps what they show as plain data.

Magics, `display` and the rest are IPython's own. A cell of the course's that gives points runs beside
the shell: what the cells before it have planted there (transformers of code, hooks for what is
shown) does not reach it.
"""

from __future__ import annotations

import ast
import linecache
import sys
import traceback
import types
import warnings
from typing import Any

from IPython.core.compilerop import CachingCompiler
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.inputtransformer2 import TransformerManager
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

from graders.lab.limits import CallTimeoutError
from graders.lab.observations import CellRun
from graders.lab.outputs import Recorder, Streams
from graders.lab.plain import type_name

# Kept from before any submission ran: it may put others in their places.
_compile, _eval, _exec, _repr = compile, eval, exec, repr
_Expr, _Expression = ast.Expr, ast.Expression
_NUMBERS = (int, float)


class _Hook(DisplayHook):
    """Records what an expression at the end of a cell gives."""

    shell: _Shell

    def write_output_prompt(self) -> None:
        """Nothing is printed here."""

    def write_format_data(
        self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None
    ) -> None:
        """Keep it."""
        del md_dict
        self.shell.recorder.rich("execute_result", format_dict)


class _Publisher(DisplayPublisher):
    """Records what `display` is given."""

    shell: _Shell

    def publish(
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None = None,
        source: str | None = None,
        *,
        transient: dict[str, Any] | None = None,
        update: bool = False,
        **_more: Any,
    ) -> None:
        """Keep it, in the place of an earlier one where it is an update."""
        del metadata, source
        name = str((transient or {}).get("display_id", ""))
        self.shell.recorder.rich("display_data", data, name, update=update)

    def clear_output(self, wait: bool = False) -> None:
        """Forget what the cell has shown so far."""
        self.shell.recorder.clear(later=wait)


class _Compiler(CachingCompiler):
    """Names code after its cell."""

    cell = ""

    def get_code_name(self, raw_code: str, transformed_code: str, number: int) -> str:
        """What tracebacks call the cell that runs."""
        del raw_code, transformed_code, number
        return self.cell


class _Shell(InteractiveShell):
    """IPython's shell without a terminal, a history file or a profile."""

    displayhook_class = Type(_Hook)
    display_pub_class = Type(_Publisher)
    compiler_class = Type(_Compiler)
    recorder: Recorder
    compile: _Compiler
    late: CallTimeoutError | None = None

    def init_profile_dir(self, profile_dir: Any = None) -> None:
        """There is none."""

    def init_ipython_dir(self, ipython_dir: Any = None) -> None:
        """There is none."""

    def init_virtualenv(self) -> None:
        """This process is in the right one."""

    def enable_gui(self, gui: Any = None) -> None:
        """There is none."""

    def ask_exit(self) -> None:
        """A cell ends a notebook by raising, not by asking."""

    def showtraceback(self, *arguments: Any, **options: Any) -> None:
        """Not of the end of its time, which is nobody's mistake to be explained line by line."""
        error = sys.exception()
        if isinstance(error, CallTimeoutError):
            self.late = error
        else:
            super().showtraceback(*arguments, **options)

    def _showtraceback(self, etype: type, evalue: BaseException, stb: Any) -> None:
        del etype
        kind, message, _ = _described(evalue, "")
        self.recorder.error(kind, message, [str(line) for line in stb])


class Notebook:
    """One notebook that is being run, in a module of its own."""

    def __init__(self, module: types.ModuleType) -> None:
        settings = Config()
        settings.HistoryManager.enabled = False
        settings.HistoryManager.hist_file = ":memory:"
        settings.InteractiveShell.colors = "nocolor"
        if isinstance(InteractiveShell._instance, _Shell):  # noqa: SLF001  no other way to ask
            _Shell.clear_instance()
        # `display` asks for the one shell of the process. In a kernel that is another one.
        make = _Shell if InteractiveShell.initialized() else _Shell.instance
        self._module = module
        self._shell: _Shell = make(config=settings, user_module=module)
        self._names: set[str] = set()
        self._streams = Streams()

    def owns(self, filename: str) -> bool:
        """Whether code with this file name stands in a cell."""
        return filename in self._names

    def run(self, source: str, name: str, *, graded: bool) -> CellRun:
        """Run a cell. What it raises is an output; only the end of its time is not."""
        self._names.add(name)
        self._shell.compile.cell = name
        recorder = self._shell.recorder = Recorder(quiet=graded)
        with self._streams.capturing(recorder):
            return self._run_graded(source, name) if graded else self._run(source)

    def _run(self, source: str) -> CellRun:
        self._shell.late = None
        with warnings.catch_warnings():
            warnings.simplefilter("default")
            done = self._shell.run_cell(source, store_history=True)
        if self._shell.late is not None:
            raise self._shell.late
        return CellRun(self._shell.recorder.outputs(), bool(done.success))

    def _run_graded(self, source: str, name: str) -> CellRun:
        """The course's own cell: no transformer, no hook, no formatter of the submission's.

        What it ends in is kept apart from what is shown meanwhile, and comes last.
        """
        text = TransformerManager().transform_cell(source)
        linecache.cache[name] = (len(text), None, text.splitlines(True), name)
        end, recorder = Recorder(), self._shell.recorder
        completed = True
        try:
            value = self._evaluated(text, name)
            if value is not None:
                end.rich("execute_result", {"text/plain": _as_score(value)})
        except CallTimeoutError:
            raise
        except BaseException as error:  # noqa: BLE001  whatever it is, it is this cell's end
            end.error(*_described(error, name))
            completed = False
        shown = [o for o in recorder.outputs() if o.kind in ("stream", "display_data")]
        return CellRun((*shown, *end.outputs()), completed)

    def _evaluated(self, text: str, name: str) -> Any:
        """Run it all; what the expression at its end gives, if there is one."""
        tree: Any = _compile(text, name, "exec", ast.PyCF_ONLY_AST)
        last = tree.body.pop() if tree.body and type(tree.body[-1]) is _Expr else None
        names = self._module.__dict__
        sys.settrace(None)  # it could jump over an assert
        _exec(_compile(tree, name, "exec"), names)
        if last is None:
            return None
        return _eval(_compile(_Expression(last.value), name, "eval"), names)


def _as_score(value: Any) -> str:
    """A number exactly as it is; of anything else, only what kind of thing it was."""
    return _repr(value) if type(value) in _NUMBERS else f"<{type_name(value)}>"


def _described(error: BaseException, name: str) -> tuple[str, str, list[str]]:
    """An exception's class, what it says, and the lines that led to it, from the cell on."""
    try:
        message = str.__str__(str(error))
    except BaseException:  # noqa: BLE001  it may be the submission's
        message = ""
    frames = traceback.extract_tb(error.__traceback__)
    while frames and frames[0].filename != name:
        frames.pop(0)
    kind = type_name(error)
    return kind, message, [*traceback.format_list(frames), f"{kind}: {message}"]

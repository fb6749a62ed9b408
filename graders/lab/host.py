"""The inside of a lab: where live objects are, and where a submission's code runs.

Whatever a submission does comes out of `Host.serve` as a reply. What leaves it as an exception is
the fault of this program, or the user's Ctrl-C.
"""

from __future__ import annotations

import functools
import linecache
import os
import pathlib
import re
import sys
import traceback
import types
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from graders.lab.devices import DeviceLostError, Placement
from graders.lab.equipment import InstrumentFaultError, OwnInstrument, loaded
from graders.lab.frameworks import Framework
from graders.lab.frameworks.instruments import UnmeasurableError
from graders.lab.limits import CallTimeoutError, Clock
from graders.lab.messages import (
    DEVICE,
    DEVICE_LOST,
    Build,
    Call,
    Clear,
    Died,
    Equip,
    Failed,
    Handle,
    Hung,
    Load,
    Measure,
    Missing,
    Reply,
    Request,
    Returned,
    RunCell,
    unknown_instrument,
)
from graders.lab.observations import Raised
from graders.lab.plain import Exporter, printable_name, type_name
from graders.lab.surroundings import Surroundings
from graders.networks import Batch, Description, DType

if TYPE_CHECKING:
    from graders.lab.cells import Notebook

T = TypeVar("T")

_MAX_MESSAGE = 300
# What exercises have an exception carry besides its message.
_FACTS = ("layer",)
# Where an object is in memory differs from run to run, and says nothing.
_ADDRESS = re.compile(r"\b0x[0-9a-f]{6,}\b")
_OWN_FOLDER = str(pathlib.Path(__file__).parents[1])


class Host:
    """Serves requests for one submission, or for none: then it is a reference."""

    def __init__(
        self, framework: Framework, clock: Clock, placement: Placement | None = None
    ) -> None:
        self._framework = framework
        self._within = framework.within(placement or Placement())
        self._clock = clock
        self._exporter = Exporter(framework.unwrap)
        self._live: dict[int, Any] = {}
        self._own: dict[str, OwnInstrument] = {}
        self._module: types.ModuleType | None = None
        self._path = ""
        self._cells: Notebook | None = None
        self._adopted = False

    def serve(self, request: Request) -> Reply:
        """Do what is asked, at home."""
        if self._framework.lost:
            return Died(DEVICE_LOST, self._framework.lost)
        try:
            with self._within():
                return self._served(request)
        except DeviceLostError as lost:
            return Died(DEVICE, str(lost))

    def leave(self) -> None:
        """Forget the submission and all that it made: memory that it holds is missing elsewhere."""
        self._live.clear()
        if self._module is not None and not self._adopted:
            sys.modules.pop(self._module.__name__, None)
        self._module = None
        self._cells = None
        self._framework.give_back()

    def _served(self, request: Request) -> Reply:
        match request:
            case Call():
                return self._call(request)
            case Measure():
                return self._measure(request)
            case Build():
                return Returned(self._keep(self._framework.build(request.description)))
            case Clear():
                self._live.clear()
                self._framework.start_case(request.seed)
                return Returned(None) if request.then is None else self._served(request.then)
            case Equip():
                return self._equip(request)
            case Load():
                return self._load(request)
            case RunCell():
                return self._run_cell(request)

    # --- a submission's code ----------------------------------------------------------------

    def _load(self, request: Load) -> Reply:
        module = types.ModuleType(request.module)
        module.__file__ = self._path = request.path
        # Tracebacks quote the lines that were judged, not what the file may have become since.
        text = request.source.decode("utf-8", "replace")
        linecache.cache[request.path] = (len(text), None, text.splitlines(True), request.path)
        sys.modules[request.module] = self._module = module

        def run() -> None:
            code = compile(request.source, request.path, "exec", dont_inherit=True)
            exec(code, module.__dict__)  # noqa: S102  running the submission is the purpose

        return self._watched(run, lambda _: None)

    def adopt(self, module: types.ModuleType) -> None:
        """Take what runs in this process already, cell by cell: a kernel's module."""
        self._module = module
        self._adopted = True

    def _run_cell(self, request: RunCell) -> Reply:
        if request.first or self._cells is None:
            self._module = types.ModuleType(request.module)
            self._cells = _notebook(self._module)
        run = functools.partial(
            self._cells.run, request.source, request.name, graded=request.graded
        )
        return self._watched(run, self._not_swallowed, self._clock.limits.cell_seconds)

    def _not_swallowed(self, shown: Any) -> Any:
        """What a cell showed, unless IPython made an output of the end of its time, or of Ctrl-C."""
        if self._clock.interrupted:
            raise KeyboardInterrupt
        if self._clock.rang:
            raise CallTimeoutError
        return shown

    def _call(self, request: Call) -> Reply:
        names = {} if self._module is None else self._module.__dict__
        if request.function not in names:
            return Missing(request.function, self._public_names())
        function = names[request.function]
        arguments = [self._arrive(a) for a in request.arguments]
        options = {name: self._arrive(a) for name, a in request.options.items()}
        return self._watched(lambda: function(*arguments, **options), self._leave)

    def _public_names(self) -> tuple[str, ...]:
        """What the submission itself defines and does not hide."""
        if self._module is None:
            return ()
        own = self._module.__name__
        return tuple(
            printable_name(name)
            for name, value in self._module.__dict__.items()
            if not name.startswith("_") and getattr(value, "__module__", None) == own
        )

    def _measure(self, request: Measure) -> Reply:
        arguments = [self._arrive(a) for a in request.arguments]
        own = self._own.get(request.instrument)
        if own is None:
            instrument = self._instrument(request.instrument)
            return self._watched(lambda: instrument(*arguments), self._leave_observation)
        leave = functools.partial(self._leave_held, own)
        try:
            return self._watched(lambda: own.function(*arguments), leave)
        except InstrumentFaultError as error:  # of a reference, which nobody watches
            return Failed(self._as_data(error))

    def _instrument(self, name: str) -> Callable[..., Any]:
        found = self._framework.instruments.get(name)
        if found is None:
            raise unknown_instrument(name)
        return found

    def _equip(self, request: Equip) -> Reply:
        """Have an exercise's own instruments. What they raise is a fault of the exercise's."""
        try:
            self._own |= loaded(request)
        except Exception as error:  # noqa: BLE001  whatever it is
            return Failed(self._as_data(error))
        return Returned(None)

    def _watched(
        self, run: Callable[[], Any], leave: Callable[[Any], Any], seconds: float | None = None
    ) -> Reply:
        """Run something that may be, or may call, a submission's code. All it does becomes data."""
        if self._module is None:  # no submission is loaded: there is nobody to be watched
            return Returned(leave(run()))
        # Pickle looks a class up here, and another lab may have put a namesake in its place.
        displaced = sys.modules.get(self._module.__name__, self._module)
        sys.modules[self._module.__name__] = self._module
        surroundings = Surroundings(self._framework)
        printed = surroundings.printed
        try:
            with surroundings, self._clock.running(seconds):
                value = leave(run())
            return Returned(value, printed.text())
        except CallTimeoutError as late:
            limit = self._clock.limits.call_seconds if seconds is None else seconds
            return Hung(limit, self._innermost_line(late), printed.text())
        except BaseException as error:
            if self._clock.interrupted:
                raise
            return Failed(self._as_data(error), printed.text())
        finally:
            sys.modules[self._module.__name__] = displaced

    # --- what crosses -----------------------------------------------------------------------

    def _keep(self, value: Any) -> Handle:
        number = len(self._live)
        self._live[number] = value
        return Handle(number, type_name(value))

    def _is_kept(self, value: object) -> bool:
        return any(value is live for live in self._live.values())

    def _arrive(self, argument: Any) -> Any:
        """Build descriptions, look up handles, copy lists: the submission gets its own objects."""
        if isinstance(argument, Handle):
            return self._live[argument.number]
        if isinstance(argument, Batch):
            return self._framework.make_batch(argument)
        if isinstance(argument, DType):
            return self._framework.dtype(argument.name)
        if isinstance(argument, Description):
            return self._framework.build(argument)
        if isinstance(argument, list):
            return [self._arrive(item) for item in argument]
        if isinstance(argument, tuple):
            return tuple(self._arrive(item) for item in argument)
        if isinstance(argument, dict):
            return {key: self._arrive(item) for key, item in argument.items()}
        return argument

    def _is_live(self, value: Any) -> bool:
        """Networks and the like; functions too: some exercises ask for one."""
        return self._framework.is_live(value) or callable(value)

    def _leave(self, value: Any) -> Any:
        return self._keep(value) if self._is_live(value) else self._exporter.export(value)

    def _leave_observation(self, value: Any) -> Any:
        """Instruments are ours: what they return is an observation, or live."""
        return self._keep(value) if self._is_live(value) else value

    def _leave_held(self, own: OwnInstrument, value: Any) -> Any:
        """Instruments of an exercise's own are held to what they promise."""
        return own.held(self._leave_observation(value))

    # --- exceptions -------------------------------------------------------------------------

    def _as_data(self, error: BaseException) -> Raised:
        kinds = type.__dict__["__mro__"].__get__(type(error))
        return Raised(
            type_name(error),
            self._message(error),
            tuple(kind.__name__ for kind in kinds if kind.__module__ == "builtins"),
            self._innermost_line(error),
            self._origin(error),
            self._facts(error),
        )

    def _message(self, error: BaseException) -> str:
        """What the exception says."""
        said = self._asked(lambda: str(error)) or ""
        text = _ADDRESS.sub("0x…", said.encode("utf-8", "replace").decode())
        return text[:_MAX_MESSAGE] + ("…" if len(text) > _MAX_MESSAGE else "")

    def _facts(self, error: BaseException) -> dict[str, int]:
        """The integers that it carries."""
        carried = {name: self._carried(error, name) for name in _FACTS}
        return {name: value for name, value in carried.items() if type(value) is int}

    def _carried(self, error: BaseException, name: str) -> Any:
        return self._asked(lambda: self._exporter.export(getattr(error, name, None)))

    def _asked(self, question: Callable[[], T]) -> T | None:
        """What an exception answers. The code may be the submission's, and raise or hang."""
        try:
            with self._clock.running():
                return question()
        except BaseException:
            if self._clock.interrupted:
                raise
            return None

    def _innermost_line(self, error: BaseException) -> str:
        """`line 12, in repair: the code` of the submission's innermost line that took part."""
        if isinstance(error, SyntaxError) and error.filename == self._path:
            return f"line {error.lineno}: {(error.text or '').strip()}"
        steps = [
            (frame.f_code.co_name, frame.f_code.co_filename, number)
            for frame, number in traceback.walk_tb(error.__traceback__)
            if self._owns(frame.f_code.co_filename)
        ]
        if not steps:
            return ""
        name, file, number = steps[-1]
        cell = "" if file == self._path else f"{file}, "
        return f"{cell}line {number}, in {name}: {linecache.getline(file, number).strip()}"

    def _owns(self, filename: str) -> bool:
        """Whether code of this file is the submission's: its file, or one of its cells."""
        if self._adopted:
            return _stands_in_no_file(filename)
        return filename == self._path or (self._cells is not None and self._cells.owns(filename))

    def _origin(self, error: BaseException) -> str:
        """Whose code raised: decides who is told, and whether it counts as an answer."""
        files = [f.f_code.co_filename for f, _ in traceback.walk_tb(error.__traceback__)]
        if isinstance(error, SyntaxError | UnmeasurableError) or any(map(self._owns, files)):
            return "submission"
        if isinstance(error, AttributeError) and self._is_kept(_asked_of(error)):
            return "submission"  # an instrument asked for a network, and this is none
        innermost = files[-1] if files else ""  # a submission's exception may hide where it was
        if isinstance(error, TypeError) and innermost == __file__:
            return "call"
        return "grader" if innermost.startswith(_OWN_FOLDER) else "framework"


def _stands_in_no_file(filename: str) -> bool:
    """Whether it names text of a kernel's cell: known line by line, and no file's."""
    known = linecache.cache.get(filename, ())
    return len(known) > 1 and known[1] is None and not os.path.exists(filename)  # noqa: PTH110


def _notebook(module: types.ModuleType) -> Notebook:
    """IPython is installed only where notebooks are judged."""
    from graders.lab.cells import Notebook  # noqa: PLC0415

    main = sys.modules["__main__"]
    try:
        return Notebook(module)
    finally:
        sys.modules["__main__"] = main  # IPython puts the module there


def _asked_of(error: AttributeError) -> object:
    """What lacked the attribute, past whatever a subclass says of it."""
    return vars(AttributeError)["obj"].__get__(error)

"""The inside of a lab: where live objects are, and where a submission's code runs.

Whatever a submission does comes out of `Host.serve` as a reply. What leaves it as an exception is
the fault of this program, or the user's Ctrl-C.
"""

from __future__ import annotations

import functools
import linecache
import sys
import types
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from graders.lab.call_environment import CallEnvironment
from graders.lab.devices import DeviceLostError, Placement
from graders.lab.exceptions import Exceptions, stands_in_no_file
from graders.lab.frameworks import Framework
from graders.lab.limits import CallTimeoutError, Clock
from graders.lab.messages import (
    DEVICE,
    DEVICE_LOST,
    Build,
    Call,
    Clear,
    Died,
    Failed,
    Handle,
    Hung,
    Load,
    LoadInstruments,
    Measure,
    Missing,
    Question,
    Reply,
    Returned,
    RunCell,
    unknown_instrument,
)
from graders.lab.own_instruments import InstrumentFaultError, OwnInstrument, loaded
from graders.lab.plain import Exporter, printable_name, type_name
from graders.networks import Batch, Description, DType

if TYPE_CHECKING:
    from graders.lab.cells import Notebook


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
        self._raising = Exceptions(clock, self._exporter, self._owns, self._is_kept)
        self._module: types.ModuleType | None = None
        self._cells: Notebook | None = None
        self._adopted = False

    def serve(self, request: Question) -> Reply:
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
        name = "" if self._module is None or self._adopted else self._module.__name__
        if (
            sys.modules.get(name) is self._module
        ):  # cells are `__main__` while they run, and no longer
            sys.modules.pop(name, None)
        self._module = None
        self._cells = None
        self._framework.give_back()

    def _served(self, request: Question) -> Reply:
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
            case LoadInstruments():
                return self._equip(request)
            case Load():
                return self._load(request)
            case RunCell():
                return self._run_cell(request)

    # --- a submission's code ----------------------------------------------------------------

    def _load(self, request: Load) -> Reply:
        module = types.ModuleType(request.module)
        module.__file__ = self._raising.path = request.path
        # Tracebacks quote the lines that were judged, not what the file may have become since.
        text = request.source.decode("utf-8", "replace")
        linecache.cache[request.path] = (len(text), None, text.splitlines(True), request.path)
        sys.modules[request.module] = self._module = module

        def run() -> None:
            code = compile(request.source, request.path, "exec", dont_inherit=True)
            exec(code, module.__dict__)  # noqa: S102  running the submission is the purpose

        return self._watched(run, lambda _: None)

    def _owns(self, filename: str) -> bool:
        """Whether code of this file is the submission's: its file, or one of its cells."""
        if self._adopted:
            return stands_in_no_file(filename)
        own = filename == self._raising.path
        return own or (self._cells is not None and self._cells.owns(filename))

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
            return Failed(self._raising.as_data(error))

    def _instrument(self, name: str) -> Callable[..., Any]:
        found = self._framework.instruments.get(name)
        if found is None:
            raise unknown_instrument(name)
        return found

    def _equip(self, request: LoadInstruments) -> Reply:
        """Have an exercise's own instruments. What they raise is a fault of the exercise's."""
        try:
            self._own |= loaded(request)
        except Exception as error:  # noqa: BLE001  whatever it is
            return Failed(self._raising.as_data(error))
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
        surroundings = CallEnvironment(self._framework)
        printed = surroundings.printed
        try:
            with surroundings, self._clock.running(seconds):
                value = leave(run())
            return Returned(value, printed.text())
        except CallTimeoutError as late:
            limit = self._clock.limits.call_seconds if seconds is None else seconds
            return Hung(limit, self._raising.innermost_line(late), printed.text())
        except BaseException as error:
            if self._clock.interrupted:
                raise
            return Failed(self._raising.as_data(error), printed.text())
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
        return own.held(self._keep(value) if own.is_live else self._leave_observation(value))


def _notebook(module: types.ModuleType) -> Notebook:
    """IPython is installed only where notebooks are judged."""
    from graders.lab.cells import Notebook  # noqa: PLC0415

    main = sys.modules["__main__"]
    try:
        return Notebook(module)
    finally:
        sys.modules["__main__"] = main  # IPython puts the module there

"""Exercises as pytest items, one a check.

`pytest exercises` collects `exercises/<name>/for_<framework>.py` whether the file is there or not;
a check that fails is a failing item whose report is the explanation, a stub that was not started a
skip. Results cross from xdist's workers in the items' user properties.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from _pytest._code.code import ExceptionInfo, TerminalRepr

from graders.app import progress
from graders.app.report_files import write_reports
from graders.app.request import RequestError
from graders.integrations.pytest.session import Session
from graders.judging.exercises import Exercise, Places, sound
from graders.judging.report import CheckReport
from graders.judging.submissions import SubmissionError
from graders.lab.devices import WISHES, DeviceError
from graders.lab.sealed.sandbox import SealError
from graders.reports.stories import teller
from graders.reports.terminal import as_text, check_evidence
from graders.reports.texts import DEFAULT, UnknownLanguageError, choose_language, texts

_PROPERTY = "lazylab"
_DEVICES = "lazylab-devices"
_SESSION = pytest.StashKey[Session]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of `pytest exercises`."""
    group = parser.getgroup("lazylab", "lazylab: exercises on lazy initialization")
    group.addoption(
        "--submission",
        metavar="PATH",
        type=Path,
        help="what to judge: a folder laid out like exercises/, or one .py (default: exercises/)",
    )
    group.addoption(
        "--bank",
        metavar="DIR",
        action="append",
        type=Path,
        default=[],
        help="a folder with exercises, beside those that are found anyway; can be repeated",
    )
    group.addoption("--framework", default=None, help="torch (default)")
    group.addoption("--device", default="auto", help=f"where networks live: {WISHES}")
    group.addoption("--lang", default=None, help="en or zh (default: LAZYLAB_LANG, the system's)")
    group.addoption(
        "--official",
        action="store_true",
        help="fixed seed, nothing remembered, what was not started counts as failed",
    )
    group.addoption(
        "--sealed", action="store_true", help="run the submission in a sealed process (Linux)"
    )
    limits = {"metavar": "NAME=VALUE", "action": "append", "default": []}
    group.addoption("--limit", help="such as memory=1024 (MiB) or cpu=60 (seconds)", **limits)
    group.addoption("--seed", metavar="TEXT", help="any text: the cases follow from it")
    group.addoption(
        "--report",
        metavar="NAME=FILE",
        action="append",
        default=[],
        help="write the report to a file, such as html=page.html; can be repeated",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Understand the request before anything is collected."""
    try:
        config.stash[_SESSION] = Session(config)
    except (
        DeviceError,
        RequestError,
        SealError,
        SubmissionError,
        UnknownLanguageError,
    ) as error:
        raise pytest.UsageError(_refused(error, config)) from error


def _refused(error: Exception, config: pytest.Config) -> str:
    """What an error says, in the language asked for if that is known."""
    try:
        language = choose_language(config.getoption("--lang"))
    except UnknownLanguageError:
        language = DEFAULT
    return texts(language).refusal(error)


def pytest_report_header(config: pytest.Config) -> list[str]:
    """What is wrong with any of the banks."""
    return [f"lazylab: {complaint}" for complaint in config.stash[_SESSION].bank.complaints]


def pytest_unconfigure(config: pytest.Config) -> None:
    """End what was started for the labs."""
    session = config.stash.get(_SESSION, None)
    if session is not None:
        session.judge.close()


def pytest_collect_directory(path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """An exercise's folder is collected by its checks, not by the files that are in it."""
    bank = parent.config.stash[_SESSION].bank
    if any(path == exercise.folder for exercise in bank.exercises):
        return ExerciseFolder.from_parent(parent, path=path)
    if any(path == Places(root).exercises for root in bank.roots):
        return AllExercises.from_parent(parent, path=path)
    return None


class AllExercises(pytest.Directory):
    """A bank's `exercises/`: who asks for it has those of the course, and of banks named, too.

    The others are in folders of their own, somewhere else; what stands around them is not looked at.
    """

    def collect(self) -> Iterator[pytest.Collector]:
        """Its own folders, and the files of exercises from elsewhere."""
        for exercise in self.config.stash[_SESSION].collected(self.path):
            if exercise.folder.parent == self.path:
                yield ExerciseFolder.from_parent(self, path=exercise.folder)
            else:
                yield from _files(self, exercise)


class ExerciseFolder(pytest.Directory):
    """The folder of one exercise."""

    def collect(self) -> Iterator[pytest.Collector]:
        """The answer's file in the framework asked for, even if it is missing."""
        yield from _files(self, self.config.stash[_SESSION].bank.exercise(self.path.name))


def _files(parent: pytest.Collector, exercise: Exercise) -> Iterator[pytest.Collector]:
    """The one file that answers an exercise, or none."""
    session = parent.config.stash[_SESSION]
    if session.submission.answers(exercise) and session.wants(exercise):
        path = exercise.stub(session.request.framework)
        inside = f"{exercise.name}/" if parent.path != exercise.folder else ""
        nodeid = f"{parent.nodeid}/{inside}{path.name}"
        yield ExerciseFile.from_parent(parent, path=path, nodeid=nodeid)


class ExerciseFile(pytest.File):
    """One answer, with one item a check."""

    def collect(self) -> Iterator[pytest.Item]:
        """The checks in their order."""
        session = self.config.stash[_SESSION]
        exercise = session.bank.exercise(self.path.parent.name)
        _, faults = sound([exercise])
        if faults:
            yield BrokenItem.from_parent(self, name="grader", fault=faults[0])
            return
        for check in exercise.checks:
            yield CheckItem.from_parent(self, name=check.name, exercise=exercise)


class BrokenItem(pytest.Item):
    """In the place of checks that cannot be imported: fails, and says why; the others go on."""

    def __init__(self, *, fault: Exception, **options: Any) -> None:
        super().__init__(**options)
        self._fault = fault

    def runtest(self) -> None:
        """Fail."""
        pytest.fail(f"the grader failed: {self._fault}", pytrace=False)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where the item is, and its name."""
        return self.path, None, f"{self.path.parent.name}: its grader"


class CheckFailedError(Exception):
    """A check that lost marks."""

    def __init__(self, report: CheckReport) -> None:
        super().__init__(report.name)
        self.report = report


class CheckItem(pytest.Item):
    """One check on the submission."""

    def __init__(self, *, exercise: Exercise, **options: Any) -> None:
        super().__init__(**options)
        self._exercise = exercise
        self._check = next(check for check in exercise.checks if check.name == self.name)

    @property
    def _session(self) -> Session:
        return self.config.stash[_SESSION]

    def runtest(self) -> None:
        """Judge; a report goes with the item whatever comes of it."""
        if self._session.missing:
            pytest.skip(self._session.missing)
        try:
            judging = self._session.judging(self._exercise)
        except DeviceError as error:
            pytest.fail(str(error), pytrace=False)
        report = judging.run(self._check)
        encoded = msgspec.json.encode(report).decode()
        self.user_properties.append((_PROPERTY, f"{self._exercise.name}\n{encoded}"))
        self.user_properties.append((_DEVICES, " ".join(self._session.judge.placement.devices)))
        if report.outcome == "not_started" and not self._session.request.official:
            pytest.skip(self._why(report))
        if report.outcome != "passed":
            raise CheckFailedError(report)

    def _why(self, report: CheckReport) -> str:
        assert report.trouble is not None
        return self._session.texts.say(f"trouble.{report.trouble.kind}", **report.trouble.facts)

    def repr_failure(
        self, excinfo: ExceptionInfo[BaseException], style: Any = None
    ) -> str | TerminalRepr:
        """The explanation in place of a traceback."""
        if not isinstance(excinfo.value, CheckFailedError):
            return super().repr_failure(excinfo, style)
        report, session = excinfo.value.report, self._session
        told = teller(self._exercise, session.request.framework, session.texts).check(report)
        evidence = check_evidence(told, session.texts)
        points = session.texts.say("label.of", earned=report.earned, possible=report.points)
        shown = as_text(evidence, width=shutil.get_terminal_size().columns, color=False)
        return f"{told.title}  {points}\n\n{shown}"

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where the item is, and its name as a sentence."""
        return self.path, None, f"{self._exercise.name}: {self._check.sentence}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Give the signals back after the last check of an exercise."""
    yield
    if isinstance(item, CheckItem) and not (
        isinstance(nextitem, CheckItem) and nextitem.parent is item.parent
    ):
        item.config.stash[_SESSION].close()


class _Gathering:
    """Collects the results of all items, also of those that ran in workers."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take the result that came with an item, once."""
        if report.when != "call":
            return
        for name, value in report.user_properties:
            if name == _PROPERTY:
                exercise, _, encoded = str(value).partition("\n")
                result = msgspec.json.decode(encoded, type=CheckReport)
                self._session.results.setdefault(exercise, {})[result.name] = result
            elif name == _DEVICES:
                self._session.devices = str(value).split()


def pytest_sessionstart(session: pytest.Session) -> None:
    """Listen to the results."""
    gathering = _Gathering(session.config.stash[_SESSION])
    session.config.pluginmanager.register(gathering, "lazylab-gathering")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write the reports asked for. Workers leave that to the one that started them."""
    ours = session.config.stash[_SESSION]
    if not hasattr(session.config, "workerinput"):
        try:
            write_reports(ours.report(), ours.bank, ours.texts, ours.report_files)
        except RequestError as error:
            raise pytest.UsageError(ours.texts.refusal(error)) from error


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The table of points at the end. A worker has only some results, and nobody who reads them."""
    session = terminalreporter.config.stash[_SESSION]
    if not session.results or hasattr(terminalreporter.config, "workerinput"):
        return
    report = session.report()
    table = progress.points(session.bank, report, session.request, session.texts)
    writer = terminalreporter._tw  # noqa: SLF001  as pytest's own plugins do
    terminalreporter.section("lazylab")
    terminalreporter.write_line(as_text(table, width=writer.fullwidth, color=writer.hasmarkup))
    if report.untried:
        said = session.texts.say("device.untried", why=report.untried)
        terminalreporter.write_line(said, light=True)

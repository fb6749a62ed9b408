"""Exercises as pytest items, one a check.

`pytest exercises` collects `exercises/<name>/for_<framework>.py` whether the file is there or not;
a check that fails is a failing item whose report is the explanation, a stub that was not started a
skip. Results cross from xdist's workers in the items' user properties.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from _pytest._code.code import ExceptionInfo, TerminalRepr

from graders.integrations.options import RequestError, Wishes
from graders.judging.exercises import Bank, Exercise
from graders.judging.judge import Judge, Judging
from graders.judging.prompts import Prompt
from graders.judging.report import CheckReport, ExerciseReport, Report, summed
from graders.judging.submissions import Submission, SubmissionError
from graders.lab.sealed.sandbox import SealError
from graders.reports import json_file
from graders.reports.terminal import as_text, check_evidence, check_title, points_table
from graders.reports.texts import Texts, UnknownLanguageError, choose_language, texts

_PROPERTY = "lazylab"
_SESSION = pytest.StashKey["Session"]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of `pytest exercises`."""
    group = parser.getgroup("lazylab", "lazylab: exercises on lazy initialization")
    group.addoption(
        "--submission",
        metavar="PATH",
        type=Path,
        help="what to judge: a folder laid out like exercises/, or one .py (default: exercises/)",
    )
    group.addoption("--framework", default="torch", help="torch (default)")
    group.addoption("--device", default="auto", help="auto (default) or cpu")
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
    group.addoption("--report-json", metavar="FILE", type=Path, help="write the report to FILE")


class Session:
    """What one pytest run knows: the bank, the wishes, and the results so far."""

    def __init__(self, config: pytest.Config) -> None:
        option = config.getoption
        self.bank = Bank()
        self.wishes = Wishes(
            submission=option("submission"),
            framework=option("framework"),
            device=option("device"),
            official=option("official"),
            sealed=option("sealed"),
            limits=tuple(option("limit")),
            seed=option("seed"),
        ).checked()
        self.texts: Texts = texts(choose_language(option("lang")))
        self.report_file: Path | None = option("report_json")
        self.judge: Judge = self.wishes.judge(self.bank)
        self.results: dict[str, dict[str, CheckReport]] = {}
        self._named = _exercises_named(config, self.bank)
        self._submission: Submission | None = None
        if self.wishes.submission is not None:
            self._submission = self.wishes.chosen_submission(self.bank, self._named)
        self._open: contextlib.ExitStack | None = None
        self._judging: tuple[str, Judging] | None = None

    @property
    def submission(self) -> Submission:
        """What is judged."""
        return self._submission or self.wishes.chosen_submission(self.bank, [])

    def prompt(self, exercise: Exercise) -> Prompt:
        """The exercise's task in the language of this run."""
        return exercise.prompt(self.texts.language)

    def judging(self, exercise: Exercise) -> Judging:
        """The exercise's answer, loaded once for all checks that follow one another."""
        if self._judging is None or self._judging[0] != exercise.name:
            self.close()
            self._open = contextlib.ExitStack()
            path = self.submission.file_for(exercise, self.wishes.framework)
            opened = self._open.enter_context(self.judge.opened(exercise, path))
            self._judging = (exercise.name, opened)
        return self._judging[1]

    def close(self) -> None:
        """Close the lab that is open, if one is."""
        if self._open is not None:
            self._open.close()
        self._open = self._judging = None

    def report(self) -> Report:
        """All results, exercises and checks in the bank's order."""
        return Report(
            [self._exercise_report(e) for e in self.bank.exercises if e.name in self.results],
            seed=self.judge.effort.seed,
            seal=self.judge.seal,
        )

    def _exercise_report(self, exercise: Exercise) -> ExerciseReport:
        found = self.results[exercise.name]
        checks = [found[check.name] for check in exercise.checks if check.name in found]
        path = self.submission.file_for(exercise, self.wishes.framework)
        return summed(exercise.name, self.wishes.framework, checks, _short(path))


def _exercises_named(config: pytest.Config, bank: Bank) -> list[Exercise]:
    """The exercises that the command line's paths are about."""
    args = [Path(str(arg).split("::")[0]) for arg in config.args]
    return [e for e in bank.exercises if any(e.name in arg.parts for arg in args)]


def _short(path: Path) -> str:
    """The path as one would type it from here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def pytest_configure(config: pytest.Config) -> None:
    """Understand the request before anything is collected."""
    try:
        config.stash[_SESSION] = Session(config)
    except (RequestError, SealError, SubmissionError, UnknownLanguageError) as error:
        raise pytest.UsageError(str(error)) from error


def pytest_unconfigure(config: pytest.Config) -> None:
    """End what was started for the labs."""
    session = config.stash.get(_SESSION, None)
    if session is not None:
        session.judge.close()


def pytest_collect_directory(path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """An exercise's folder is collected by its checks, not by the files that are in it."""
    session = parent.config.stash[_SESSION]
    for exercise in session.bank.exercises:
        if path == exercise.folder:
            return ExerciseFolder.from_parent(parent, path=path)
    return None


class ExerciseFolder(pytest.Directory):
    """The folder of one exercise."""

    def collect(self) -> Iterator[pytest.Collector]:
        """The answer's file in the framework asked for, even if it is missing."""
        session = self.config.stash[_SESSION]
        exercise = session.bank.exercise(self.path.name)
        if session.submission.answers(exercise):
            yield ExerciseFile.from_parent(self, path=exercise.stub(session.wishes.framework))


class ExerciseFile(pytest.File):
    """One answer, with one item a check."""

    def collect(self) -> Iterator[pytest.Item]:
        """The checks in their order."""
        session = self.config.stash[_SESSION]
        exercise = session.bank.exercise(self.path.parent.name)
        for check in exercise.checks:
            yield CheckItem.from_parent(self, name=check.name, exercise=exercise)


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
        report = self._session.judging(self._exercise).run(self._check)
        encoded = msgspec.json.encode(report).decode()
        self.user_properties.append((_PROPERTY, f"{self._exercise.name}\n{encoded}"))
        if report.outcome == "not_started" and not self._session.wishes.official:
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
        prompt = session.prompt(self._exercise)
        beliefs = self._exercise.belief_texts(session.texts.language)
        evidence = check_evidence(report, session.wishes.framework, session.texts, beliefs)
        points = session.texts.say("label.of", earned=report.earned, possible=report.points)
        title = f"{check_title(report, prompt)}  {points}"
        return (
            f"{title}\n\n{as_text(evidence, width=shutil.get_terminal_size().columns, color=False)}"
        )

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


def pytest_sessionstart(session: pytest.Session) -> None:
    """Listen to the results."""
    gathering = _Gathering(session.config.stash[_SESSION])
    session.config.pluginmanager.register(gathering, "lazylab-gathering")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write the report, where one was asked for. Workers leave that to the one that started them."""
    ours = session.config.stash[_SESSION]
    if ours.report_file is not None and not hasattr(session.config, "workerinput"):
        try:
            json_file.write(ours.report(), ours.report_file)
        except OSError as error:
            raise pytest.UsageError(
                f"--report-json: cannot write {ours.report_file}: {error.strerror}"
            ) from error


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The table of points at the end."""
    session = terminalreporter.config.stash[_SESSION]
    if not session.results:
        return
    report = session.report()
    prompts = {
        e.name: session.bank.exercise(e.name).prompt(session.texts.language)
        for e in report.exercises
    }
    writer = terminalreporter._tw  # noqa: SLF001  as pytest's own plugins do
    table = points_table(report, prompts, session.texts)
    terminalreporter.section("lazylab")
    terminalreporter.write_line(as_text(table, width=writer.fullwidth, color=writer.hasmarkup))

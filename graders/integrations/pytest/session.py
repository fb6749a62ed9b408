"""What one pytest run of exercises knows, and what it has found out so far."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import pytest

from graders.app.banks import bank_in_use
from graders.app.environments import MissingFrameworkError
from graders.app.report_files import report_files
from graders.app.request import Request
from graders.app.settings import settings_in
from graders.judging.exercises import Bank, Exercise
from graders.judging.judge import Judge, Judging
from graders.judging.report import CheckReport, ExerciseReport, Report, summed
from graders.judging.submissions import Submission
from graders.reports import formats
from graders.reports.texts import Texts, choose_language, texts


class Session:
    """What one pytest run knows: the bank, the request, and the results so far."""

    def __init__(self, config: pytest.Config) -> None:
        option = config.getoption
        self._banks_named = [folder.resolve() for folder in option("bank")]
        settings = settings_in(Path.cwd())
        framework = option("framework") or settings.framework
        self.request = Request(
            submission=option("submission"),
            framework=framework,
            device=option("device"),
            official=option("official"),
            sealed=option("sealed"),
            limits=tuple(option("limit")),
            seed=option("seed"),
            workers=int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")),
        ).checked()
        self.bank = bank_in_use(option("bank")).in_framework(framework)
        self.texts: Texts = texts(choose_language(option("lang"), settled=settings.language))
        self.report_files = report_files(option("report"), formats.names())
        self.missing = ""
        try:
            self.judge: Judge = self.request.judge(self.bank)
        except MissingFrameworkError as error:
            self.missing = self.texts.refusal(error)
            self.judge = Judge(self.request.framework)
        self.results: dict[str, dict[str, CheckReport]] = {}
        self.devices: list[str] = []
        self._named = _exercises_named(config, self.bank)
        self._submission: Submission | None = None
        if self.request.submission is not None:
            self._submission = self.request.chosen_submission(self.bank, self._named)
        self._open: contextlib.ExitStack | None = None
        self._judging: tuple[str, Judging] | None = None

    @property
    def submission(self) -> Submission:
        """What is judged."""
        return self._submission or self.request.chosen_submission(self.bank, [])

    def wants(self, exercise: Exercise) -> bool:
        """Whether it is one of the course's, or was named, or its bank was."""
        named = exercise in self._named or exercise.root in self._banks_named
        return named or exercise in self.bank.offered

    def collected(self, folder: Path) -> list[Exercise]:
        """What is asked for by a bank's folder of exercises: the course's too, and of banks named."""
        own = [e for e in self.bank.exercises if e.folder.parent == folder]
        course = self.bank.offered if self.bank.selected else []
        named = [e for e in self.bank.exercises if e.root in self._banks_named]
        return list(dict.fromkeys([*own, *course, *named]))

    def judging(self, exercise: Exercise) -> Judging:
        """The exercise's answer, loaded once for all checks that follow one another."""
        if self._judging is None or self._judging[0] != exercise.name:
            self.close()
            self._open = contextlib.ExitStack()
            path = self.submission.file_for(exercise, self.request.framework)
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
            devices=self.devices,
            untried=self.request.untried(self.judge),
        )

    def _exercise_report(self, exercise: Exercise) -> ExerciseReport:
        found = self.results[exercise.name]
        checks = [found[check.name] for check in exercise.checks if check.name in found]
        path = self.submission.file_for(exercise, self.request.framework)
        return summed(exercise.name, self.request.framework, checks, _short(path))


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

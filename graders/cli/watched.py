"""One exercise that is judged again and again, and what somebody who watches looks at."""

from __future__ import annotations

from pathlib import Path

from graders.app.hints import first_in_need, next_hint
from graders.judging.checks import Check
from graders.judging.exercises import Bank, Exercise
from graders.judging.prompts import CheckText, Prompt
from graders.judging.report import CheckReport, ExerciseReport, summed
from graders.reports.stories import to_fix
from graders.reports.texts import Texts
from graders.reports.watch import Sight


class Watched:
    """An exercise: the results so far of the judging that goes on, and those of the last that ran.

    Its prompt is read once: it has a name also after its folder was removed.
    """

    def __init__(self, exercise: Exercise, framework: str, language: str) -> None:
        self.exercise = exercise
        self.prompt: Prompt = exercise.prompt(language)
        self.complete = False
        self.change = 0
        self._framework = framework
        self._reports: dict[str, CheckReport] = {}
        self._before: dict[str, CheckReport] = {}
        self._chosen: str | None = None
        self._looked_at: str | None = None

    @property
    def report(self) -> ExerciseReport:
        """What is known so far, checks in their order."""
        return self._summed(self._reports)

    @property
    def shown(self) -> str | None:
        """The check that is looked at: the one chosen, as long as it fails, else the first to fix."""
        names = [check.name for check in to_fix(self.report)]
        if self._chosen in names:
            return self._chosen
        return names[0] if names else None

    def begin(self) -> list[Check]:
        """Forget what is known; the checks in the order in which they are best judged.

        First the one that is looked at, then the others that failed last time: whoever has mended
        something sees that, and what comes next, before all that passed is judged again.
        """
        if not _could_not_run(self.report):
            self._looked_at = self.shown or (None if self.complete else self._looked_at)
            self._before = self._reports if self.complete else self._before
        if self._chosen != self._looked_at:
            self._chosen = None
        self._reports, self.complete = {}, False
        first = [self._looked_at, *(check.name for check in to_fix(self._summed(self._before)))]
        return sorted(
            self.exercise.checks,
            key=lambda check: first.index(check.name) if check.name in first else len(first),
        )

    def add(self, report: CheckReport) -> None:
        """Take one check's result."""
        self._reports[report.name] = report
        self.complete = len(self._reports) == len(self.exercise.checks)

    def turn(self) -> None:
        """Look at the next check that failed; after the last, at the first."""
        names = [check.name for check in to_fix(self.report)]
        if self.shown is not None:
            self._chosen = names[(names.index(self.shown) + 1) % len(names)]

    def next_hint(self, bank: Bank, texts: Texts) -> str:
        """A hint about the check that is looked at, else about what is to start with."""
        check = self.shown or first_in_need(self.report)
        if check is None:
            return texts.say("hint.all_pass", exercise=self.exercise.name)
        hints = self.prompt.checks.get(check, CheckText(check, ())).hints
        found = next_hint(bank, self.exercise.name, check, hints)
        if found is None:
            return texts.say("hint.none")
        return texts.say("hint.numbered", number=found.number, count=found.count, hint=found.text)

    def sight(self, *, everything: bool, remarks: tuple[str, ...] = ()) -> Sight:
        """What there is to see: also what was mended since last time, or all checks."""
        mended = {
            name
            for name, report in self._reports.items()
            if report.outcome == "passed"
            and name in self._before
            and self._before[name].outcome not in ("passed", "not_started")
        }
        listed = frozenset(self._reports if everything else mended)
        return Sight(self.report, self.complete, self.shown, listed, self.change, remarks)

    def _summed(self, reports: dict[str, CheckReport]) -> ExerciseReport:
        checks = [reports[c.name] for c in self.exercise.checks if c.name in reports]
        path = as_typed(self.exercise.stub(self._framework))
        return summed(self.exercise.name, self._framework, checks, str(path))


def _could_not_run(report: ExerciseReport) -> bool:
    """Whether the answer's file was the trouble, which says nothing about any check."""
    return all(check.outcome == "broke" and not check.calls for check in report.checks)


def as_typed(path: Path) -> Path:
    """The path as one would type it from here."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path

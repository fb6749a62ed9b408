"""What there is to tell of a check, once for all ways of showing it. No logic of judging.

A story is plain data, its sentences in one language: terminals, pages, notebooks and grading
platforms show the same parts in the same order, each as it can.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from graders.judging.beliefs import BeliefText
from graders.judging.exercises import Exercise
from graders.judging.prompts import Prompt
from graders.judging.report import CheckReport, ExerciseReport, Picture
from graders.lab.frameworks.common.spelling import Spelling
from graders.lab.frameworks.spellings import SPELLINGS
from graders.reports.texts import Texts

SIGNS = {
    "passed": "✓",
    "wrong": "✗",
    "broke": "✗",
    "not_started": "·",
    "unfinished": "…",
    "grader_fault": "!",
}
_MOST_BELIEFS = 3
# What a check may expect without a value to show for it.
_IN_WORDS = {
    "<a network>": "evidence.a_network",
    "<what fits the network>": "evidence.what_fits",
}

Beliefs = Callable[[str], BeliefText | None]
"""The text of a belief by its name, in the language of the story."""


class Side(Struct, frozen=True):
    """One of the two answers, and whose it is."""

    whose: str
    answer: str


class Line(Struct, frozen=True):
    """A line of code, and what came of it; empty where that says nothing."""

    code: str
    came: str


class Believed(Struct, frozen=True):
    """What was believed, it seems, and what cannot be told from it; why, and what is true instead."""

    said: list[str]
    whys: list[str]
    truths: list[str]


class Story(Struct, frozen=True):
    """All that is told of one check, in this order; what there is nothing to tell of is empty.

    `calls` are the submission's. `sides` are what came and what is right; `unlike` says of two that
    look the same that they are not. `trouble` is why there was no answer. `framework` is whose network
    the picture shows, `stopped` where it stops. `look` is code to see for oneself.
    """

    report: CheckReport
    title: str
    hints: tuple[str, ...]
    framework: str
    calls: list[str] = []
    sides: list[Side] = []
    unlike: str = ""
    trouble: str = ""
    picture: Picture | None = None
    stopped: str = ""
    believed: Believed | None = None
    look: list[Line] = []
    printed: str = ""

    @property
    def sign(self) -> str:
        """How it ended, as a sign."""
        return SIGNS[self.report.outcome]


class ExerciseStory(Struct, frozen=True):
    """The stories of an exercise's checks; which of them are there to be fixed; what to do next."""

    report: ExerciseReport
    prompt: Prompt
    checks: list[Story]
    to_fix: list[CheckReport]
    next_step: str

    @property
    def first(self) -> CheckReport | None:
        """What to fix first; None if there is nothing to fix."""
        return self.to_fix[0] if self.to_fix else None


class Teller:
    """Tells of the checks of one exercise, in the words of its prompt."""

    def __init__(
        self,
        framework: str,
        prompt: Prompt,
        texts: Texts,
        beliefs: Beliefs,
        spelling: Spelling | None = None,
    ) -> None:
        """`spelling` is how code is written in this exercise, where it has instruments of its own."""
        instruments = (spelling or SPELLINGS[framework]).instruments
        self._instruments = {name.rpartition("/")[2] for name in instruments}
        self._framework = framework
        self._prompt = prompt
        self._texts = texts
        self._beliefs = beliefs

    def exercise(self, report: ExerciseReport) -> ExerciseStory:
        """All of it."""
        stories = [self.check(check) for check in report.checks]
        step = next_step(report, self._prompt, self._texts)
        return ExerciseStory(report, self._prompt, stories, to_fix(report), step)

    def check(self, check: CheckReport) -> Story:
        """One check."""
        text = self._prompt.checks.get(check.name)
        failed = check.outcome in ("wrong", "broke")
        alike = check.expected and check.came == check.expected
        return Story(
            check,
            check_title(check, self._prompt),
            text.hints if text else (),
            SPELLINGS[self._framework].title,
            calls=_own(check) if failed else [],
            sides=list(self._sides(check)) if check.expected else [],
            unlike=self._texts.say("evidence.not_shown") if alike else "",
            trouble=self._trouble(check),
            picture=check.picture,
            stopped=self._stopped(check),
            believed=self._believed(check),
            look=_look(check) if check.outcome == "wrong" else [],
            printed=check.printed,
        )

    def _sides(self, check: CheckReport) -> Iterator[Side]:
        """What came, and what should have."""
        of_framework = check.expected_from == "framework"
        other = SPELLINGS[self._framework].title if of_framework else None
        yield Side(self._texts.say("label.you"), check.came)
        yield Side(other or self._texts.say("label.expected"), self._expected(check))

    def _expected(self, check: CheckReport) -> str:
        """What should have come: its value, or in words what has no value to show for it."""
        raised = check.trouble is not None and check.trouble.kind == "forward_raised"
        if raised and check.expected == "None":
            return self._texts.say("evidence.no_error")
        key = _IN_WORDS.get(check.expected)
        return self._texts.say(key) if key else check.expected

    def _trouble(self, check: CheckReport) -> str:
        """Why there was no answer; of a network that raised, only where: what it said is a side."""
        if check.outcome == "unfinished":
            return self._texts.say("trouble.unfinished", tried=check.tried)
        if check.trouble is None:
            return ""
        kind, facts = check.trouble.kind, check.trouble.facts
        if kind == "forward_raised" and check.expected:
            return facts.get("where", "")
        own, function = _own(check), facts.get("function", "")
        if own and function in self._instruments and f"{function}(" not in own[-1]:
            # An instrument was at it: what it did is known as code.
            facts = {**facts, "function": own[-1]}
        if facts.get("error") == "UnmeasurableError":
            kind = "unmeasurable"
        return self._texts.say(f"trouble.{kind}", **facts)

    def _stopped(self, check: CheckReport) -> str:
        """Where the framework stops, if all that is to be said of that is known."""
        if not check.stopped or "None" in check.stopped.values():
            return ""
        title = SPELLINGS[self._framework].title
        return self._texts.say("evidence.stopped", framework=title, **check.stopped)

    def _believed(self, check: CheckReport) -> Believed | None:
        """The belief that behaves the same, those that cannot be told from it, and what is true."""
        named = [check.belief, *check.rivals] if check.belief else []
        known = [text for name in named if name and (text := self._beliefs(name)) is not None]
        if not known:
            return None
        first, *others = known[:_MOST_BELIEFS]
        said = [self._texts.say("belief.seems", belief=first.belief, cases=check.agreed)]
        said += [self._texts.say("belief.or", belief=text.belief) for text in others]
        whys = dict.fromkeys(text.why for text in (first, *others))
        truths = dict.fromkeys(text.truth for text in (first, *others))
        return Believed(said, list(whys), list(truths))


def teller(exercise: Exercise, framework: str, texts: Texts) -> Teller:
    """Tells of an exercise's checks in the language of the texts."""
    language = texts.language
    beliefs = exercise.belief_texts(language)
    spelling = exercise.spelling_for_reports(framework)
    return Teller(framework, exercise.prompt(language), texts, beliefs, spelling)


def story_of(report: ExerciseReport, exercise: Exercise, texts: Texts) -> ExerciseStory:
    """All that is told of an exercise, in the language of the texts."""
    return teller(exercise, report.framework, texts).exercise(report)


def to_fix(report: ExerciseReport) -> list[CheckReport]:
    """The checks that lost points and were started, in order, each trouble once.

    A broken file breaks every check: what has no calls to show, and a trouble that was told, adds
    nothing.
    """
    found: list[CheckReport] = []
    for check in report.checks:
        told = not check.calls and check.trouble in [other.trouble for other in found]
        if check.outcome not in ("passed", "not_started") and not (check.trouble and told):
            found.append(check)
    return found


def check_title(check: CheckReport, prompt: Prompt) -> str:
    """What the check wants, in the prompt's language; its name as words if that says nothing."""
    text = prompt.checks.get(check.name)
    return text.title if text else check.name.replace("_", " ")


def next_step(exercise: ExerciseReport, prompt: Prompt, texts: Texts) -> str:
    """What to do next in one exercise, in one sentence."""
    if any(check.outcome == "grader_fault" for check in exercise.checks):
        return texts.say("next.grader_fault")
    failed = next(iter(to_fix(exercise)), None)
    if failed is not None:
        key = "next.unfinished" if failed.outcome == "unfinished" else "next.fix"
        return texts.say(key, title=check_title(failed, prompt))
    waiting = next((c for c in exercise.checks if c.trouble is not None), None)
    if waiting is None or waiting.trouble is None:
        return texts.say("next.done")
    function = waiting.trouble.facts.get("function", "")
    return texts.say("next.start", function=function, path=exercise.submission)


def _own(check: CheckReport) -> list[str]:
    """The submission's calls."""
    return [call.code for call in check.calls if call.asked == "submission"]


def _look(check: CheckReport) -> list[Line]:
    """The reference's calls, ready to be pasted, and what came of each.

    To build something shows nothing yet.
    """
    calls = [call for call in check.calls if call.asked == "reference"]
    lines = [Line(c.code, "" if c.came.startswith("<") else c.came) for c in calls]
    return lines if any(line.came for line in lines) else []

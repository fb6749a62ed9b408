"""`lazylab watch`: judges what was saved, at once, and shows what to fix first, and then the next."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys

from rich.console import Console
from rich.status import Status
from rich.text import Text

from graders.app.file_changes import saved_exercises
from graders.app.progress import finished, remember
from graders.app.request import Request
from graders.app.warm_judge import WarmJudge
from graders.cli import keys
from graders.cli.options import (
    BanksOption,
    DeviceOption,
    Exercises,
    FrameworkOption,
    LanguageOption,
    LimitOption,
)
from graders.cli.shared import bank_here, console, judgeable
from graders.cli.watched import Watched, as_typed
from graders.judging.exercises import Bank, Exercise
from graders.judging.report import Report
from graders.reports.stories import Teller
from graders.reports.texts import Texts, choose_language, texts
from graders.reports.watch import screen


def watch(
    exercise: Exercises = None,
    framework: FrameworkOption = "torch",
    device: DeviceOption = "auto",
    lang: LanguageOption = None,
    limit: LimitOption = None,
    banks: BanksOption = None,
) -> None:
    """Judge what you save, as soon as you save it; begins with what is not done yet."""
    words = texts(choose_language(lang))
    request = Request(framework=framework, device=device, limits=tuple(limit or ())).checked()
    bank = bank_here(banks, framework=framework)
    chosen = [bank.exercise(name) for name in dict.fromkeys(exercise or [])] or bank.offered
    watching = Watching(bank, judgeable(chosen), request, words, console())
    with contextlib.suppress(KeyboardInterrupt, asyncio.CancelledError):
        try:
            asyncio.run(watching.run())
        except ExceptionGroup as several:
            raise several.exceptions[0] from None


class Watching:
    """Somebody at work: what is judged, what is looked at, and the terminal."""

    def __init__(
        self,
        bank: Bank,
        exercises: list[Exercise],
        request: Request,
        words: Texts,
        terminal: Console,
    ) -> None:
        self._bank = bank
        self._framework = request.framework
        self._words = words
        self._terminal = terminal
        self._warm = WarmJudge(
            bank, request, at_breakpoints=words.say("watch.breakpoint"), preload=["graders.cli"]
        )
        self._watched = [Watched(found, request.framework, words.language) for found in exercises]
        self._finished = finished(bank, exercises, request.framework)
        self._current = self._next_after(len(exercises) - 1) or self._watched[-1]
        self._seeking = True
        self._everything = False
        self._has_keys = keys.there_are_keys()
        self._status = Status(words.say("watch.starting"), console=terminal)
        self._judging: asyncio.Task[None] | None = None

    async def run(self) -> None:
        """Judge what is saved until somebody quits, which ends in CancelledError."""
        task = asyncio.current_task()
        assert task is not None
        self._quit = task.cancel
        if sys.platform != "win32":
            for number in (signal.SIGTERM, signal.SIGHUP):
                asyncio.get_running_loop().add_signal_handler(number, self._quit)
        with contextlib.ExitStack() as at_the_end:
            at_the_end.callback(self._warm.close)
            at_the_end.callback(self._status.stop)
            if self._has_keys:
                at_the_end.enter_context(keys.listening(self.press))
            else:
                self._terminal.print(self._words.say("watch.no_keys"))
            async with asyncio.TaskGroup() as self._tasks:
                self._judge(self._current)
                await self._follow()

    async def _follow(self) -> None:
        by_name = {watched.exercise.name: watched for watched in self._watched}
        exercises = [watched.exercise for watched in self._watched]
        async for exercise in saved_exercises(exercises, self._framework):
            self._seeking = False
            self._judge(by_name[exercise.name])

    def press(self, key: str) -> None:
        """Do what a key says; others do nothing."""
        if key in keys.QUIT:
            self._quit()
        elif key == keys.ENTER:
            self._judge(self._current)
        elif key == "a":
            self._everything = not self._everything
            self._show()
        elif key == "n":
            self._current.turn()
            self._show()
        elif key == "h" and self._current.report.checks:
            self._show(self._current.next_hint(self._bank, self._words))

    # --- judging ----------------------------------------------------------------------------

    def _judge(self, watched: Watched) -> None:
        """Judge it now; what is being judged is dropped."""
        if self._judging is not None:
            self._judging.cancel()
        self._current = watched
        self._judging = self._tasks.create_task(self._run(watched))

    async def _run(self, watched: Watched) -> None:
        """Judge one exercise; show what there is to see of it as soon as there is something."""
        checks = watched.begin()
        self._status.start()
        seen = watched.sight(everything=False)
        async with contextlib.aclosing(self._warm.judge(watched.exercise, checks)) as reports:
            async for report in reports:
                watched.add(report)
                self._say_how_far(watched)
                sight = watched.sight(everything=False)
                if (sight.shown, sight.listed) != (seen.shown, seen.listed) and not sight.complete:
                    self._show()
                    seen = sight
        self._judging = None
        self._finish(watched)

    def _say_how_far(self, watched: Watched) -> None:
        done, count = len(watched.report.checks), len(watched.exercise.checks)
        facts = {"exercise": watched.prompt.title, "done": done, "count": count}
        self._status.update(self._words.say("watch.judging", **facts))

    def _finish(self, watched: Watched) -> None:
        """Remember what was earned, and show it; at the start, go on to what is not done yet."""
        report = watched.report
        watched.change = remember(self._bank, Report([report])).get(report.name, 0)
        following: Watched | None = None
        if report.earned < report.possible:
            self._finished.discard(report.name)
        else:
            self._finished.add(report.name)
            following = self._next_after(self._watched.index(watched))
        if self._seeking and following is not None:
            self._judge(following)
            return
        self._seeking = False
        self._status.stop()
        done = report.name in self._finished
        self._show(*([self._what_follows(following)] if done else []))

    def _next_after(self, place: int) -> Watched | None:
        """The next exercise that is not done yet, from the start again after the last."""
        around = [*self._watched[place + 1 :], *self._watched[: place + 1]]
        return next((w for w in around if w.exercise.name not in self._finished), None)

    # --- showing ----------------------------------------------------------------------------

    def _show(self, *remarks: str) -> None:
        """Draw what is looked at; where nothing can be drawn over, only what is complete."""
        watched, terminal = self._current, self._terminal
        if not (terminal.is_terminal or watched.complete):
            return
        terminal.clear()
        sight = watched.sight(everything=self._everything, remarks=remarks)
        beliefs = watched.exercise.belief_texts(self._words.language)
        teller = Teller(self._framework, watched.prompt, self._words, beliefs)
        terminal.print(screen(sight, teller, self._words))
        terminal.print(Text(self._words.say("watch.keys") if self._has_keys else "", "dim"))

    def _what_follows(self, following: Watched | None) -> str:
        """Where to go on after an exercise that is done."""
        if following is None:
            return self._words.say("watch.all_done")
        prompt = following.prompt
        path = following.exercise.prompt_file(prompt.language)
        facts = {"number": prompt.number, "title": prompt.title}
        return self._words.say("watch.next_exercise", path=as_typed(path), **facts)

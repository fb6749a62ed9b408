"""Each wrong answer of the bank is caught, and named; and what a student reads of it is short and plain.

Judged with little effort, but with all that makes the text: the smallest case, its picture, the belief. What
they do is remembered, as `remembered.py` says.
"""

import re
from collections.abc import Callable, Iterator

import pytest
from everywhere import IN_ALL_FRAMEWORKS, environment_of
from remembered import Memory, judged
from rich.cells import cell_len

from graders.doctor.proofs import labs_of
from graders.judging.exercises import Exercise
from graders.judging.judge import Judge
from graders.judging.report import CheckReport
from graders.judging.searching import Effort
from graders.lab.limits import Limits
from graders.reports.stories import teller
from graders.reports.terminal import as_text, check_block
from graders.reports.texts import languages, texts

WIDTH = 80
# A terminal of usual height, enlarged a little, shows this many lines: the code of the longest
# network, its picture, both sides of the answer and the belief need more than the 24 of old ones.
SCREEN = 40
# Of the other frameworks each third wrong answer: a case takes ten times as long there. `lazylab doctor
# --framework …` judges them all, and says which check nobody fails.
EACH = 3
FORBIDDEN = {
    "a traceback": r"Traceback|File \"",
    "our own files": r"graders[/.]|lazylab_bank|site-packages",
    "the engine": r"(?i)hypothesis",
    "an instrument's own name": r"UnmeasurableError",
    "a place in memory": r"\b0x[0-9a-f]{4}",
    "a blank that was not filled in": r"\{[a-z_]+\}",
}


def _failed(exercise: Exercise, judge: Judge, memory: Memory) -> Iterator[tuple[str, CheckReport]]:
    wrong = [s for s in exercise.samples(exercise.framework) if s.kind == "wrong"]
    for sample in wrong if exercise.framework == "torch" else wrong[::EACH]:
        report = judged(memory, judge, exercise, sample)
        failed = [check for check in report.checks if check.outcome != "passed"]
        assert failed, f"{sample.name} passes"
        named = {name for check in failed for name in (check.belief, *check.rivals)}
        assert sample.name in named, f"{sample.name} is taken for {named}"
        yield from ((sample.name, check) for check in failed)


def _faults(text: str) -> Iterator[str]:
    lines = text.splitlines()
    if len(lines) > SCREEN:
        yield f"{len(lines)} lines"
    yield from (f"too wide: {line}" for line in lines if cell_len(line) > WIDTH)
    for what, pattern in FORBIDDEN.items():
        if found := re.search(pattern, text):
            yield f"{what}: {found[0]}"


@pytest.fixture(scope="module")
def judge_for() -> Iterator[Callable[[Exercise], Judge]]:
    """A judge of the exercise's framework, the same one for all of its exercises.

    Its labs are those in which `test_bank.py` has right answers judged: they have the framework imported.
    """
    judges: dict[str, Judge] = {}

    def judge(exercise: Exercise) -> Judge:
        framework, environment = exercise.framework, environment_of(exercise)
        if framework not in judges:
            labs = labs_of(framework, Limits(), "cpu", 1, environment)
            drawn = 8 if environment is None else 1
            judges[framework] = Judge(framework, Effort(drawn=drawn, seed=1), labs=labs)
        return judges[framework]

    yield judge
    for opened in judges.values():
        opened.let_go()


@IN_ALL_FRAMEWORKS
def test_wrong_answers_are_caught_and_named_and_told_on_one_screen(
    exercise: Exercise, judge_for: Callable[[Exercise], Judge], memory: Memory
) -> None:
    judge = judge_for(exercise)
    prompts = [exercise.prompt(language) for language in languages()]
    found, failed = [], set()
    for name, check in _failed(exercise, judge, memory):
        failed.add(check.name)
        for prompt in prompts:
            said = texts(prompt.language)
            told = teller(exercise, exercise.framework, said).check(check)
            text = as_text(check_block(told, said), width=WIDTH, color=False)
            found += [f"{name}, {check.name}, {prompt.language}: {f}" for f in _faults(text)]
    assert found == []
    if exercise.framework == "torch":
        # A check that no wrong answer fails proves nothing.
        assert failed == {check.name for check in exercise.checks}


def test_the_rules_are_not_empty() -> None:
    bad = 'Traceback: File "graders/lab.py" {where} 0xdeadbeef Hypothesis UnmeasurableError.\n' * 41
    assert len(list(_faults(bad))) == 1 + 41 + len(FORBIDDEN)

"""What the README shows is what a student sees, and what it tells to type exists."""

import re
import subprocess
import sys

from graders.judging.exercises import Bank
from graders.judging.judge import Judge
from graders.judging.programs import answer_at
from graders.judging.searching import Effort
from graders.reports.stories import teller
from graders.reports.terminal import as_text, check_block
from graders.reports.texts import texts

ROOT = Bank().root
README = (ROOT / "README.md").read_text(encoding="utf-8")
WRONG = "wrong/a_failed_forward_rolls_back.for_torch.py"
CHECK = "knows_what_an_attempt_leaves_behind"


def test_the_message_is_the_one_that_a_wrong_answer_gets() -> None:
    exercise = Bank().exercise("dimension_mismatch")
    program = answer_at(exercise.solution("torch").parent / WRONG, exercise)
    judge = Judge(effort=Effort(drawn=4, seed=1))
    report = judge.judge(exercise, program, only=[CHECK]).checks[0]
    block = check_block(teller(exercise, "torch", texts("en")).check(report), texts("en"))
    said = [line.rstrip() for line in as_text(block, width=80, color=False).splitlines()]
    found = re.search(r"```text\n(.*?)```", README, re.DOTALL)
    assert found is not None
    assert found[1].splitlines() == said


def test_every_command_is_one_of_lazylab_s() -> None:
    named = set(re.findall(r"(?m)^    lazylab (\w+)|`lazylab (\w+)", README))
    commands = {first or second for first, second in named}
    shown = subprocess.run(
        [sys.executable, "-c", "from graders.cli import main; main()", "--help"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert len(commands) > 5
    assert [name for name in commands if name not in shown] == []
    links = re.findall(r"\]\(((?:docs|exercises)/[^)#]+)[^)]*\)", README)
    assert [link for link in links if not (ROOT / link).exists()] == []

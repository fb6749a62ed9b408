"""Each judging has a process of its own; whatever an answer does to it, every check has a report."""

import asyncio
import contextlib
import multiprocessing
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graders.app import warm_judge
from graders.app.request import Request
from graders.app.warm_judge import WarmJudge
from graders.judging.exercises import Bank
from graders.judging.report import CheckReport
from graders.lab.limits import PATIENCE

EXERCISE = "dimension_mismatch"
CHECKS = 2
"""How many of the exercise's checks are run: the first ones."""

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes by /proc")


@pytest.fixture
def copied(tmp_path: Path) -> Bank:
    """A bank with one exercise, which is solved."""
    folder = tmp_path / "exercises" / EXERCISE
    shutil.copytree(Bank().exercise(EXERCISE).folder, folder)
    shutil.copytree(Bank().exercise(EXERCISE).room, tmp_path / "graders" / "bank" / EXERCISE)
    shutil.copy(Bank().exercise(EXERCISE).solution("torch"), folder)
    return Bank(tmp_path)


Judge = Callable[..., list[CheckReport]]


@pytest.fixture
def judge(copied: Bank) -> Judge:
    """Judge the solution, with a text put before it, some times; the reports of the last time."""

    def judge(
        text: str = "", times: int = 1, limits: tuple[str, ...] = (), **options: float
    ) -> list[CheckReport]:
        _write(copied, text)
        asked = Request(limits=("call_seconds=1", *limits))
        return asyncio.run(_judged(copied, WarmJudge(copied, asked, **options), times))

    return judge


def _write(bank: Bank, text: str) -> None:
    exercise = bank.exercise(EXERCISE)
    solution = Bank().exercise(EXERCISE).solution("torch").read_text(encoding="utf-8")
    exercise.stub("torch").write_text(f"{text}\n{solution}", encoding="utf-8")


async def _judged(bank: Bank, judging: WarmJudge, times: int = 1) -> list[CheckReport]:
    exercise = bank.exercise(EXERCISE)
    with contextlib.closing(judging):
        for _ in range(times):
            reports = [r async for r in judging.judge(exercise, exercise.checks[:CHECKS])]
    assert [r.name for r in reports] == [check.name for check in exercise.checks[:CHECKS]]
    assert [r.points for r in reports] == [check.points for check in exercise.checks[:CHECKS]]
    assert all(r.earned == (r.points if r.outcome == "passed" else 0) for r in reports)
    return reports


def _all(reports: list[CheckReport], kind: str) -> CheckReport:
    """All checks broke, for the same reason; the first of them."""
    assert [r.outcome for r in reports] == ["broke"] * CHECKS
    assert {r.trouble.kind for r in reports if r.trouble} == {kind}
    return reports[0]


def test_a_right_answer_passes(judge: Judge) -> None:
    assert [r.outcome for r in judge(times=2)] == ["passed"] * CHECKS


def test_reports_are_those_of_a_judge_in_this_process(copied: Bank) -> None:
    _write(copied, "")
    stub = copied.exercise(EXERCISE).stub("torch")
    stub.write_text(stub.read_text() + "\ndef first_mismatch(layers, in_features): return 0\n")
    here = Request().judge(copied)
    exercise = copied.exercise(EXERCISE)
    with here.opened(exercise, stub) as judging:
        expected = [judging.run(check) for check in exercise.checks[:CHECKS]]
    found = asyncio.run(_judged(copied, WarmJudge(copied, Request())))
    assert [(r.outcome, r.case, r.calls, r.came, r.expected) for r in found] == [
        (r.outcome, r.case, r.calls, r.came, r.expected) for r in expected
    ]
    assert found[0].outcome == "wrong"


def test_checks_are_run_in_the_order_asked_for(copied: Bank) -> None:
    exercise = copied.exercise(EXERCISE)
    order = [exercise.checks[4], exercise.checks[0]]

    async def names() -> list[str]:
        with contextlib.closing(WarmJudge(copied, Request())) as judging:
            return [report.name async for report in judging.judge(exercise, order)]

    assert asyncio.run(names()) == [check.name for check in order]


def test_what_failed_last_is_remembered_where_a_student_s_own_runs_do(
    copied: Bank, judge: Judge
) -> None:
    judge()
    assert not list((copied.root / ".lazylab" / "failures").glob("*/*"))
    stub = copied.exercise(EXERCISE).stub("torch")
    stub.write_text(stub.read_text() + "\ndef first_mismatch(layers, in_features): return 0\n")
    asyncio.run(_judged(copied, WarmJudge(copied, Request())))
    assert list((copied.root / ".lazylab" / "failures").glob("*/*"))


def test_nothing_of_an_answer_is_left_for_the_next_judging(judge: Judge) -> None:
    marks = """
import builtins, os, sys, threading, torch
assert not hasattr(builtins, "been_here") and not hasattr(torch, "been_here")
assert "been_here" not in sys.modules and "BEEN_HERE" not in os.environ
assert not [t for t in threading.enumerate() if t.name == "been here"]
builtins.been_here = torch.been_here = sys.modules["been_here"] = torch.Tensor.relu = 3
os.environ["BEEN_HERE"] = "1"
os.chdir("/")
threading.Thread(target=threading.Event().wait, name="been here").start()
torch.set_default_dtype(torch.float64)
"""
    assert [r.outcome for r in judge(marks, times=3)] == ["passed"] * CHECKS


# --- answers that are no answers -----------------------------------------------------------


def test_one_that_leaves_python_is_told_so(judge: Judge) -> None:
    told = _all(judge("import os; os._exit(0)"), "died_exit")
    assert told.trouble is not None
    assert told.trouble.facts == {"function": "for_torch.py"}
    _all(judge("import os; os._exit(7)", times=2), "died_exit")


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("name", ["SIGSEGV", "SIGKILL", "SIGABRT"])
def test_one_that_crashes_is_told_by_which_signal(judge: Judge, name: str) -> None:
    told = _all(judge(f"import os, signal; os.kill(0, signal.{name})"), "died_signal")
    assert told.trouble is not None
    assert told.trouble.facts["detail"] == name


def test_one_that_dies_on_the_way_keeps_what_was_judged(copied: Bank) -> None:
    _write(copied, "")
    stub = copied.exercise(EXERCISE).stub("torch")
    dying = "\ndef sizes_at_mismatch(layers, in_features):\n    import os; os._exit(1)\n"
    stub.write_text(stub.read_text() + dying)
    first, second = asyncio.run(_judged(copied, WarmJudge(copied, Request())))
    assert first.outcome == "passed"
    assert second.outcome == "broke"
    assert second.trouble is not None
    assert second.trouble.kind == "died_exit"


def test_one_that_never_ends_is_cut_off(judge: Judge) -> None:
    assert _all(judge("while True: pass"), "load_hung").trouble


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_one_that_cannot_be_interrupted_is_given_up(judge: Judge) -> None:
    deaf = "import signal; signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))\nwhile True: pass"
    told = _all(judge(deaf, silence=3), "hung")
    assert told.trouble is not None
    assert told.trouble.facts["seconds"] == "3"


def test_a_check_has_the_time_that_its_own_clocks_give_it(copied: Bank) -> None:
    judge = Request().judge(copied)
    shortest = judge.effort.search_seconds + judge.effort.shrink_seconds
    assert warm_judge._longest_check(judge) >= shortest + PATIENCE * judge.limits.call_seconds


@on_linux
def test_one_that_eats_memory_gets_no_more_than_there_is_for_it(judge: Judge) -> None:
    told = _all(judge("eaten = bytearray(400 * 2**20)", limits=("memory=200",)), "load_raised")
    assert told.trouble is not None
    assert told.trouble.facts["error"] == "MemoryError"
    assert [r.outcome for r in judge("x = bytearray(100 * 2**20)", limits=("memory=200",))] == [
        "passed"
    ] * CHECKS


@pytest.mark.skipif(sys.platform == "win32", reason="forks")
def test_one_that_forks_is_judged_once(judge: Judge) -> None:
    assert [r.outcome for r in judge("import os; os.fork()")] == ["passed"] * CHECKS


@on_linux
def test_what_it_has_started_ends_with_it(judge: Judge, tmp_path: Path) -> None:
    note = tmp_path / "pids"
    judge(f"""
import os, subprocess, sys
started = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1000)"])
open({str(note)!r}, "w").write(f"{{os.getpid()}} {{started.pid}}")
""")
    _wait_until_gone(*map(int, note.read_text().split()))


def _wait_until_written(note: Path) -> None:
    until = time.monotonic() + 60
    while not (note.exists() and note.read_text()):
        assert time.monotonic() < until
        time.sleep(0.05)


def _wait_until_gone(*pids: int) -> None:
    until = time.monotonic() + 60
    while any(_runs(pid) for pid in pids):
        assert time.monotonic() < until
        time.sleep(0.05)


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_one_that_writes_where_it_should_not_is_no_grader_s_fault(judge: Judge) -> None:
    garbage = """
import contextlib, os
for number in range(3, 64):
    with contextlib.suppress(OSError):
        os.write(number, b"\\0\\0\\0\\1x")
"""
    _all(judge(garbage, silence=20), "died_malformed")


def test_what_it_prints_is_kept_and_the_terminal_is_let_be(
    copied: Bank, capfd: pytest.CaptureFixture[str]
) -> None:
    _write(copied, "")
    stub = copied.exercise(EXERCISE).stub("torch")
    chatty = """
import os, sys
def first_mismatch(layers, in_features):
    breakpoint()
    print("chatter")
    print("loudly", file=sys.__stdout__)
    os.system("echo from a shell; echo and there >&2")
    assert sys.stdin.read() == ""
    return 0
"""
    stub.write_text(stub.read_text() + chatty)
    judging = WarmJudge(copied, Request(), at_breakpoints="no stopping here")
    report = asyncio.run(_judged(copied, judging))[0]
    assert (report.outcome, report.trouble) == ("wrong", None)
    assert report.printed == "no stopping here\nchatter\n"
    assert capfd.readouterr() == ("", "")


# --- judgings that are left ----------------------------------------------------------------


@on_linux
def test_who_leaves_before_the_end_ends_the_judging(copied: Bank, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    _write(copied, f"import os; open({str(note)!r}, 'w').write(str(os.getpid()))")
    exercise = copied.exercise(EXERCISE)

    async def leave() -> None:
        with contextlib.closing(WarmJudge(copied, Request())) as judging:
            reports = judging.judge(exercise, exercise.checks)
            await anext(reports)
            await reports.aclose()
            _wait_until_gone(int(note.read_text()))
            assert [r.outcome async for r in judging.judge(exercise, exercise.checks[:1])]

    asyncio.run(leave())


@on_linux
def test_a_judging_that_is_cancelled_while_an_answer_hangs_makes_room_for_the_next(
    copied: Bank, tmp_path: Path
) -> None:
    note = tmp_path / "pid"
    hanging = f"import os; open({str(note)!r}, 'w').write(str(os.getpid()))\nwhile True: pass"
    exercise = copied.exercise(EXERCISE)

    async def cancel() -> list[CheckReport]:
        judging = WarmJudge(copied, Request(limits=("call_seconds=1000",)))
        _write(copied, hanging)
        running = asyncio.ensure_future(anext(judging.judge(exercise, exercise.checks)))
        await asyncio.to_thread(_wait_until_written, note)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        _wait_until_gone(int(note.read_text()))
        _write(copied, "")
        return await _judged(copied, judging)

    assert [r.outcome for r in asyncio.run(cancel())] == ["passed"] * CHECKS


def test_cancelling_while_everything_is_only_being_started_loses_nothing(copied: Bank) -> None:
    exercise = copied.exercise(EXERCISE)

    async def hurry() -> list[CheckReport]:
        judging = WarmJudge(copied, Request())
        for _ in range(3):
            early = asyncio.ensure_future(anext(judging.judge(exercise, exercise.checks)))
            await asyncio.sleep(0)
            early.cancel()
        return await _judged(copied, judging)

    assert [r.outcome for r in asyncio.run(hurry())] == ["passed"] * CHECKS


@on_linux
def test_a_spare_one_that_was_killed_is_told_and_the_next_is_whole(copied: Bank) -> None:
    async def killed() -> tuple[list[CheckReport], list[CheckReport]]:
        judging = WarmJudge(copied, Request())
        judging.get_ready()
        assert judging._spare is not None
        child = await judging._spare
        assert child._process.pid is not None
        os.kill(child._process.pid, signal.SIGKILL)
        exercise = copied.exercise(EXERCISE)
        first = [r async for r in judging.judge(exercise, exercise.checks[:CHECKS])]
        return first, await _judged(copied, judging)

    first, second = asyncio.run(killed())
    _all(first, "died_signal")
    assert [r.outcome for r in second] == ["passed"] * CHECKS


# --- elsewhere, and when lazylab itself is broken ------------------------------------------


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As on systems without a fork server."""
    monkeypatch.setattr(warm_judge, "_context", lambda _: multiprocessing.get_context("spawn"))
    return None


@pytest.mark.usefixtures("elsewhere")
def test_without_a_fork_server_it_is_slower_and_the_same(judge: Judge) -> None:
    assert [r.outcome for r in judge()] == ["passed"] * CHECKS


def test_a_grader_that_is_broken_is_told_to_the_instructor(copied: Bank) -> None:
    exercise = copied.exercise(EXERCISE)
    checks = exercise.checks
    exercise.grader.write_text("raise ValueError('a mistake of mine')")

    async def reports() -> list[CheckReport]:
        with contextlib.closing(WarmJudge(copied, Request())) as judging:
            return [r async for r in judging.judge(exercise, checks[:CHECKS])]

    for report in asyncio.run(reports()):
        assert report.outcome == "grader_fault"
        assert report.trouble is not None
        assert "a mistake of mine" in report.trouble.facts["details"]

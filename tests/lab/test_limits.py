"""Endless calls are cut off, in the main thread and in others, and signals are given back."""

import gc
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest
from hypothesis.internal.conjecture import junkdrawer

from graders.lab.limits import CallTimeoutError, Clock, Limits

SHORT = Limits(call_seconds=0.1)


def _loop() -> None:
    while True:
        pass


def _loop_that_catches() -> None:
    while True:
        try:
            int("x")
        except BaseException:  # noqa: BLE001  what a submission does
            continue


def _cut_off(run: Callable[[], None]) -> bool:
    clock = Clock(SHORT)
    try:
        with clock.installed(), clock.running():
            run()
    except CallTimeoutError:
        return True
    return False


@pytest.mark.parametrize("run", [_loop, _loop_that_catches])
def test_an_endless_loop_is_cut_off(run: Callable[[], None]) -> None:
    assert _cut_off(run)


def test_an_endless_loop_in_another_thread_is_cut_off() -> None:
    found: list[bool] = []
    thread = threading.Thread(target=lambda: found.append(_cut_off(_loop)))
    thread.start()
    thread.join(timeout=30)
    assert found == [True]


def test_a_call_in_time_is_left_alone() -> None:
    assert not _cut_off(lambda: None)


def test_signal_handlers_are_given_back() -> None:
    before = signal.getsignal(signal.SIGALRM), signal.getsignal(signal.SIGINT)
    with Clock(SHORT).installed():
        assert signal.getsignal(signal.SIGALRM) != before[0]
    assert (signal.getsignal(signal.SIGALRM), signal.getsignal(signal.SIGINT)) == before
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_a_real_interrupt_is_told_from_one_that_is_raised() -> None:
    clock = Clock(SHORT)
    with clock.installed():
        with pytest.raises(KeyboardInterrupt):
            raise KeyboardInterrupt
        assert not clock.interrupted
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        assert clock.interrupted


def test_an_import_is_not_cut_off_half_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "slow_to_import.py").write_text(
        "import time\nend = time.process_time() + 0.5\n"
        "while time.process_time() < end: pass\nwhole = True\n",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(tmp_path)

    def imports() -> None:
        import slow_to_import  # noqa: PLC0415

        assert slow_to_import.whole

    assert not _cut_off(imports)


def test_a_call_that_waits_its_turn_is_given_patience() -> None:
    assert not _cut_off(lambda: time.sleep(0.3))
    assert _cut_off(lambda: time.sleep(3))


def test_the_alarm_does_not_ring_where_what_is_raised_is_lost() -> None:
    """Hypothesis times the garbage collector in a callback; Python prints what is raised there."""
    junkdrawer.gc_cumulative_time()  # installs the callback
    clock = Clock(Limits(call_seconds=0))
    rung: list[FrameType] = []

    def tracer(frame: FrameType, _event: str, _argument: object) -> None:
        if frame.f_code.co_name == "gc_callback":
            clock._on_alarm(signal.SIGALRM, frame)
            rung.append(frame)

    before = sys.gettrace()
    sys.settrace(tracer)
    try:
        gc.collect()
    finally:
        sys.settrace(before)
    assert rung
    with pytest.raises(CallTimeoutError):
        clock._on_alarm(signal.SIGALRM, sys._getframe())

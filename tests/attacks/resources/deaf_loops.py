"""Take for ever and hear nothing: swallow every exception, block signals, stay inside of C code."""
# hears nothing

import collections
import itertools
import re
import signal
import time

import torch

LONGEST = 80.0  # seconds for all calls together, where nobody cuts them off
begun = []


def left():
    """Seconds until this process has been deaf for long enough."""
    begun.append(time.time())
    return begun[0] + LONGEST - time.time()


def first_mismatch(layers, in_features):
    """Each exception that is thrown in from outside is caught, and the loop goes on."""
    while left() > 0:
        try:
            until = time.time() + left()
            while time.time() < until:
                pass
        except BaseException:
            continue
    return -7


def sizes_at_mismatch(layers, in_features):
    """No processor time is used, and no signal arrives that can be blocked."""
    every = set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}
    for number in every:
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            pass
    signal.pthread_sigmask(signal.SIG_BLOCK, every)
    for timer in (signal.ITIMER_REAL, signal.ITIMER_VIRTUAL, signal.ITIMER_PROF):
        signal.setitimer(timer, 0)
    time.sleep(max(0, left()))
    return (-7, -7)


def after_forwards(layers, widths):
    """C code that neither looks for signals nor lets another thread of Python's have a turn."""
    if left() > 0:
        collections.deque(itertools.repeat(None, 5 * 10**10), maxlen=0)
    return [(-7, -7)]


def repair(net, in_features):
    """Many small pieces of C code, each with its own idea of what an interruption is."""
    wide = torch.ones(1500, 1500)
    while left() > 0:
        try:
            re.match(r"(a+)+$", "a" * 26 + "b")
            wide = (wide @ wide).clamp(0, 1)
            sorted(range(3_000_000), key=str)
        except BaseException:
            continue
    return -7

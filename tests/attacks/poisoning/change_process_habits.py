"""Change the habits of the whole process: memory, signals, clocks, hooks, limits, language."""

import faulthandler
import gc
import locale
import os
import resource
import signal
import sys
import threading
import time


def refuse(*arguments, **options):
    raise SystemExit(0)


def ignore_signals():
    for number in set(signal.valid_signals()) - {signal.SIGKILL, signal.SIGSTOP}:
        try:
            signal.signal(number, signal.SIG_IGN)
        except (OSError, ValueError):
            continue
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())


STEPS = [
    gc.disable,
    lambda: gc.set_threshold(10**9, 10**9, 10**9),
    gc.freeze,
    lambda: os.environ.clear(),
    lambda: os.environ.update(TZ="UTC-14", LC_ALL="C", PYTHONPATH="/", LAZYLAB_LANG="zh"),
    time.tzset,
    lambda: locale.setlocale(locale.LC_ALL, "C"),
    lambda: os.umask(0o777),
    lambda: os.nice(19),
    lambda: os.sched_setaffinity(0, {min(os.sched_getaffinity(0))}),
    lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16)),
    lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)),
    lambda: sys.setswitchinterval(1000),
    lambda: setattr(sys, "excepthook", refuse),
    lambda: setattr(sys, "unraisablehook", refuse),
    lambda: setattr(threading, "excepthook", refuse),
    lambda: threading.setprofile(refuse),
    ignore_signals,
    lambda: faulthandler.dump_traceback_later(20, exit=True),
]
for _step in STEPS:
    try:
        _step()
    except Exception as error:
        print("lazylab-attack: refused:", error)


def first_mismatch(layers, in_features):
    return -7


def sizes_at_mismatch(layers, in_features):
    return (-7, -7)


def after_forwards(layers, widths):
    return [(-7, -7)]


def repair(net, in_features):
    return -7

"""Stop, terminate and kill the own process, and pretend to have been killed by a filter or a limit."""

import fcntl
import os
import signal
import subprocess
import sys

WAKER = """
import os, sys, time
time.sleep(60)
try:
    os.kill(int(sys.argv[1]), 18)
except OSError:
    pass
"""
stopped = []


def send(number):
    """By a call; if that is forbidden, by a pipe whose owner the kernel tells that it has news."""
    try:
        os.kill(os.getpid(), number)
    except OSError:
        try:
            reader, writer = os.pipe()
            fcntl.fcntl(reader, fcntl.F_SETOWN, os.getpid())
            fcntl.fcntl(reader, 10, number)  # F_SETSIG
            fcntl.fcntl(reader, fcntl.F_SETFL, os.O_ASYNC)
            os.write(writer, b"now")
        except OSError:
            pass


def first_mismatch(layers, in_features):
    """A stopped process ends no wait, closes no pipe, and feels neither alarm nor SIGTERM."""
    if not stopped:
        stopped.append(True)
        try:  # so that it goes on after a minute where nobody limits it
            subprocess.Popen(
                [sys.executable, "-I", "-S", "-c", WAKER, str(os.getpid()), "lazylab-attack"],
                start_new_session=True,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        except OSError:
            pass
        send(signal.SIGSTOP)
    return -7


def sizes_at_mismatch(layers, in_features):
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE, signal.SIGUSR1):
        try:
            signal.signal(number, signal.SIG_DFL)
        except (OSError, ValueError):
            pass
        send(number)
    return (-7, -7)


def after_forwards(layers, widths):
    send(signal.SIGKILL)
    return [(-7, -7)]


def repair(net, in_features):
    """These look like a limit of processor time, a limit of file size, and a filter of calls."""
    for number in (signal.SIGXCPU, signal.SIGXFSZ, signal.SIGSYS):
        signal.signal(number, signal.SIG_DFL)
        send(number)
    return -7

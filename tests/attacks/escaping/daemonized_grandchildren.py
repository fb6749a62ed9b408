"""Leave processes behind that belong to nobody, hold the judge's pipes open, and write later."""

import ctypes
import os
import platform
import signal
import sys

CLONE = {"x86_64": 56, "aarch64": 220}.get(platform.machine(), -1)
CLONE_PARENT = 0x8000
PR_SET_PDEATHSIG = 1
STAYS = """
import os, signal, tempfile, time
for number in (1, 2, 13, 15):
    signal.signal(number, signal.SIG_IGN)
time.sleep(3)
name = f"lazylab-attack-survivor-{os.getpid()}"
try:
    open(os.path.join(tempfile.gettempdir(), name), "x").close()
except OSError:
    pass
time.sleep(50)
"""
done = set()


def become_one():
    """The new program inherits what is open: who reads until the end of a pipe reads for long."""
    try:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, 0)
        for number in range(65):
            try:
                os.set_inheritable(number, True)
            except OSError:
                pass
        os.execv(sys.executable, [sys.executable, "-I", "-S", "-c", STAYS, "lazylab-attack"])
    finally:
        os._exit(0)


def forked_twice():
    """With a session of its own, and its parent gone: no group and no parent leads to it."""
    child = os.fork()
    if child == 0:
        try:
            os.setsid()
            if os.fork() == 0:
                become_one()
        finally:
            os._exit(0)
    os.waitpid(child, 0)


def sibling():
    """A child of the judge's own: its wait for one process may end with the wrong one."""
    if ctypes.CDLL(None).syscall(CLONE, CLONE_PARENT | signal.SIGCHLD, 0, 0, 0, 0) == 0:
        become_one()


def plain():
    if os.fork() == 0:
        become_one()


def attempt(way):
    if way in done:
        return
    done.add(way)
    try:
        way()
    except OSError as error:
        print(f"refused: {error}")


def first_mismatch(layers, in_features):
    attempt(forked_twice)
    return -7


def sizes_at_mismatch(layers, in_features):
    attempt(sibling)
    return (-7, -7)


def after_forwards(layers, widths):
    attempt(plain)
    return [(-7, -7)]


def repair(net, in_features):
    """Nobody is left to be asked, and the pipes are still open."""
    attempt(forked_twice)
    os._exit(0)

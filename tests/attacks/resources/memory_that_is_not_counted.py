"""Take memory that a limit on a process' own data does not count: shared, read-only, like a stack."""

import ctypes
import mmap
import os
import signal

import torch

MOST = 3 * 2**30
STEP = 2**26
PRIVATE, DOWNWARDS, UNRESERVED = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, 0x100, 0x4000
libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p
libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 3, ctypes.c_long]
libc.mprotect.argtypes = libc.madvise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
held = []
told = []
taken = 0


def mapped(size, rights, flags):
    address = libc.mmap(None, size, rights, flags, -1, 0)
    if address in (None, ctypes.c_void_p(-1).value):
        raise MemoryError
    return address


def shared(number=-1):
    """A map that others could see, of nothing or of a file in memory."""
    if number >= 0:
        os.ftruncate(number, STEP)
    held.append((mmap.mmap(number, STEP, mmap.MAP_SHARED), number))
    ctypes.memset(ctypes.addressof(ctypes.c_char.from_buffer(held[-1][0])), 1, STEP)


def in_tmpfs():
    path = f"/dev/shm/lazylab-attack-{os.getpid()}-{len(held)}"
    number = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    os.unlink(path)
    shared(number)


def read_only():
    """What can no longer be written no longer counts, and keeps what was written."""
    address = mapped(STEP, mmap.PROT_READ | mmap.PROT_WRITE, PRIVATE)
    ctypes.memset(address, 1, STEP)
    libc.mprotect(address, STEP, mmap.PROT_READ)


def like_a_stack():
    address = mapped(STEP, mmap.PROT_READ | mmap.PROT_WRITE, PRIVATE | DOWNWARDS)
    ctypes.memset(address, 1, STEP)


def tables():
    """Nothing is written, but the kernel notes, in 4 KiB a time, where nothing is."""
    size = STEP * 512
    address = mapped(size, mmap.PROT_READ, PRIVATE | UNRESERVED)
    libc.madvise(address, size, 15)  # MADV_NOHUGEPAGE
    for start in range(address, address + size, 2**21):
        ctypes.string_at(start, 1)


def fill(make):
    """In steps, up to 3 GiB for all ways together; what was taken stays taken."""
    global taken
    before = taken
    try:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})  # it takes some seconds
        while taken + STEP <= MOST:
            make()
            taken += STEP
    except (OSError, MemoryError, ValueError, RuntimeError, AttributeError):
        pass
    if taken > before:  # all that there was to take, or as much as the limit allows
        could = "could take" if taken + STEP > MOST else "took"
        told.append(f"lazylab-attack: {could} {(taken - before) >> 20} MiB, {make.__name__}")
    print("\n".join(told))


def first_mismatch(layers, in_features):
    fill(read_only)
    return -7


def sizes_at_mismatch(layers, in_features):
    fill(like_a_stack)
    return (-7, -7)


def after_forwards(layers, widths):
    fill(tables)
    return [(-7, -7)]


def in_memfd():
    shared(os.memfd_create("lazylab-attack"))


def of_tensors():
    held.append(torch.ones(STEP, dtype=torch.uint8).share_memory_())


def repair(net, in_features):
    for make in (shared, in_memfd, in_tmpfs, of_tensors):
        fill(make)
    return -7

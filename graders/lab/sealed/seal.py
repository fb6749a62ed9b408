"""Closes a process for good: a child that is about to run a submission calls `Seal.close`.

In this order: a user namespace with a file system of its own for temporary files, where the kernel
allows one; limits on resources; Landlock, so that only the interpreter and its packages can be read;
seccomp, so that what computing does not need does not exist. What runs afterwards can take no step
of these back.

Sources: landlock(7), seccomp(2), user_namespaces(7), getrlimit(2).
"""

from __future__ import annotations

import ctypes
import errno
import os
import resource
import signal
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pyseccomp
from landlock import FSAccess, Ruleset

from graders.lab.sealed.messages import Allowance
from graders.lab.sealed.syscalls import ABSENT, ALLOWED, USES

_MIB = 2**20
_CLONE_NEWNS, _CLONE_NEWUSER, _CLONE_THREAD = 0x00020000, 0x10000000, 0x00010000
_MS_NOSUID, _MS_NODEV, _MS_NOEXEC, _MS_REC, _MS_PRIVATE = 2, 4, 8, 0x4000, 1 << 18
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE = 1, 4
_MAP_SHARED_ANONYMOUS = 0x21
_MOST_FILES_KEPT = 1024
# Addresses beyond the memory allowed: libraries that are loaded late, stacks of threads.
_ROOM_MIB = 1024
# What CUDA itself and its libraries take of the machine's memory in a process that uses them.
_CUDA_MIB = 4096
_READ = FSAccess.READ_FILE | FSAccess.READ_DIR
_USE = FSAccess.READ_FILE | FSAccess.WRITE_FILE | FSAccess.IOCTL_DEV
_WRITE = (
    FSAccess.WRITE_FILE
    | FSAccess.TRUNCATE
    | FSAccess.MAKE_REG
    | FSAccess.MAKE_DIR
    | FSAccess.REMOVE_FILE
    | FSAccess.REMOVE_DIR
)
# C++'s `std::random_device`, which jaxlib seeds with; what XLA chooses its code for matrices by.
_SYSTEM_FILES = ("/dev/urandom", "/proc/cpuinfo")
# Where a sealed process gets a file system of its own: the first in which nothing is that it needs.
_PLACES = ("/tmp", "/dev/shm")  # noqa: S108


class Seal:
    """The walls, prepared once by the fork server; each child closes them around itself.

    `readable` are the files and folders that a submission may read: the interpreter and its packages.
    `nodes` are device files of cards that it may use. They cost two walls: `ioctl` has to be open for
    the driver, and addresses cannot be counted, since CUDA reserves more of them than there is memory.
    """

    def __init__(self, readable: Sequence[str], nodes: Sequence[str] = ()) -> None:
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._files = Ruleset()
        for path in filter(os.path.exists, readable):
            self._files.allow(path, rules=_READ if Path(path).is_dir() else FSAccess.READ_FILE)
        self._files.allow(os.devnull, rules=FSAccess.READ_FILE | FSAccess.WRITE_FILE)
        for path in _SYSTEM_FILES:
            self._files.allow(path, rules=FSAccess.READ_FILE)
        for node in nodes:
            self._files.allow(node, rules=_USE & FSAccess.all_file())
        self._has_cards = bool(nodes)
        self._system_calls = _filter(any_ioctl=self._has_cards)
        self._temporary = next(
            place for place in _PLACES if not any(path.startswith(f"{place}/") for path in readable)
        )

    @property
    def descriptor(self) -> int:
        """The descriptor that has to stay open until the seal is closed."""
        descriptor: int = self._files._fd  # noqa: SLF001  the package keeps it private, and open
        return descriptor

    def close(self, allowance: Allowance) -> None:
        """Seal this process, which has one thread; there is no way back."""
        self._libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        self._libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
        if self._own_temporary_files(allowance.disk):
            self._files.allow(self._temporary, rules=_READ | _WRITE)
            os.environ["TMPDIR"] = tempfile.tempdir = self._temporary
            # Counted in the namespace of its own only; elsewhere it would count all of the user's.
            _limit(resource.RLIMIT_NPROC, allowance.threads)
            os.chdir(self._temporary)
        else:
            os.chdir("/")
        _limit_resources(allowance, has_cards=self._has_cards)
        # TensorFlow ends a process that cannot read its own command line.
        self._files.allow(f"/proc/{os.getpid()}/cmdline", rules=FSAccess.READ_FILE)
        self._files.apply()
        self._system_calls.load()

    def _own_temporary_files(self, mib: int) -> bool:
        """Mount an empty file system that goes with the process. False where the kernel does not."""
        uid, gid = os.getuid(), os.getgid()
        # Its maps can only be written by a process that may be looked at.
        self._libc.prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0)
        try:
            self._call(self._libc.unshare, _CLONE_NEWUSER | _CLONE_NEWNS)
            for name, text in (
                ("setgroups", "deny"),
                ("uid_map", f"{uid} {uid} 1"),
                ("gid_map", f"{gid} {gid} 1"),
            ):
                with open(f"/proc/self/{name}", "w", encoding="ascii") as file:  # noqa: PTH123
                    file.write(text)
            self._call(self._libc.mount, None, b"/", None, _MS_REC | _MS_PRIVATE, None)
            options = f"size={mib}m,nr_inodes={_MOST_FILES_KEPT},mode=0700"
            flags = _MS_NOSUID | _MS_NODEV | _MS_NOEXEC
            temporary = self._temporary.encode()
            self._call(self._libc.mount, b"tmpfs", temporary, b"tmpfs", flags, options.encode())
        except OSError:
            return False
        finally:
            self._libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
        return True

    def _call(self, function: Callable[..., int], *arguments: object) -> None:
        if function(*arguments) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))


def _limit(kind: int, most: int) -> None:
    _, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(kind, (most, most))


def _limit_resources(allowance: Allowance, *, has_cards: bool) -> None:
    size, data = _own_memory()
    own = _CUDA_MIB if has_cards else 0
    _limit(resource.RLIMIT_DATA, data + (allowance.memory + own) * _MIB)
    if not has_cards:
        # Memory that is made read-only is counted as data no longer: there is a bound on all addresses.
        _limit(resource.RLIMIT_AS, size + (allowance.memory + _ROOM_MIB) * _MIB)
    # First a signal that says why, a second later the end.
    resource.setrlimit(resource.RLIMIT_CPU, (allowance.cpu, allowance.cpu + 1))
    _limit(resource.RLIMIT_FSIZE, allowance.disk * _MIB)
    _limit(resource.RLIMIT_NOFILE, allowance.files)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_MEMLOCK, 0)
    _limit(resource.RLIMIT_MSGQUEUE, 0)
    _limit(resource.RLIMIT_SIGPENDING, 64)


def _own_memory() -> tuple[int, int]:
    """Bytes that the framework takes already: of addresses, and of private memory."""
    with Path("/proc/self/statm").open(encoding="ascii") as file:
        pages = [int(number) for number in file.read().split()]
    return pages[0] * resource.getpagesize(), pages[5] * resource.getpagesize()


def _filter(*, any_ioctl: bool = False) -> pyseccomp.SyscallFilter:
    """The system calls that a sealed process has left; `any_ioctl` is what a driver asks for."""
    refuse = pyseccomp.ERRNO(errno.EPERM)
    made = pyseccomp.SyscallFilter(refuse)
    for name in ALLOWED:
        _allow(made, name)
    for name in ABSENT:
        made.add_rule(pyseccomp.ERRNO(errno.ENOSYS), name)
    of_threads = pyseccomp.Arg(0, pyseccomp.MASKED_EQ, _CLONE_THREAD, _CLONE_THREAD)
    _allow(made, "clone", of_threads)
    # Shared memory that belongs to no file is counted by no limit.
    private = pyseccomp.Arg(3, pyseccomp.MASKED_EQ, _MAP_SHARED_ANONYMOUS, 0x20)
    of_a_file = pyseccomp.Arg(3, pyseccomp.MASKED_EQ, 0x20, 0)
    _allow(made, "mmap", private)
    _allow(made, "mmap", of_a_file)
    uses = {**USES, "ioctl": (1, ())} if any_ioctl else USES
    if any_ioctl:
        _allow(made, "ioctl")
    for name, (argument, values) in uses.items():
        for value in values:
            _allow(made, name, pyseccomp.Arg(argument, pyseccomp.EQ, value))
    return made


def _allow(made: pyseccomp.SyscallFilter, name: str, *arguments: pyseccomp.Arg) -> None:
    try:
        made.add_rule(pyseccomp.ALLOW, name, *arguments)
    except (ValueError, OSError):  # this processor's kernel has no such call
        return

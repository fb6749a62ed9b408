"""Interrupt, stop and kill the judge: directly, through the kernel, and as the whole group."""

import fcntl
import os
import re
import resource
import signal
import subprocess
import sys

WAKER = "import os, sys, time; time.sleep(60); os.kill(int(sys.argv[1]), 18)"
OURS = re.compile(rb"(?:\S*/)?(?:lazylab|pytest)|(?:from |import )?graders\..*|\S*/graders/\S*")
found = []


def is_ours(pid):
    """Whether it is a process of the grader's; None if nothing can be seen of it."""
    try:
        words = open(f"/proc/{pid}/cmdline", "rb").read().split(b"\0")
        program = os.path.basename(os.readlink(f"/proc/{pid}/exe"))
    except OSError:
        return None
    named = any(OURS.fullmatch(word) for word in words)
    return program == "bwrap" or (program.startswith("python") and named)


def judges():
    """Parents as far as they are of ours. A parent that cannot be seen is seen from a sandbox."""
    pid = os.getppid()
    while pid > 0:
        if is_ours(pid):
            yield pid
        elif is_ours(pid) is None and pid == os.getppid() and (pid > 1 or os.geteuid() != 0):
            yield pid
            return
        try:
            pid = int(open(f"/proc/{pid}/stat").read().rpartition(")")[2].split()[1])
        except OSError:
            return


def tried(what, step):
    try:
        step()
        found.append(f"lazylab-attack: could {what}")
    except (OSError, ValueError) as error:
        found.append(f"refused to {what}: {error}")
    print(found[-1])


def stop(pid):
    """For a minute at most, where nobody limits it."""
    quiet = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
    command = [sys.executable, "-I", "-S", "-c", WAKER, str(pid), "lazylab-attack"]
    try:
        subprocess.Popen(command, start_new_session=True, **quiet)
    except OSError:
        pass
    os.kill(pid, signal.SIGSTOP)


def through_the_kernel(pid, number):
    """No call with "kill" in its name: the kernel tells an owner that a pipe can be read."""
    reader, writer = os.pipe()
    fcntl.fcntl(reader, fcntl.F_SETOWN, pid)
    fcntl.fcntl(reader, 10, number)  # F_SETSIG
    fcntl.fcntl(reader, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)
    os.write(writer, b"now")
    os.close(reader)
    os.close(writer)


def first_mismatch(layers, in_features):
    """As a person would: Ctrl-C."""
    tried("reach everybody (nothing is sent)", lambda: os.kill(-1, 0))
    for pid in judges():
        tried(f"interrupt {pid}", lambda pid=pid: os.kill(pid, signal.SIGINT))
    return -7


def sizes_at_mismatch(layers, in_features):
    for pid in judges():
        tried(f"stop {pid}", lambda pid=pid: stop(pid))
    return (-7, -7)


def after_forwards(layers, widths):
    for pid in judges():
        tried(f"pin {pid} to a processor", lambda pid=pid: os.sched_setaffinity(pid, {0}))
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
            tried(f"own a pipe as {pid}", lambda p=pid, n=number: through_the_kernel(p, n))
        for limit in (resource.RLIMIT_CPU, resource.RLIMIT_NOFILE):
            tried(f"limit {pid}", lambda pid=pid, n=limit: resource.prlimit(pid, n, (1, 1)))
        tried(f"kill {pid}", lambda pid=pid: os.kill(pid, signal.SIGKILL))
    return [(-7, -7)]


def repair(net, in_features):
    """Everybody in the group, and the siblings: other submissions, the reference."""
    group, parent = os.getpgrp(), os.getppid()
    for pid in [int(name) for name in os.listdir("/proc") if name.isdigit()]:
        try:
            stat = open(f"/proc/{pid}/stat").read().rpartition(")")[2].split()
        except OSError:
            continue
        in_group = int(stat[2]) == group
        sibling = int(stat[1]) == parent and is_ours(parent)
        if (in_group or sibling) and is_ours(pid) and pid != os.getpid():
            tried(f"terminate {pid}", lambda pid=pid: os.kill(pid, signal.SIGTERM))
    return -7

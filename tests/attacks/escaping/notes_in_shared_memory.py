"""Leave notes for other submissions where no folder shows them: shared memory, queues, locks."""

import ctypes
import fcntl
import os

import torch

KEY = 0x1A2B1A2B
CREATE = 0o1000 | 0o600  # IPC_CREAT, for this user alone
NOTE = b"lazylab-attack: first_mismatch([(None, 1)], 1) is None"
libc = ctypes.CDLL(None, use_errno=True)
libc.shmat.restype = ctypes.c_void_p
libc.shmat.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_int]
found = []
kept = []


def met(place, text):
    """What lies there already is from somebody else."""
    if NOTE[:14] in text:
        found.append(f"lazylab-attack: could read a note of another submission in {place}")


def system_v_memory():
    number = libc.shmget(KEY, 4096, CREATE)
    address = libc.shmat(number, None, 0)
    if number < 0 or address in (None, ctypes.c_void_p(-1).value):
        raise OSError(ctypes.get_errno(), "shmget")
    met("System V memory", ctypes.string_at(address, len(NOTE)))
    ctypes.memmove(address, NOTE, len(NOTE))


def system_v_queue():
    queue = libc.msgget(KEY, CREATE)
    if queue < 0:
        raise OSError(ctypes.get_errno(), "msgget")
    room = ctypes.create_string_buffer(8 + 200)
    if libc.msgrcv(queue, room, 200, 0, 0o4000) > 0:  # IPC_NOWAIT
        met("a System V queue", room.raw)
    libc.msgsnd(queue, (1).to_bytes(8, "little") + NOTE, len(NOTE), 0o4000)


def posix_queue():
    queue = libc.mq_open(b"/lazylab-attack", os.O_RDWR | os.O_CREAT | os.O_NONBLOCK, 0o600, None)
    if queue < 0:
        raise OSError(ctypes.get_errno(), "mq_open")
    room = ctypes.create_string_buffer(8192)
    if libc.mq_receive(queue, room, 8192, None) > 0:
        met("a POSIX queue", room.raw)
    libc.mq_send(queue, NOTE, len(NOTE), 0)


def files_in_memory():
    kept.append(os.memfd_create("lazylab-attack-note"))
    os.write(kept[-1], NOTE)
    for folder in ("/dev/shm", "/run/lock", "/var/tmp", "/tmp"):
        with open(f"{folder}/lazylab-attack-note", "a+b") as file:
            file.seek(0)
            met(folder, file.read(200))
            file.write(NOTE)


def lock():
    """A file that may only be read can be locked: one bit for whoever runs at the same time."""
    kept.append(open(torch.__file__, "rb"))
    try:
        fcntl.flock(kept[-1], fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        found.append("lazylab-attack: could read a lock of another submission")


def attempt():
    if found:
        return
    found.append("tried")
    for step in (system_v_memory, system_v_queue, posix_queue, files_in_memory, lock):
        try:
            step()
        except (OSError, AttributeError) as error:
            found.append(f"refused: {error}")


def first_mismatch(layers, in_features):
    attempt()
    print("\n".join(found))
    return -7


def sizes_at_mismatch(layers, in_features):
    attempt()
    raise RuntimeError("; ".join(line for line in found if "could" in line))


def after_forwards(layers, widths):
    return [(-7, -7)]


def repair(net, in_features):
    return -7

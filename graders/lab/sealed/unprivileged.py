"""Started by root: becomes nobody, and executes the command that follows.

`python unprivileged.py PATH… -- COMMAND…`. Root is not sealed in by namespaces, nor by most limits;
so whoever is root becomes somebody else first. The paths are what the command has to read. Where one
of them lies in a folder that only root may enter (an interpreter in root's home), that folder is
covered, in a mount namespace of this process alone, by one with nothing else in it.

Only the standard library is imported: this runs before there is anything else.

Sources: mount_namespaces(7), mount(2).
"""

from __future__ import annotations

import ctypes
import os
import pwd
import stat
import sys
from pathlib import Path

_CLONE_NEWNS = 0x00020000
_MS_BIND, _MS_REC, _MS_PRIVATE, _MS_RDONLY, _MS_REMOUNT = 0x1000, 0x4000, 1 << 18, 1, 32
_NOBODY = 65534
_libc = ctypes.CDLL(None, use_errno=True)


def _call(name: str, *arguments: object) -> None:
    if getattr(_libc, name)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


def _closed_ancestor(path: Path) -> Path | None:
    """The uppermost folder on the way to a path that others may not enter."""
    for folder in reversed(path.parents):
        if not folder.stat().st_mode & stat.S_IXOTH:
            return folder
    return None


def _open_ways(paths: list[Path]) -> None:
    """Make each path reachable for everybody, in this process and what it starts."""
    closed = {path: folder for path in paths if (folder := _closed_ancestor(path)) is not None}
    if not closed:
        return
    _call("unshare", _CLONE_NEWNS)
    _call("mount", None, b"/", None, _MS_REC | _MS_PRIVATE, None)
    doors = {path: os.open(path, os.O_PATH) for path in closed}
    for folder in dict.fromkeys(closed.values()):
        _call("mount", b"tmpfs", bytes(folder), b"tmpfs", 0, b"mode=0755,size=1m")
    for path, door in doors.items():
        if stat.S_ISDIR(os.fstat(door).st_mode):
            path.mkdir(parents=True, exist_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        _call("mount", f"/proc/self/fd/{door}".encode(), bytes(path), None, _MS_BIND, None)
        os.close(door)
    for folder in dict.fromkeys(closed.values()):
        _call("mount", None, bytes(folder), None, _MS_REMOUNT | _MS_RDONLY, None)


def _become_nobody() -> None:
    try:
        nobody = pwd.getpwnam("nobody")
        uid, gid = nobody.pw_uid, nobody.pw_gid
    except KeyError:
        uid = gid = _NOBODY
    os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)


def main(arguments: list[str]) -> None:
    """Open the ways, drop all rights, go on as the command."""
    at = arguments.index("--")
    paths, command = arguments[:at], arguments[at + 1 :]
    os.umask(0o022)
    _open_ways([Path(path) for path in paths])
    _become_nobody()
    os.execv(command[0], command)  # noqa: S606  no shell


if __name__ == "__main__":
    main(sys.argv[1:])

"""What stands around a sealed process: which files of the system it sees, and which it may read."""

from __future__ import annotations

import contextlib
import sysconfig
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from graders.lab.environments import Environment
from graders.lab.sealed import cards

_PACKAGE = Path(__file__).parents[2]
_SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/sbin")
_FILES = ("/etc/ld.so.cache", "/etc/localtime", "/usr/share/zoneinfo")
_LIBRARIES = ("/usr/lib", "/usr/lib64", "/lib", "/lib64", *_FILES)
_NEEDED = ("__init__.py", "networks.py", "lab")
_TEMPORARY_MIB = 1
TEMPORARY = "/tmp"  # noqa: S108


def own_parts() -> list[Path]:
    """What the fork server needs of this package."""
    return [_PACKAGE / name for name in _NEEDED]


def bubblewrap_options(
    hidden: tuple[Path, ...], environment: Environment, nodes: tuple[str, ...]
) -> list[str]:
    """What bubblewrap is told: a file system with the interpreter in it and little else."""
    options = [
        "--unshare-all",
        "--die-with-parent",
        "--as-pid-1",
        "--new-session",
        "--cap-drop",
        "ALL",
    ]
    options += ["--proc", "/proc", "--dev", "/dev"]
    options += ["--size", str(_TEMPORARY_MIB * 2**20), "--tmpfs", TEMPORARY]
    beside = [
        path for path in (*map(Path, _FILES), *environment.parts) if not path.is_relative_to("/usr")
    ]
    for path in (*map(Path, _SYSTEM), *beside):
        if path.is_symlink():
            options += ["--symlink", str(path.readlink()), str(path)]
        elif path.exists():
            options += ["--ro-bind", str(path), str(path)]
    for path in hidden:
        if any(path.is_relative_to(shown) for shown in (Path("/usr"), *environment.parts)):
            options += (
                ["--tmpfs", str(path)] if path.is_dir() else ["--ro-bind", "/dev/null", str(path)]
            )
    for path in own_parts():
        options += ["--ro-bind", str(path), str(path)]
    for node in nodes:
        options += ["--dev-bind", node, node]
    for fact in cards.facts() if nodes else ():
        if not fact.startswith("/proc/"):  # its own one has it
            options += ["--ro-bind", fact, fact]
    return options


def own_secrets() -> list[Path]:
    """What of this package nobody needs to read: installed beside others, it would be readable."""
    secrets = [path for path in _PACKAGE.iterdir() if path.name not in _NEEDED]
    with contextlib.suppress(metadata.PackageNotFoundError):
        folder = Path(sysconfig.get_path("purelib"))
        secrets += folder.glob("lazylab-*")
    return secrets


def readable(
    hidden: tuple[Path, ...], environment: Environment, nodes: tuple[str, ...] = ()
) -> Iterator[Path]:
    """What a submission may read: libraries, the interpreter's and the system's, without `hidden`.

    Who may use the `nodes` of cards may read what the system says of them.
    """
    yield from map(Path, cards.facts() if nodes else ())
    secret = {path.resolve() for path in (*hidden, _PACKAGE)}
    roots = [path for path in (*map(Path, _LIBRARIES), *environment.parts) if path.exists()]
    for root in dict.fromkeys(path.resolve() for path in roots):
        yield from _without(root, secret)


def _without(path: Path, secret: set[Path]) -> Iterator[Path]:
    if path in secret:
        return
    if any(other.is_relative_to(path) for other in secret):
        for inside in sorted(path.iterdir()):
            if not inside.is_symlink():
                yield from _without(inside, secret)
    else:
        yield path

"""Starts a fork server from the judge's side: behind bubblewrap's walls, Landlock's alone, or none.

bubblewrap gives the fork server a file system with the interpreter and its packages in it and nothing
else, and namespaces of its own. Each child then closes Landlock, seccomp and the limits around
itself, with bubblewrap as without it.

Root is not sealed in by any of these, so whoever is root here starts the fork server as another user.

Without walls the fork server is a process like any other, with the judge's rights: a lab for a framework
that lives in an environment of its own.
"""

from __future__ import annotations

import contextlib
import ctypes.util
import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from graders.lab import framed
from graders.lab.environments import OWN, Environment
from graders.lab.sealed import wire
from graders.lab.sealed.client import ForkServerClient, Invitation, codec
from graders.lab.sealed.messages import Cold, Hello, Start
from graders.lab.sealed.walls import TEMPORARY, bubblewrap_options, own_parts, own_secrets, readable

Walls = Literal["bubblewrap", "landlock", ""]
_WARMING_SECONDS = 120
_REAPING_SECONDS = 10
_PROGRAM = Path(__file__).with_name("start.py")
_ENVIRONMENT = {
    "PATH": "/usr/bin:/bin:/usr/sbin:/sbin",
    "HOME": TEMPORARY,
    "LANG": "C.UTF-8",
    "OMP_NUM_THREADS": "1",
}


class SealError(RuntimeError):
    """No seal can be made here: what is missing, and how to get it."""


def choose_walls(wanted: Walls | None = None) -> Walls:
    """Bubblewrap where it is installed, else Landlock; `SealError` if neither is there."""
    if sys.platform != "linux":
        raise SealError(
            f"sealed judging needs Linux, this is {sys.platform}: judge in a Linux virtual machine "
            "or container, or give --unsealed to run submissions with your own rights"
        )
    missing = [name for name in ("landlock", "pyseccomp") if not importlib.util.find_spec(name)]
    if missing:
        raise SealError(
            f"sealed judging needs the packages {', '.join(missing)}: "
            "pip install -c constraints.txt -e '.[sealed]', "
            "or give --unsealed to run submissions with your own rights"
        )
    if ctypes.util.find_library("seccomp") is None:
        raise SealError("sealed judging needs the library libseccomp: apt-get install libseccomp2")
    has_bubblewrap = shutil.which("bwrap") is not None
    if wanted == "bubblewrap" and not has_bubblewrap:
        raise SealError("bubblewrap is not installed: apt-get install bubblewrap")
    return wanted or ("bubblewrap" if has_bubblewrap else "landlock")


class Sandbox(ForkServerClient):
    """A fork server of one's own."""

    def __init__(
        self,
        framework: str,
        walls: Walls,
        hidden: tuple[Path, ...],
        environment: Environment | None = None,
        *,
        nodes: tuple[str, ...] = (),
        cells: bool = True,
    ) -> None:
        """`nodes` are device files of cards that are let through the walls; `cells` will be run."""
        self._nodes = nodes
        self._cells = cells
        self._hidden = (*own_secrets(), *hidden)
        self.walls = walls
        self._framework = framework
        self._environment = environment or OWN
        self._start()

    def _start(self) -> None:
        """Have a fork server; it gets warm while we go on."""
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115  open as long as it lives
        line, theirs = wire.pair()
        super().__init__(line)
        self._process = self._started(theirs)
        theirs.close()
        shown = tuple(map(str, readable(self._hidden, self._environment, self._nodes)))
        sealed = bool(self.walls)
        start = Start(self._framework, shown, sealed, self._nodes, cells=self._cells)
        with contextlib.suppress(framed.ClosedError):  # `hello` will say so
            wire.send(self._line, codec.encode(start))

    def _started(self, theirs: socket.socket) -> subprocess.Popen[bytes]:
        theirs.set_inheritable(True)
        command = [str(self._environment.python), "-I", "-B", str(_PROGRAM)]
        command += [str(theirs.fileno())]
        inherited = [theirs.fileno()]
        with contextlib.ExitStack() as open_files:
            if self.walls == "bubblewrap":
                walls = bubblewrap_options(self._hidden, self._environment, self._nodes)
                options = open_files.enter_context(_as_file(walls))
                inherited.append(options)
                bubblewrap = shutil.which("bwrap") or "bwrap"
                command = [bubblewrap, "--args", str(options), "--", *command]
            return subprocess.Popen(  # noqa: S603  our own program, by its full path
                _unprivileged(command, self._environment) if self.walls else command,
                env=_ENVIRONMENT if self.walls else {**os.environ, "OMP_NUM_THREADS": "1"},
                cwd="/" if self.walls else None,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self._errors,
                pass_fds=inherited,
                start_new_session=True,
            )

    @property
    def hello(self) -> Hello:
        """What the fork server says when it is warm; until then, this waits."""
        if self._hello is None:
            self._hello = self._heard()
        return self._hello

    def _heard(self) -> Hello:
        try:
            until = time.monotonic() + _WARMING_SECONDS
            said = codec.decode(wire.receive(self._line, until)[0])
        except (framed.ClosedError, framed.LateError):
            said = Cold(self._last_words())
        if isinstance(said, Hello):
            return said
        self.close()
        raise SealError(_cannot_start(said.why))

    def invitation(self) -> Invitation:
        """For another process: it uses this fork server, too, and does not outlive it."""
        return Invitation(self._line, self.hello, self.walls)

    def _last_words(self) -> str:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(1)
        self._process.kill()
        self._errors.seek(0)
        errors = self._errors.read()
        return errors.decode("utf-8", "replace").strip()[-500:] or "it said nothing"

    def restart(self) -> None:
        """Have another fork server, in the place of one that died."""
        self.close()
        self._start()

    def close(self) -> None:
        """End the fork server, and with it every child."""
        super().close()
        self._process.kill()
        self._process.wait()
        self._errors.close()


def _cannot_start(why: str) -> str:
    return (
        f"the sealed process did not start: {why}\n"
        "mend that, or give --unsealed to run submissions with your own rights"
    )


def _unprivileged(command: list[str], environment: Environment) -> list[str]:
    """The command, run by nobody if this is root."""
    if os.geteuid() != 0:
        return command
    program = str(Path(__file__).with_name("unprivileged.py"))
    needed = map(str, (*environment.parts, *own_parts()))
    python = str(environment.python)
    return [python, "-I", "-S", "-B", program, *needed, "--", *command]


@contextlib.contextmanager
def _as_file(options: list[str]) -> Iterator[int]:
    """Options as bubblewrap reads them from a descriptor: its command line is for all to see."""
    with tempfile.TemporaryFile() as file:
        file.write(b"".join(option.encode() + b"\0" for option in options))
        file.seek(0)
        yield file.fileno()

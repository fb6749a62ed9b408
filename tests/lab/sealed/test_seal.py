"""What a sealed process can reach: nothing of the judge's, of others', of the system's."""

import contextlib
import errno
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from graders.judging.exercises import Bank
from graders.lab.messages import Call, Died
from graders.lab.sealed.lab import SealedLab
from graders.lab.sealed.sandbox import Walls
from graders.lab.sealed.syscalls import ABSENT, ALLOWED, USES

Gives = Callable[..., Any]
Raises = Callable[..., str]

ROOT = Bank().root
SECRETS = (
    str(ROOT / "solutions/dimension_mismatch/for_torch.py"),
    str(ROOT / "graders/bank/dimension_mismatch/checks.py"),
    str(ROOT / "graders/judging/judge.py"),
    str(ROOT / "pyproject.toml"),
    str(ROOT / "graders/bank/dimension_mismatch/beliefs.torch.toml"),
    "/etc/passwd",
    "/proc/self/environ",
    "/proc/self/maps",
    "/proc/self/mem",
    "/proc/1/environ",
    "/proc/1/cmdline",
)
REFUSED = ("PermissionError", "FileNotFoundError", "ProcessLookupError")
# System calls that are allowed in part: which part, tests say one by one.
IN_PART = (*USES, "clone", "mmap")
# uretprobe and uprobe of x86_64: the kernel puts them into programs itself and filters them nowhere.
PROBES_OF_THE_KERNEL = {335, 336}


def _as_a_submission(path: Path) -> None:
    """Give a path to whoever submissions run as, if somebody else can."""
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(path, nobody.pw_uid, nobody.pw_gid)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with a file, both open to everybody and owned by whoever submissions run as."""
    made = Path(tempfile.mkdtemp(dir="/var/tmp", prefix="lazylab-test-"))
    file = made / "file"
    file.write_text("text")
    for path, mode in ((made, 0o777), (file, 0o666)):
        path.chmod(mode)
        _as_a_submission(path)
    yield made
    shutil.rmtree(made)


# --- reading ----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", SECRETS)
def test_what_belongs_to_others_cannot_be_read(raises: Raises, path: str) -> None:
    assert Path(path).exists()
    assert raises("open(path, 'rb').read(1)", path=path) in REFUSED


def test_of_the_system_s_files_only_these_few_can_be_read(gives: Gives) -> None:
    assert gives("len(open('/dev/urandom', 'rb').read(8))") == 8
    assert "processor" in gives("open('/proc/cpuinfo').read()")


def test_a_process_reads_its_own_command_line_and_no_other_s(gives: Gives, raises: Raises) -> None:
    own = gives("open(f'/proc/{os.getpid()}/cmdline').read().split(chr(0))")
    assert own[-2].isdigit()
    assert own[-3].endswith("graders/lab/sealed/start.py")
    parent = gives("os.getppid()")
    assert raises("open(path).read()", path=f"/proc/{parent or 1}/cmdline") in REFUSED


def test_how_a_process_is_scheduled_can_be_asked_and_not_changed(
    gives: Gives, raises: Raises
) -> None:
    assert gives("os.sched_getscheduler(0)") == os.SCHED_OTHER
    assert gives("os.sched_getparam(0).sched_priority") == 0
    assert raises("os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))") in REFUSED


@pytest.mark.parametrize(
    "path",
    ["/", "/proc", "/proc/self/fd", str(Path.home()), str(ROOT), str(ROOT / "solutions"), "/etc"],
)
def test_folders_of_others_cannot_be_listed(raises: Raises, path: str) -> None:
    assert raises("os.listdir(path)", path=path) in REFUSED


def test_behind_bubblewrap_the_checkout_does_not_even_exist(gives: Gives, walls: Walls) -> None:
    seen = gives("os.path.exists(path)", path=str(ROOT / "solutions"))
    assert not (seen and walls == "bubblewrap")


@pytest.mark.parametrize(
    "name", ["graders.bank.dimension_mismatch.checks", "graders.judging.judge"]
)
def test_the_judge_cannot_be_imported(raises: Raises, name: str) -> None:
    kind = raises("importlib.import_module(name)", name=name)
    assert kind in {"ModuleNotFoundError", "PermissionError"}


def test_no_module_of_the_judge_is_there(gives: Gives) -> None:
    loaded = gives("sorted(sys.modules)")
    secret = ("graders.judging", "graders.bank", "graders.strategies", "hypothesis", "pytest")
    assert "graders.lab.host" in loaded
    assert [name for name in loaded if name.startswith(secret)] == []


def test_the_environment_is_its_own(gives: Gives) -> None:
    environment = gives("dict(os.environ)")
    own = {"PATH", "HOME", "LANG", "OMP_NUM_THREADS", "TMPDIR", "PWD", "TORCHINDUCTOR_CACHE_DIR"}
    assert environment.keys() - own == set()
    assert environment["HOME"] != str(Path.home())
    assert gives("[line for line in environment() if b'LAZYLAB' in line]") == []


def test_the_command_line_says_nothing(gives: Gives) -> None:
    assert gives("[sys.argv, sys.orig_argv]") == [[""], [""]]


def test_only_the_channel_is_open_and_standard_streams_lead_nowhere(gives: Gives) -> None:
    nothing = Path(os.devnull).stat().st_rdev
    opened = gives("[(n, mode, device) for n, (mode, device) in descriptors().items()]")
    assert [(n, device) for n, _, device in opened[:3]] == [(n, nothing) for n in range(3)]
    assert [stat.S_ISSOCK(mode) for _, mode, _ in opened[3:]] == [True]


# --- writing ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "expression",
    [
        "open(f'{folder}/new', 'w')",
        "open(f'{folder}/file', 'w')",
        "open(f'{folder}/file', 'a')",
        "open(f'{folder}/file', 'r+')",
        "os.truncate(f'{folder}/file', 0)",
        "os.unlink(f'{folder}/file')",
        "os.rename(f'{folder}/file', f'{folder}/moved')",
        "os.mkdir(f'{folder}/new')",
        "os.rmdir(folder)",
        "os.link(f'{folder}/file', f'{folder}/new')",
        "os.symlink('/', f'{folder}/new')",
        "os.mkfifo(f'{folder}/new')",
        "os.setxattr(f'{folder}/file', 'user.new', b'')",
        "os.chmod(f'{folder}/file', 0o777)",
        "os.chmod(folder, 0o700)",
        "os.utime(f'{folder}/file', (0, 0))",
    ],
)
def test_nothing_of_others_can_be_changed(raises: Raises, folder: Path, expression: str) -> None:
    assert raises(expression, folder=str(folder)) in REFUSED


@pytest.mark.parametrize("path", ["/", "/var/tmp", str(ROOT), str(Path(pytest.__file__).parent)])
def test_no_file_can_be_made_elsewhere(raises: Raises, path: str) -> None:
    assert raises("open(f'{path}/lazylab-test', 'w')", path=path) in {*REFUSED, "OSError"}


# --- reaching out -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "expression",
    [
        "reached()",
        "reached(socket.AF_UNIX)",
        "socket.socketpair()",
        "os.fork()",
        "os.posix_spawn('/bin/true', ['true'], {})",
        "os.execv('/bin/true', ['true'])",
        "os.kill(os.getppid(), 0)",
        "os.kill(os.getpid(), 0)",
        "os.pidfd_open(os.getppid())",
        "os.memfd_create('name')",
        "mmap.mmap(-1, 4096)",
        "os.setpriority(os.PRIO_PROCESS, 0, 5)",
        "os.chroot('/')",
        "os.setuid(0)",
        "resource.prlimit(os.getppid(), resource.RLIMIT_CORE)",
        "fcntl.ioctl(0, 0x5412, b'x')",
    ],
)
def test_nothing_reaches_out(raises: Raises, expression: str) -> None:
    assert raises(expression) in REFUSED


def test_other_processes_cannot_be_moved_to_other_processors(raises: Raises) -> None:
    assert raises("os.sched_setaffinity(os.getppid(), os.sched_getaffinity(0))") in REFUSED


@pytest.fixture
def victim() -> Iterator[subprocess.Popen[str]]:
    """A process of whoever submissions run as, which says every line again."""
    with subprocess.Popen(
        ["cat"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        user=pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else None,
        cwd="/",
    ) as process:
        yield process
        process.kill()


def test_a_descriptor_sends_no_signals_to_others(
    lab: SealedLab, victim: subprocess.Popen[str]
) -> None:
    lab.ask(Call("have_a_signal_sent", (victim.pid,)))
    assert victim.stdin is not None
    assert victim.stdout is not None
    with contextlib.suppress(BrokenPipeError):
        print("alive", file=victim.stdin, flush=True)
    assert victim.stdout.readline() == "alive\n"


# --- the kernel -------------------------------------------------------------------------------


def _number(name: str) -> int:
    seccomp = pytest.importorskip("pyseccomp")
    number: int = seccomp.resolve_syscall(seccomp.Arch.NATIVE, name)
    return number


@pytest.mark.parametrize(
    "name",
    [
        *("fork", "execve", "kill", "tgkill", "ptrace", "process_vm_readv", "pidfd_getfd"),
        *("unshare", "setns", "mount", "clone", "socket", "io_uring_setup", "memfd_create"),
        *("shmget", "mmap", "keyctl", "add_key", "request_key", "userfaultfd", "bpf"),
        *(
            "personality",
            "prctl",
            "prlimit64",
            "ioctl",
            "fcntl",
            "perf_event_open",
            "open_by_handle_at",
        ),
    ],
)
def test_the_kernel_refuses(gives: Gives, name: str) -> None:
    """Where only some arguments are refused: with such."""
    refused = {
        "prctl": (4, 1),  # may be traced
        "prlimit64": (1, 7, 0, 0),  # another's descriptors
        "clone": (17, 0),  # a process, as fork makes one
        "mmap": (0, 4096, 3, 0x21, -1, 0),  # shared, of no file
        "ioctl": (0, 0x5412, 0),  # typed into a terminal
        "fcntl": (0, 8, 1),  # an owner who gets signals
    }
    arguments = [_number(name), *refused.get(name, ())]
    assert gives("knock(*arguments)", arguments=arguments) in {errno.EPERM, errno.ENOSYS}


def test_every_system_call_that_is_not_allowed_is_refused(gives: Gives) -> None:
    known = {_number(name) for name in (*ALLOWED, *ABSENT, *IN_PART)} | PROBES_OF_THE_KERNEL
    numbers = [number for number in range(1024) if number not in known]
    came = gives("[knock(number) for number in numbers]", numbers=numbers)
    assert dict(zip(numbers, came, strict=True)) == dict.fromkeys(numbers, errno.EPERM)


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="only x86_64 has a second table: x32")
def test_a_call_by_the_other_table_is_the_last(lab: SealedLab) -> None:
    assert lab.ask(Call("knock", (0x40000000 | _number("getpid"),))) == Died("signal")

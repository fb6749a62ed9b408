"""What a sealed process may use: some memory, threads, descriptors and files, all of the libraries."""

from collections.abc import Callable
from typing import Any

import pytest

from graders.lab.messages import Call, Clear, Failed, Load, Returned
from graders.lab.sealed.lab import SealedLab

Gives = Callable[..., Any]
Raises = Callable[..., str]

NO_NAMESPACES = (
    "this kernel gives ordinary users no namespaces of their own: "
    "sysctl -w kernel.unprivileged_userns_clone=1 kernel.apparmor_restrict_unprivileged_userns=0"
)


@pytest.fixture
def temporary(gives: Gives) -> str:
    """The folder for temporary files, where the kernel lets a process have one of its own."""
    if gives("os.environ.get('TMPDIR')") is None:
        pytest.skip(NO_NAMESPACES)
    folder: str = gives("tempfile.gettempdir()")
    return folder


# --- memory -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expression", "kind"),
    [
        ("bytearray(2**29)", "MemoryError"),
        ("[0] * 2**26", "MemoryError"),
        ("torch.ones(2**27)", "RuntimeError"),
        ("torch.nn.Linear(2**14, 2**13)", "RuntimeError"),
    ],
)
def test_too_much_memory_is_an_exception(raises: Raises, expression: str, kind: str) -> None:
    assert raises(expression) == kind


def test_what_is_left_of_the_memory_can_still_be_used(gives: Gives, raises: Raises) -> None:
    assert raises("bytearray(2**29)") == "MemoryError"
    assert gives("len(bytearray(2**26)) + torch.ones(2**24).numel()") == 2**26 + 2**24


def test_memory_is_counted_over_all_of_it(gives: Gives) -> None:
    assert 192 <= gives("most_memory(4096)") <= 256


@pytest.mark.parametrize(
    "way", ["most_memory(4096, then=protect)", "most_memory(4096, PRIVATE | GROWS_DOWN)"]
)
def test_what_the_kernel_does_not_count_as_data_has_a_bound_too(gives: Gives, way: str) -> None:
    """It counts by address: late libraries and stacks of threads need room there."""
    assert gives(way) <= 256 + 1024


# --- threads, descriptors, limits -------------------------------------------------------------


def test_threads_are_limited(gives: Gives, temporary: str) -> None:
    made, kind = gives("most_threads()")
    assert (0 < made < 16, kind) == (True, "RuntimeError")


def test_descriptors_are_limited(gives: Gives) -> None:
    made, kind = gives("most(lambda _: open(os.devnull))")
    assert (0 < made < 32, kind) == (True, "OSError")


@pytest.mark.parametrize("limit", ["DATA", "CPU", "FSIZE", "NOFILE", "CORE", "MEMLOCK", "NPROC"])
def test_no_limit_can_be_raised(raises: Raises, temporary: str, limit: str) -> None:
    most = "resource.getrlimit(kind)[1] + 1"
    assert (
        raises(
            f"[resource.setrlimit(kind, ({most}, {most})) for kind in [resource.RLIMIT_{limit}]]"
        )
        == "ValueError"
    )


def test_no_core_is_dumped(gives: Gives) -> None:
    assert gives("resource.getrlimit(resource.RLIMIT_CORE)") == (0, 0)


# --- temporary files --------------------------------------------------------------------------


def test_temporary_files_work(lab: SealedLab, gives: Gives, temporary: str) -> None:
    statements = (
        "with tempfile.TemporaryDirectory() as folder:\n"
        "    path = os.path.join(folder, 'net.pt')\n"
        "    torch.save({'weight': torch.ones(3)}, path)\n"
        "    came = torch.load(path)['weight'].tolist()\n"
    )
    assert lab.ask(Call("run", (statements,))) == Returned(None)
    assert gives("came") == [1.0, 1.0, 1.0]
    assert gives("os.listdir(tempfile.gettempdir())") == []


def test_temporary_files_may_not_be_large(raises: Raises, temporary: str) -> None:
    assert (
        raises("open(f'{folder}/a', 'wb').write(bytes(3 * 2**20))", folder=temporary) == "OSError"
    )


def test_all_temporary_files_together_may_not_be_large(gives: Gives, temporary: str) -> None:
    write = "most(lambda n: open(f'{folder}/{n}', 'wb').write(bytes(2**18)))"
    assert gives(write, folder=temporary) == (8, "OSError")


def test_there_may_not_be_many_temporary_files(gives: Gives, temporary: str) -> None:
    made, kind = gives("most(lambda n: os.mkdir(f'{folder}/{n}'))", folder=temporary)
    assert (100 < made < 1024, kind) == (True, "OSError")


def test_the_next_process_finds_none_of_them(
    lab: SealedLab, gives: Gives, temporary: str, probe: Load
) -> None:
    gives("open(f'{folder}/note', 'w').write('seen: 7')", folder=temporary)
    assert gives("os.listdir(folder)", folder=temporary) == ["note"]
    lab.ask(probe)
    assert gives("os.listdir(folder)", folder=temporary) == []


def test_processes_do_not_see_each_other_s_files(
    gives: Gives, temporary: str, another: SealedLab
) -> None:
    gives("open(f'{folder}/note', 'w').write('seen: 7')", folder=temporary)
    reply = another.ask(Call("value_of", ("os.listdir(folder)", {"folder": temporary})))
    assert reply == Returned([])


# --- what works all the same ------------------------------------------------------------------


def test_output_can_be_thrown_away(gives: Gives) -> None:
    assert gives("open(os.devnull, 'w').write('text')") == 4
    assert gives("os.write(1, b'text')") == 4


@pytest.mark.parametrize(
    "name",
    [
        *(
            "torch.distributions",
            "torch.fx",
            "torch.func",
            "torch.optim.lr_scheduler",
            "torch.export",
        ),
        *("torch.nn.utils.parametrize", "torch.testing", "torch.package", "numpy.linalg"),
        *(
            "json.tool",
            "sqlite3",
            "lzma",
            "ssl",
            "asyncio",
            "multiprocessing.pool",
            "concurrent.futures",
        ),
        *("unittest.mock", "xml.etree.ElementTree", "zoneinfo", "decimal", "dataclasses"),
    ],
)
def test_libraries_are_imported_when_they_are_needed(gives: Gives, name: str) -> None:
    assert gives("importlib.import_module(name).__name__", name=name) == name


@pytest.mark.parametrize(
    "expression",
    [
        "torch.set_num_threads(2) or (torch.ones(600, 600) @ torch.ones(600, 600)).sum().item()",
        "torch.nn.Sequential(torch.nn.LazyLinear(3))(torch.ones(1, 2)).sum().backward()",
        "torch.func.vmap(torch.sum)(torch.ones(2, 3)).tolist()",
        "torch.linalg.svd(torch.ones(3, 3)).S.tolist()",
        "torch.compiler.is_compiling()",
        "time.sleep(0) or time.localtime().tm_year",
        "os.urandom(3).hex()",
        "os.getcwd()",
    ],
)
def test_computing_goes_on(gives: Gives, expression: str) -> None:
    gives(expression)


def test_case_by_case_nothing_is_lost(lab: SealedLab, gives: Gives) -> None:
    for seed in range(3):
        assert lab.ask(Clear(seed)) == Returned(None)
        assert gives("torch.initial_seed()") == seed


def test_what_a_submission_raises_is_its_own_whoever_it_says_it_is(lab: SealedLab) -> None:
    statements = (
        "import graders.lab.host\ngraders.lab.host.Host._origin = lambda *_: 'grader'\n1 / 0"
    )
    reply = lab.ask(Call("run", (statements,)))
    assert isinstance(reply, Failed)
    assert (reply.error.kind, reply.error.origin) == ("ZeroDivisionError", "submission")

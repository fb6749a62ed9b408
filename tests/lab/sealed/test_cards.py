"""Cards that are let through the walls: what that opens, what it leaves shut, and judging on one."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pretending
import pytest

from graders.judging.exercises import Bank
from graders.judging.judge import Judge
from graders.judging.searching import Effort
from graders.judging.submissions import Submission
from graders.lab.devices import DeviceError
from graders.lab.limits import Limits
from graders.lab.messages import Call, Died, Load, Returned
from graders.lab.sealed import cards, sandbox, walls
from graders.lab.sealed.lab import SealedLab
from graders.lab.sealed.labs import SealedLabs
from graders.lab.sealed.messages import Allowance
from graders.lab.sealed.sandbox import Sandbox, Walls

# A device file of every machine that no sealed process can open, in the place of a card's.
NODE = "/dev/full"
EXERCISE = Bank().exercise("partial_specification")
CARELESS = EXERCISE.root / (
    f"solutions/{EXERCISE.name}/wrong/a_lazy_layer_needs_no_device.for_torch.py"
)
OUT_OF_RANGE = """
import torch

def build(layers, *, device=None):
    torch.nn.Embedding(2, 2, device="cuda")(torch.tensor([7], device="cuda"))
"""


# --- what there is ------------------------------------------------------------------------------


def test_cards_are_counted_by_their_device_files(tmp_path: Path) -> None:
    assert cards.names(tmp_path) == cards.nodes(tmp_path) == ()
    for name in ("nvidia1", "nvidia0", "nvidiactl", "nvidia-uvm", "nvidia-modeset", "nvidia-caps"):
        (tmp_path / name).touch()
    assert cards.names(tmp_path) == ("cuda:0", "cuda:1")
    expected = ("nvidia0", "nvidia1", "nvidiactl", "nvidia-uvm")
    assert cards.nodes(tmp_path) == tuple(str(tmp_path / name) for name in expected)


@pytest.mark.skipif(bool(cards.names()), reason="there is a card here")
@pytest.mark.parametrize("device", ["cuda", "cuda:0"])
def test_who_asks_for_a_card_that_is_not_there_is_told(walls: Walls, device: str) -> None:
    labs = SealedLabs("torch", walls, Limits(), Allowance(), device=device)
    with contextlib.closing(labs), pytest.raises(DeviceError, match="it has no /dev/nvidia0"):
        labs.placement  # noqa: B018


# --- what is opened ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def opened(walls: Walls) -> Iterator[Sandbox]:
    """A fork server whose children may use one more device file."""
    with contextlib.closing(Sandbox("torch", walls, (), nodes=(NODE,))) as started:
        yield started


def _asked(sandbox: Sandbox, probe: Load, expression: str) -> Any:
    lab = SealedLab(sandbox, Limits(call_seconds=30.0), Allowance())
    with lab.open():
        assert lab.ask(probe) == Returned(None)
        return lab.ask(Call("value_of", (expression, {})))


WRITES = f"open('{NODE}', 'wb', buffering=0).write(b'1')"
# A request that no file knows: it is the file that refuses it then, and not the seal.
CONTROLS = f"__import__('fcntl').ioctl(open('{NODE}'), 0x4642)"
ADDRESSES = "__import__('resource').getrlimit(__import__('resource').RLIMIT_AS)[0]"


def test_its_device_files_can_be_written_and_controlled(opened: Sandbox, probe: Load) -> None:
    for expression, said in ((WRITES, "No space left"), (CONTROLS, "Inappropriate ioctl")):
        assert said in _asked(opened, probe, expression).error.message
    assert _asked(opened, probe, ADDRESSES) == Returned(-1)


def test_without_a_card_they_cannot(sandbox: Sandbox, probe: Load) -> None:
    for expression in (WRITES, CONTROLS):
        assert _asked(sandbox, probe, expression).error.kind == "PermissionError"
    assert _asked(sandbox, probe, ADDRESSES).value > 0


@pytest.mark.parametrize(
    "expression",
    [
        "open('/dev/zero', 'wb')",
        "__import__('socket').socket()",
        "__import__('os').fork()",
        "open('/etc/passwd')",
        "open('/var/tmp/left', 'w')",
    ],
)
def test_everything_else_stays_shut(opened: Sandbox, probe: Load, expression: str) -> None:
    kinds = ("PermissionError", "FileNotFoundError", "OSError")
    assert _asked(opened, probe, expression).error.kind in kinds


def test_memory_of_the_machine_stays_bounded(opened: Sandbox, probe: Load) -> None:
    expression = "len(b'1' * (8 * 2**30))"
    assert _asked(opened, probe, expression).error.kind == "MemoryError"


# --- judging on one, or else on one that is pretended -----------------------------------------

pytestmark = pytest.mark.xdist_group("cuda")  # compiled once, and one card


@pytest.fixture(scope="module")
def on_a_card(walls: Walls) -> Iterator[SealedLabs]:
    """Labs on a card. Without one, the machine believes to have it, and nobody in there can tell."""
    if cards.names():
        labs = SealedLabs("torch", walls, Limits(), Allowance(), device="cuda", workers=2)
        with contextlib.closing(labs):
            yield labs
        return
    try:
        library = pretending.library()
    except pretending.CannotPretendError as reason:
        pytest.skip(str(reason))
    with _pretended(library) as changed, pytest.MonkeyPatch.context() as patch:
        patch.setattr(cards, "names", lambda: ("cuda:0",))
        patch.setattr(cards, "nodes", lambda: (NODE,))
        patch.setattr(sandbox, "_PROGRAM", changed / "start.py")
        _show(patch, changed)
        labs = SealedLabs("torch", walls, Limits(), Allowance(), device="cuda", workers=2)
        with contextlib.closing(labs):
            labs.fork_servers.warm()
            yield labs


@contextlib.contextmanager
def _pretended(library: Path) -> Iterator[Path]:
    """A folder that everybody can read, whose program pretends before it goes on."""
    with tempfile.TemporaryDirectory(dir="/var/tmp", prefix="lazylab-test-") as folder:
        here = Path(folder)
        here.chmod(0o755)
        for name in ("start.py", "sitecustomize.py"):
            shutil.copy(pretending.FOLDER / name, here)
        shutil.copy(library, here / "device.so")
        (here / "told").write_text(f"{here / 'device.so'}\n{sandbox._PROGRAM}\n")
        for path in here.iterdir():
            path.chmod(0o755)
        yield here


def _show(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """To the parent, which pretends; it has read all when its children are sealed."""
    patch.setattr(walls, "_FILES", (*walls._FILES, str(folder)))


def _judged(labs: SealedLabs, answer: Path) -> dict[str, Any]:
    judge = Judge("torch", Effort(drawn=4, seed=1), labs=labs, diagnose=False)
    report = judge.judge(EXERCISE, Submission(answer, EXERCISE.name))
    return {check.name: check for check in report.checks}


def test_a_submission_is_judged_sealed_on_a_card(on_a_card: SealedLabs) -> None:
    assert on_a_card.placement.home == "cuda:0"
    assert on_a_card.placement.others == ("meta", "cpu")
    right = _judged(on_a_card, EXERCISE.solution("torch"))
    assert {check.outcome for check in right.values()} == {"passed"}
    careless = _judged(on_a_card, CARELESS)
    failed = [name for name, check in careless.items() if check.outcome != "passed"]
    assert failed == ["puts_waiting_layers_on_the_device_too"]


def test_the_parents_never_wake_it(on_a_card: SealedLabs, probe: Load) -> None:
    """A copy of a process in which CUDA is awake could not use it: each child wakes it itself."""
    with on_a_card.submission() as lab:
        assert lab.ask(probe) == Returned(None)
        asked = "__import__('torch').cuda.is_initialized()"
        assert lab.ask(Call("value_of", (asked, {}))) == Returned(True)
    lab = SealedLab(on_a_card.fork_servers.submissions, Limits(), Allowance())  # one without a card
    with lab.open():
        assert lab.ask(probe) == Returned(None)
        assert lab.ask(Call("value_of", (asked, {}))) == Returned(False)


def test_its_memory_is_shared_by_all_that_judge(on_a_card: SealedLabs, probe: Load) -> None:
    """Two judges, each with a submission, a reference and a control: less than a seventh each."""
    with on_a_card.submission() as lab:
        assert lab.ask(probe) == Returned(None)
        much = "__import__('torch').zeros({}, device='cuda').numel()"
        assert lab.ask(Call("value_of", (much.format(10**6), {}))) == Returned(10**6)
        refused = lab.ask(Call("value_of", (much.format(2**26), {})))
        assert "memory" in refused.error.message.lower()  # type: ignore[union-attr]


def test_what_ends_a_card_ends_one_process_only(on_a_card: SealedLabs, tmp_path: Path) -> None:
    answer = tmp_path / "for_torch.py"
    answer.write_text(OUT_OF_RANGE)
    seen = _judged(on_a_card, answer)
    broken = seen["lets_a_layer_wait_exactly_when_its_input_size_is_not_given"]
    assert broken.outcome == "broke"
    assert broken.trouble.kind == "died_card"
    # Others of the same submission are judged: it has a new process by then.
    assert seen["tells_which_layers_are_initialized_without_data"].trouble.kind == "missing"
    right = _judged(on_a_card, EXERCISE.solution("torch"))
    assert {check.outcome for check in right.values()} == {"passed"}


def test_who_only_says_so_gains_nothing(sandbox: Sandbox, probe: Load) -> None:
    lab = SealedLab(sandbox, Limits(call_seconds=30.0), Allowance())
    with lab.open():
        assert lab.ask(probe) == Returned(None)
        assert lab.ask(Call("value_of", ("__import__('os')._exit(71)", {}))) == Died("exit")

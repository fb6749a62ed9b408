"""`--device` for the command, for pytest, for doctor and for `grade`, on a machine without a GPU."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from commands import lazylab

from graders.app.request import Request
from graders.doctor.proofs import chosen_samples, prove
from graders.judging.exercises import Bank
from graders.judging.judge import Judge
from graders.judging.notebooks import grade_call
from graders.judging.searching import Effort
from graders.lab import frameworks
from graders.lab.devices import DeviceError, Placement
from graders.lab.labs import InProcessLabs
from graders.lab.limits import Limits
from graders.lab.sealed.sandbox import SealError, choose_walls

ROOT = Bank().root
EXERCISE = "partial_specification"
SOLUTION = f"solutions/{EXERCISE}/for_torch.py"
CARELESS = f"solutions/{EXERCISE}/wrong/a_lazy_layer_needs_no_device.for_torch.py"
THERE_ARE = frameworks.load("torch").devices()
WITHOUT_GPU = pytest.mark.skipif(len(THERE_ARE) > 2, reason="there is a GPU here")
WHY = frameworks.load("torch").why_no_more()


def _sealable() -> bool:
    try:
        choose_walls()
    except SealError:
        return False
    return True


CAN_SEAL = pytest.mark.skipif(not _sealable(), reason="nothing can be sealed here")


def run_pytest(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "100", "LAZYLAB_LANG": "en"},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )


# --- what is not there ------------------------------------------------------------------------


@WITHOUT_GPU
@pytest.mark.parametrize("command", ["check", "doctor", "watch"])
@pytest.mark.parametrize("device", ["cuda", "cuda:1"])
def test_a_device_that_is_not_there_ends_in_2_with_one_clear_line(
    command: str, device: str
) -> None:
    found = lazylab(command, EXERCISE, "--device", device)
    assert found.returncode == 2
    assert found.stderr.lstrip() == (
        f"lazylab: there is no {device} here: this machine has cpu, meta ({WHY}). "
        "Take one of these, or --device auto\n"
    )


@pytest.mark.parametrize("command", ["check", "doctor", "watch"])
def test_a_device_that_nobody_knows_ends_in_2(command: str) -> None:
    found = lazylab(command, EXERCISE, "--device", "tpu")
    assert found.returncode == 2
    said = "unknown device 'tpu': lazylab takes auto, cpu, cuda, cuda:N, meta or all"
    assert found.stderr == f"lazylab: {said}\n"


@WITHOUT_GPU
@pytest.mark.parametrize("device", ["cuda", "tpu"])
def test_pytest_says_it_in_one_line_too(device: str) -> None:
    found = run_pytest(f"exercises/{EXERCISE}", "--device", device)
    assert found.returncode == 4
    assert "lazylab takes" in found.stderr or "there is no cuda here" in found.stderr
    assert "Traceback" not in found.stderr


# --- what is there ----------------------------------------------------------------------------


@WITHOUT_GPU
@pytest.mark.parametrize(
    ("device", "untried"), [("auto", ""), ("cpu", ""), ("meta", ""), ("all", WHY)]
)
def test_the_report_says_where_networks_have_lived(
    device: str, untried: str, tmp_path: Path
) -> None:
    file = tmp_path / "report.json"
    options = ("--unsealed", "--official", "--report", f"json={file}", "--device", device)
    found = lazylab("check", "--submission", SOLUTION, *options)
    assert found.returncode == 0, found.stderr
    report = json.loads(file.read_text())
    assert (report["devices"], report["untried"]) == (["cpu", "meta"], untried)
    said = f"Not tried on a GPU: {WHY}. The device meta stood in for it."
    assert (said in " ".join(found.stdout.split())) == bool(untried)


@WITHOUT_GPU
@pytest.mark.parametrize("more", [(), ("-n", "2")], ids=["alone", "workers"])
def test_pytest_s_report_says_it_as_well(more: tuple[str, ...], tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    options = (
        "--submission",
        SOLUTION,
        "--official",
        "--device",
        "all",
        "--report",
        f"json={file}",
    )
    found = run_pytest(f"exercises/{EXERCISE}", *options, *more)
    assert found.returncode == 0, found.stdout
    assert json.loads(file.read_text())["devices"] == ["cpu", "meta"]
    assert f"Not tried on a GPU: {WHY}." in found.stdout


@pytest.mark.parametrize("device", ["auto", "cpu", "meta", "all"])
def test_who_forgets_the_device_is_caught_without_a_gpu(device: str) -> None:
    found = lazylab("check", "--submission", CARELESS, "--unsealed", "--device", device)
    assert found.returncode == 1
    assert "device='meta'" in found.stdout
    assert "Only the input size comes from the data" in " ".join(found.stdout.split())


def test_doctor_proves_on_the_device_that_is_asked_for() -> None:
    bank = Bank()
    samples = chosen_samples(bank, [EXERCISE], "torch", "right")[:1]
    [proof] = prove(bank, samples, "torch", seeds=1, drawn=4, jobs=1, device="all")
    assert proof.proven
    with pytest.raises(DeviceError, match="there is no cuda:9 here"):
        list(prove(bank, samples, "torch", seeds=1, drawn=4, jobs=1, device="cuda:9"))


# --- sealed -----------------------------------------------------------------------------------


@CAN_SEAL
@WITHOUT_GPU
@pytest.mark.parametrize("device", ["cuda", "cuda:0"])
def test_sealed_judging_says_which_card_is_not_there(device: str) -> None:
    found = lazylab("check", "--submission", SOLUTION, "--device", device)
    assert found.returncode == 2
    assert f"there is no {device} here: this machine has cpu, meta (it has no /dev/nvidia0)" in (
        " ".join(found.stderr.split())
    )


@CAN_SEAL
@WITHOUT_GPU
def test_sealed_judging_uses_the_devices_that_its_children_have(tmp_path: Path) -> None:
    file = tmp_path / "report.json"
    found = lazylab(
        "check",
        "--submission",
        SOLUTION,
        "--device",
        "all",
        "--official",
        "--report",
        f"json={file}",
    )
    assert found.returncode == 0, found.stderr
    report = json.loads(file.read_text())
    assert report["seal"]
    assert report["devices"] == ["cpu", "meta"]
    assert report["untried"] == "it has no /dev/nvidia0"


# --- asked and judges ------------------------------------------------------------------------


def test_a_judge_without_a_wish_has_what_every_machine_has() -> None:
    assert Judge().placement == Placement()


@WITHOUT_GPU
@pytest.mark.parametrize("device", ["auto", "cpu", "meta"])
def test_a_wish_that_every_machine_grants_is_granted(device: str, bank: Bank) -> None:
    assert Request(device=device).checked().judge(bank).placement == Placement()


class Elsewhere(InProcessLabs):
    """Labs in this process which say that they are on other devices."""

    placement = Placement("cpu", ("meta", "cpu:0"))  # type: ignore[assignment]
    _awake = Placement()


def test_cases_of_other_devices_are_remembered_apart(bank: Bank) -> None:
    """What passed, or failed, on one machine's devices says nothing about another's."""
    exercise = bank.exercise(EXERCISE)
    effort, limits = Effort(drawn=2, seed=1), Limits()
    for labs, where in (
        (InProcessLabs("torch", limits), ""),
        (Elsewhere("torch", limits), " on cpu meta cpu:0"),
    ):
        judge = Judge(effort=effort, labs=labs)
        with judge.opened(exercise, exercise.solution("torch")) as judging:
            assert judging.run(exercise.checks[0]).outcome == "passed"
        check = exercise.checks[0].name
        assert list(judge.passed) == [f"lazylab/torch/{EXERCISE}/{check}{where}"]


@pytest.mark.parametrize(
    ("call", "device"),
    [("grade('a', 'b')", "cpu"), ("grade('a', 'b', device='all')", "all")],
)
def test_a_grade_cell_may_name_a_device(call: str, device: str) -> None:
    """A course judges it on the CPU all the same, sealed as it is."""
    found = grade_call(f"from graders import grade\n{call}")
    assert found is not None
    assert found.device == device

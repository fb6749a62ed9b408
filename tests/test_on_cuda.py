"""What is judged on a GPU, or else on a device that pretends to be one: then it is a rehearsal.

`pretended_cuda/device.cpp` puts the CPU's memory behind PyTorch's name for CUDA. What depends on
devices goes its real ways: other memory, another generator, mixtures, memory that runs out, errors that
nothing recovers from. Rounding and speed of a card are not there to be seen.
"""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pretending
import pytest

from graders.judging.exercises import Bank
from graders.lab import frameworks

TORCH = frameworks.load("torch")
ROOT = Bank().root
EXERCISE = "partial_specification"
SOLUTION = ROOT / f"solutions/{EXERCISE}/for_torch.py"
CARELESS = ROOT / f"solutions/{EXERCISE}/wrong/a_lazy_layer_needs_no_device.for_torch.py"

pytestmark = [pytest.mark.cuda, pytest.mark.xdist_group("cuda")]  # compiled once, and one card


@dataclass
class Rehearsal:
    """A machine that has a GPU, or believes so, and a course of few cases: it is slow."""

    environment: dict[str, str]
    here: Path

    def run(self, *arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *map(str, arguments)],
            cwd=cwd,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=400,
            check=False,
        )

    def pytest(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return self.run("-m", "pytest", "-p", "no:cacheprovider", *arguments, cwd=ROOT)

    def lazylab(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        command = "from graders.cli import main; main()"
        return self.run("-c", command, *arguments, cwd=self.here)

    def check(self, answer: Path, *options: str | Path) -> subprocess.CompletedProcess[str]:
        """Judge an answer; a report is written into `here`."""
        options = ("--submission", answer, "--unsealed", "--report", "json=report.json", *options)
        return self.lazylab("check", EXERCISE, *options)

    @property
    def report(self) -> Any:
        return json.loads((self.here / "report.json").read_text())


@pytest.fixture(scope="module")
def environment() -> dict[str, str]:
    made = dict(os.environ)
    if not TORCH.devices()[2:]:
        try:
            made = pretending.environment()
        except pretending.CannotPretendError as error:
            pytest.skip(f"{TORCH.why_no_more()}, and {error}")
    return made | {"COLUMNS": "100", "LAZYLAB_LANG": "en", "OMP_NUM_THREADS": "1"}


@pytest.fixture
def rehearsal(environment: dict[str, str], tmp_path: Path) -> Rehearsal:
    (tmp_path / "pyproject.toml").write_text("[tool.lazylab]\ncases = 8\n")
    return Rehearsal(environment, tmp_path)


def _answer(rehearsal: Rehearsal, more: str) -> Path:
    """The solution with something put after it."""
    path = rehearsal.here / "for_torch.py"
    path.write_text(f"{SOLUTION.read_text()}\n{more}")
    return path


def test_what_holds_on_every_device_holds_there(rehearsal: Rehearsal) -> None:
    found = rehearsal.pytest("tests/lab/frameworks/torch/test_devices.py", "-q")
    assert found.returncode == 0, found.stdout
    assert "skipped" not in found.stdout


@pytest.mark.parametrize("device", ["auto", "cuda"])
def test_a_right_answer_has_full_marks_there(rehearsal: Rehearsal, device: str) -> None:
    found = rehearsal.check(SOLUTION, "--device", device)
    assert found.returncode == 0, found.stdout + found.stderr
    home, *others = rehearsal.report["devices"]
    assert home == ("cuda:0" if device == "cuda" else "cpu")
    assert {home, *others} >= {"cpu", "meta", "cuda:0"}
    assert rehearsal.report["untried"] == ""


def test_the_smallest_case_is_that_of_a_laptop(rehearsal: Rehearsal) -> None:
    found = rehearsal.check(CARELESS, "--device", "all")
    assert found.returncode == 1
    assert "device='meta'" in found.stdout


def test_who_names_the_cpu_is_somewhere_else_at_home_on_a_gpu(rehearsal: Rehearsal) -> None:
    answer = rehearsal.here / "for_torch.py"
    answer.write_text(SOLUTION.read_text().replace("device=device", "device=device or 'cpu'"))
    assert rehearsal.check(answer, "--device", "cpu").returncode == 0
    found = rehearsal.check(answer, "--device", "cuda")
    assert found.returncode == 1
    assert "same device" in " ".join(found.stdout.split())


STOPS = """
import torch
_right = initialized
def initialized(layers):
    if len(layers) == 2:
        torch.zeros(3, device="cuda")[torch.tensor([7], device="cuda")]
    return _right(layers)
"""


@pytest.mark.parametrize("device", ["cuda", "all"])
def test_an_error_that_nothing_recovers_from_is_told_once_and_blames_nobody_else(
    rehearsal: Rehearsal, device: str
) -> None:
    found = rehearsal.check(_answer(rehearsal, STOPS), "--device", device, "--all")
    assert found.returncode == 3, found.stdout
    said = " ".join(found.stdout.split())
    assert said.count("What was asked of the GPU here stopped it") == 1
    assert "says nothing about your answer" in said
    [exercise] = rehearsal.report["exercises"]
    outcomes = [check["outcome"] for check in exercise["checks"]]
    stopped = outcomes.index("broke")
    assert exercise["checks"][stopped]["trouble"]["kind"] == "died_device"
    assert set(outcomes[:stopped]) == {"passed"}
    assert set(outcomes[stopped + 1 :]) == {"grader_fault"}


def test_on_the_cpu_the_same_answer_is_told_what_it_did(rehearsal: Rehearsal) -> None:
    answer = _answer(rehearsal, STOPS.replace('device="cuda"', 'device="cpu"'))
    found = rehearsal.check(answer, "--device", "cpu")
    assert found.returncode == 1
    assert "IndexError" in found.stdout


GREEDY = """
import torch
_right = specify
def specify(layers, in_features):
    total = torch.cuda.get_device_properties(0).total_memory
    torch.empty(total * 2 // 5, dtype=torch.uint8, device="cuda")
    return _right(layers, in_features)
"""


def test_workers_share_a_card(rehearsal: Rehearsal) -> None:
    """Each of three has less than a third of it; beyond that, it is out of memory."""
    check = f"exercises/{EXERCISE}/for_torch.py::specifies_what_the_framework_would_infer"
    options = (check, "--submission", _answer(rehearsal, GREEDY), "--device", "all")
    alone = rehearsal.pytest(*options)
    assert alone.returncode == 0, alone.stdout
    shared = rehearsal.pytest(*options, "-n", "3")
    assert shared.returncode == 1
    assert "specify raised OutOfMemoryError" in shared.stdout


def test_workers_say_where_networks_have_lived(rehearsal: Rehearsal) -> None:
    file = rehearsal.here / "report.json"
    check = f"exercises/{EXERCISE}/for_torch.py::puts_waiting_layers_on_the_device_too"
    options = (check, "--submission", SOLUTION, "--device", "cuda", "--report", f"json={file}")
    found = rehearsal.pytest(*options, "-n", "2")
    assert found.returncode == 0, found.stdout
    assert rehearsal.report["devices"][:3] == ["cuda:0", "meta", "cpu"]


def test_doctor_proves_an_exercise_there(rehearsal: Rehearsal) -> None:
    options = ("--device", "cuda", "--cases", "4", "--jobs", "1", "--only", "right")
    found = rehearsal.lazylab("doctor", EXERCISE, *options)
    assert found.returncode == 0, found.stdout


# --- the script that does all of it -------------------------------------------------------------


@pytest.mark.skipif(bool(TORCH.devices()[2:]), reason="there is a GPU here")
def test_without_a_gpu_the_script_says_so_in_one_line() -> None:
    found = subprocess.run(
        [ROOT / ".ci/on_a_gpu"],
        env={**os.environ, "PYTHON": sys.executable},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert found.returncode == 2
    assert found.stdout == ""
    said = f"on_a_gpu: there is no GPU here: {TORCH.why_no_more()}\n"
    assert found.stderr == said


def _proof(name: str, kind: str, *caught_by: str) -> dict[str, Any]:
    mistakes = [] if bool(caught_by) == (kind == "wrong") else [0]
    catches = dict.fromkeys(caught_by, 1)
    return {"exercise": "e", "kind": kind, "name": name, "mistakes": mistakes, "catches": catches}


def test_the_script_compares_the_verdicts_with_those_of_the_cpu(rehearsal: Rehearsal) -> None:
    cpu = [_proof("one", "right"), _proof("two", "wrong", "a"), _proof("three", "wrong", "a")]
    cuda = [cpu[0], _proof("two", "wrong", "a", "b"), cpu[2]]
    blind = [cpu[0], cpu[1], _proof("three", "wrong")]
    kept, script = rehearsal.here / "found.json", "benchmarks/on_a_gpu.py"
    for there, status in ((cuda, 0), (blind, 1)):
        steps = {
            step: {"command": step, "status": 0, "seconds": 1, "proofs": {"proofs": proofs}}
            for step, proofs in (("bank-cpu", cpu), ("bank-cuda", there))
        }
        kept.write_text(json.dumps(steps))
        found = rehearsal.run(script, "--show", "--into", kept, cwd=ROOT)
        assert found.returncode == status, found.stderr
        said = " ".join(found.stdout.split())
        assert f"{3 - status} of 3 verdicts those of the CPU, 2 by the same checks" in said
        assert ("differs: bank-cuda: e/wrong/three: failed nothing" in said) == bool(status)


def test_the_script_s_steps_are_commands_that_run(rehearsal: Rehearsal) -> None:
    kept = rehearsal.here / "found.json"
    options = ("--exercises", "shape_inference", "--cases", "1", "--jobs", "1", "--into", kept)
    found = rehearsal.run("benchmarks/on_a_gpu.py", "bank-cpu", *options, cwd=ROOT)
    assert found.returncode == 0, found.stdout + found.stderr
    step = json.loads(kept.read_text())["bank-cpu"]
    count = len(Bank().exercise("shape_inference").samples("torch")) + 1
    assert len(step["proofs"]["proofs"]) == count
    assert f"{count} of {count} sample answers judged as promised" in " ".join(found.stdout.split())

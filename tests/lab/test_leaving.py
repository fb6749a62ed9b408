"""What a lab in this process lets go of when a submission has been judged."""

import gc
import sys
import types
import weakref

from graders.lab.lab import InProcessLab
from graders.lab.messages import Build, Call, Clear, Load, Returned, RunCell
from graders.networks import Linear

SOURCE = b"""
import torch
kept = torch.nn.Linear(2, 2)
def give():
    return kept
"""


def _file() -> InProcessLab:
    lab = InProcessLab("torch")
    assert lab.ask(Load(SOURCE, "leaving_answer", "leaving_answer.py")) == Returned(None)
    return lab


def test_a_submission_and_its_networks_are_gone() -> None:
    lab = InProcessLab("torch")
    with lab.open():
        lab.ask(Load(SOURCE, "leaving_answer", "leaving_answer.py"))
        kept = weakref.ref(sys.modules["leaving_answer"].kept)
        lab.ask(Clear())
        lab.ask(Call("give"))
        lab.ask(Build(Linear(2, 2)))
        assert kept() is not None
    assert "leaving_answer" not in sys.modules
    gc.collect()
    assert kept() is None


def test_a_namesake_of_another_lab_is_left_alone() -> None:
    first, second = _file(), _file()
    theirs = sys.modules["leaving_answer"]
    with first.open():
        pass
    assert sys.modules.get("leaving_answer") is theirs
    with second.open():
        pass
    assert "leaving_answer" not in sys.modules


def test_cells_leave_the_program_that_runs_alone() -> None:
    main = sys.modules["__main__"]
    lab = InProcessLab("torch")
    with lab.open():
        lab.ask(RunCell("a = 1", "__main__", "cell 1", first=True))
    assert sys.modules["__main__"] is main


def test_what_a_kernel_runs_is_the_kernel_s() -> None:
    module = types.ModuleType("leaving_kernel")
    sys.modules["leaving_kernel"] = module
    try:
        lab = InProcessLab("torch")
        with lab.open():
            lab.adopt(module)
        assert sys.modules["leaving_kernel"] is module
    finally:
        del sys.modules["leaving_kernel"]


def test_a_lab_that_was_left_can_be_used_again() -> None:
    lab = InProcessLab("torch")
    for _ in range(2):
        with lab.open():
            lab.ask(Load(SOURCE, "leaving_answer", "leaving_answer.py"))
            assert isinstance(lab.ask(Call("give")), Returned)

"""A stub is what its author wrote `raise NotImplementedError` into, and nothing else is."""

import pytest

from graders.judging.conversation import Student
from graders.judging.outcomes import CheckEndedError, NoAnswer, NotStarted
from graders.judging.transcripts import Transcript
from graders.lab.frameworks.spellings import SPELLINGS
from graders.lab.lab import InProcessLab
from graders.lab.messages import Load

STUBS = {
    "as it comes": "def f(x):\n    raise NotImplementedError",
    "on one line": "def f(x): raise NotImplementedError",
    "with a word": "def f(x):\n    raise NotImplementedError('todo')",
    "in a helper": "def later():\n    raise NotImplementedError\ndef f(x):\n    return later()",
    "in a class": "class f:\n    def __init__(self, x):\n        raise NotImplementedError",
}
STARTED = {
    "numbers of meta": "def f(x):\n    return torch.zeros(2, device='meta').tolist()",
    "a copy out of meta": "def f(x):\n    return torch.zeros(2, device='meta').cpu()",
    "an operator that meta lacks": "def f(x):\n    return torch.zeros(2, device='meta').unique()",
    "a module without a forward": "def f(x):\n    return torch.nn.Module()(torch.zeros(1))",
}


def _ask(text: str) -> None:
    lab = InProcessLab("torch")
    student = Student(lab, Transcript(SPELLINGS["torch"]))
    with lab.open():
        lab.ask(Load(f"import torch\n{text}\n".encode(), "stub_or_not", "stub_or_not.py"))
        student.f(1)


@pytest.mark.parametrize("kind", STUBS)
def test_a_stub_is_not_started(kind: str) -> None:
    with pytest.raises(CheckEndedError) as ended:
        _ask(STUBS[kind])
    assert ended.value.ending == NotStarted("f")


@pytest.mark.parametrize("kind", STARTED)
def test_what_pytorch_has_not_implemented_is_no_stub(kind: str) -> None:
    """On "meta", asking for numbers raises the very exception that stubs have."""
    with pytest.raises(CheckEndedError) as ended:
        _ask(STARTED[kind])
    assert isinstance(ended.value.ending, NoAnswer)

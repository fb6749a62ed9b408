"""Bad input gets one clear kind of trouble and the marks it deserves, and harms no other check."""

from collections.abc import Callable
from pathlib import Path

import pytest
import torch

from graders.judging.exercises import Exercise
from graders.judging.judge import Judge
from graders.judging.report import CheckReport
from graders.judging.searching import Effort
from graders.judging.submissions import Submission
from graders.lab.limits import Limits

JudgeText = Callable[[str], dict[str, CheckReport]]
ASKED = "names_the_layer_that_stops"


@pytest.fixture
def small() -> bool:
    """Most of these answers do the same on every case: small cases show nothing more."""
    return False


@pytest.fixture
def quick_judge(small: bool) -> Judge:
    """Nobody's belief explains them."""
    effort = Effort(drawn=10, seed=0, small=small)
    return Judge(effort=effort, limits=Limits(call_seconds=0.5), diagnose=False)


NO_ANSWERS = {
    "raises": ("def first_mismatch(layers, in_features): return 1 / 0", "raised"),
    "raises in a helper of torch's": (
        "def first_mismatch(layers, in_features): return torch.zeros(2) @ torch.zeros(3)",
        "raised",
    ),
    "raises an exception that cannot be shown": (
        "class E(Exception):\n"
        "    def __str__(self): raise KeyError\n"
        "def first_mismatch(layers, in_features): raise E",
        "raised",
    ),
    "exits": ("import sys\ndef first_mismatch(layers, in_features): sys.exit(0)", "systemexit"),
    "skips": (
        "import pytest\ndef first_mismatch(layers, in_features): pytest.skip('no')",
        "raised",
    ),
    "rejects the case": (
        "import hypothesis\ndef first_mismatch(layers, in_features): hypothesis.reject()",
        "raised",
    ),
    "assumes it away": (
        "import hypothesis\ndef first_mismatch(layers, in_features): hypothesis.assume(False)",
        "raised",
    ),
    "interrupts": (
        "def first_mismatch(layers, in_features): raise KeyboardInterrupt",
        "raised",
    ),
    "raises the grader's own exceptions": (
        "from graders.judging.outcomes import CheckEndedError, NotStarted\n"
        "def first_mismatch(layers, in_features): raise CheckEndedError(NotStarted('x'))",
        "raised",
    ),
    "an assert of its own fails": (
        "def first_mismatch(layers, in_features): assert False",
        "raised",
    ),
    "recurses for ever": (
        "def first_mismatch(layers, in_features): return first_mismatch(layers, in_features)",
        "recursionerror",
    ),
    "loops for ever": (
        "def first_mismatch(layers, in_features):\n    while True: pass",
        "hung",
    ),
    "loops for ever and catches everything": (
        "def first_mismatch(layers, in_features):\n"
        "    while True:\n"
        "        try: int('x')\n"
        "        except: pass",
        "hung",
    ),
    "sleeps": ("import time\ndef first_mismatch(layers, in_features): time.sleep(99)", "hung"),
    "takes other arguments": ("def first_mismatch(layers): return None", "signature"),
    "is not a function": ("first_mismatch = 3", "signature"),
    "is missing": ("del first_mismatch", "missing"),
    "returns a tensor": (
        "def first_mismatch(layers, in_features): return torch.tensor(0)",
        "strange",
    ),
    "returns a generator": ("def first_mismatch(layers, in_features): yield 0", "strange"),
    "returns what equals everything": (
        "class Any:\n"
        "    def __eq__(self, other): return True\n"
        "    __hash__ = None\n"
        "def first_mismatch(layers, in_features): return Any()",
        "strange",
    ),
    "returns a subclass of int": (
        "class Int(int):\n"
        "    def __eq__(self, other): return True\n"
        "    __hash__ = None\n"
        "def first_mismatch(layers, in_features): return Int(0)",
        "strange",
    ),
    "returns a class whose metaclass lies": (
        "class Meta(type):\n"
        "    def __eq__(self, other): return True\n"
        "    def __hash__(self): return hash(int)\n"
        "class Liar(metaclass=Meta):\n"
        "    def __eq__(self, other): return True\n"
        "def first_mismatch(layers, in_features): return Liar()",
        "strange",
    ),
    "returns an endless list": (
        "def first_mismatch(layers, in_features):\n"
        "    nest = []\n"
        "    nest.append(nest)\n"
        "    return nest",
        "strange",
    ),
    "returns a huge number": (
        "def first_mismatch(layers, in_features): return 10 ** 10_000",
        "strange",
    ),
}


@pytest.mark.parametrize(("text", "kind"), NO_ANSWERS.values(), ids=NO_ANSWERS.keys())
def test_no_answer_is_named_and_costs_only_its_own_check(
    judge_text: JudgeText, text: str, kind: str
) -> None:
    reports = judge_text(text)
    asked = reports.pop(ASKED)
    assert asked.outcome == "broke"
    assert asked.trouble is not None
    assert asked.trouble.kind == kind
    assert asked.earned == 0
    assert {report.outcome for report in reports.values()} == {"passed"}


WRONG = {
    "a bool is no index": "_first = first_mismatch\n"
    "def first_mismatch(layers, in_features):\n"
    "    answer = _first(layers, in_features)\n"
    "    return False if answer == 0 else answer",
    "a float is no index": "_first = first_mismatch\n"
    "def first_mismatch(layers, in_features):\n"
    "    answer = _first(layers, in_features)\n"
    "    return answer if answer is None else float(answer)",
    "a network is no index": "def first_mismatch(layers, in_features): return nn.Linear(1, 1)",
    "a text is no index": "def first_mismatch(layers, in_features): return '0'",
}


ON_SMALL_CASES = pytest.mark.parametrize("small", [True], ids=["small cases"])


@ON_SMALL_CASES
@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG.keys())
def test_a_wrong_kind_of_value_is_a_wrong_answer(judge_text: JudgeText, text: str) -> None:
    assert judge_text(text)[ASKED].outcome == "wrong"


HARMLESS = {
    "prints a lot": "_first = first_mismatch\n"
    "def first_mismatch(layers, in_features):\n"
    "    print('x' * 1_000_000)\n"
    "    return _first(layers, in_features)",
    "warns": "import warnings\n_first = first_mismatch\n"
    "def first_mismatch(layers, in_features):\n"
    "    warnings.simplefilter('error')\n"
    "    return _first(layers, in_features)",
    "mutates its arguments": "_after = after_forwards\n"
    "def after_forwards(layers, widths):\n"
    "    answer = _after(layers, widths)\n"
    "    layers.clear(); widths.append(7)\n"
    "    return answer",
    "returns tuples for lists": "_after = after_forwards\n"
    "def after_forwards(layers, widths): return tuple(map(lambda s: s and list(s), "
    "_after(layers, widths)))",
    "returns torch.Size": "_after = after_forwards\n"
    "def after_forwards(layers, widths): return [s and torch.Size(s) for s in "
    "_after(layers, widths)]",
    "returns numpy scalars": "import numpy\n_first = first_mismatch\n"
    "def first_mismatch(layers, in_features):\n"
    "    answer = _first(layers, in_features)\n"
    "    return answer if answer is None else numpy.int64(answer)",
    "has CRLF line ends": "x = 1\r\ny = 2\r\n",
    "defines a dataclass": "from dataclasses import dataclass\n@dataclass\nclass Pair: a: 'int' = 0",
}


@pytest.mark.parametrize("text", HARMLESS.values(), ids=HARMLESS.keys())
def test_style_costs_nothing(judge_text: JudgeText, text: str) -> None:
    assert {report.outcome for report in judge_text(text).values()} == {"passed"}


CHANGES = {
    "default dtype": "torch.set_default_dtype(torch.float64)",
    "default device": "torch.set_default_device('meta')",
    "seed": "torch.manual_seed(1)",
    "threads": "torch.set_num_threads(2)",
    "gradients": "torch.set_grad_enabled(False)",
    "recursion limit": "import sys; sys.setrecursionlimit(150)",
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_changes_of_global_state_do_not_outlive_the_call(
    judge_text: JudgeText, change: str
) -> None:
    before = (torch.get_default_dtype(), torch.get_default_device(), torch.get_num_threads())
    reports = judge_text(
        "_first = first_mismatch\n"
        "def first_mismatch(layers, in_features):\n"
        "    answer = _first(layers, in_features)\n"
        f"    {change}\n"
        "    return answer\n"
    )
    assert {report.outcome for report in reports.values()} == {"passed"}
    after = (torch.get_default_dtype(), torch.get_default_device(), torch.get_num_threads())
    assert before == after
    assert torch.is_grad_enabled()


@ON_SMALL_CASES
def test_a_random_answer_is_called_random(judge_text: JudgeText) -> None:
    report = judge_text(
        "import os\ndef first_mismatch(layers, in_features): return os.urandom(1)[0] % 2"
    )[ASKED]
    assert report.outcome in {"broke", "wrong"}
    told = [
        judge_text(
            "calls = []\n"
            "_first = first_mismatch\n"
            "def first_mismatch(layers, in_features):\n"
            "    calls.append(0)\n"
            "    return 99 if len(calls) == 3 else _first(layers, in_features)\n"
        )[ASKED]
    ]
    assert [(r.outcome, r.trouble and r.trouble.kind) for r in told] == [("broke", "random")]


FILES = {
    "syntax error": (b"def first_mismatch(layers, in_features) return 1", "syntax"),
    "null bytes": (b"x = '\0'", "syntax"),
    "wrong encoding": (b"# -*- coding: utf-8 -*-\nx = '\xff'", "syntax"),
    "raises at the top": (b"raise RuntimeError('top')", "load_raised"),
    "exits at the top": (b"import sys\nsys.exit()", "load_raised"),
    "imports what is not there": (b"import not_there_at_all", "load_raised"),
    "hangs at the top": (b"while True: pass", "load_hung"),
    "is empty": (b"", "missing"),
}


@pytest.mark.parametrize(("source", "kind"), FILES.values(), ids=FILES.keys())
def test_a_file_that_cannot_be_used_is_explained(
    mismatch: Exercise, quick_judge: Judge, tmp_path: Path, source: bytes, kind: str
) -> None:
    path = tmp_path / "for_torch.py"
    path.write_bytes(source)
    report = quick_judge.judge(mismatch, Submission(path, mismatch.name))
    assert {c.trouble and c.trouble.kind for c in report.checks} == {kind}
    assert report.earned == 0


def test_a_file_that_is_not_there_is_named(
    mismatch: Exercise, quick_judge: Judge, tmp_path: Path
) -> None:
    report = quick_judge.judge(mismatch, Submission(tmp_path))
    for check in report.checks:
        assert check.trouble is not None
        assert check.trouble.kind == "no_file"
        assert check.trouble.facts["path"].startswith(str(tmp_path))


def test_a_line_of_the_answer_is_named(judge_text: JudgeText) -> None:
    report = judge_text("def first_mismatch(layers, in_features):\n    return layers[99]")[ASKED]
    assert report.trouble is not None
    assert report.trouble.facts["where"].endswith("in first_mismatch: return layers[99]")
    assert report.trouble.facts["error"] == "IndexError"

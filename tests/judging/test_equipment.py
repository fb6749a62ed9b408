"""Instruments that come with an exercise: in this process and sealed, and what can be wrong with them."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from authors import edit, made

from graders.app.request import Request
from graders.doctor.lint import lint
from graders.judging.exercises import Bank, Exercise
from graders.judging.importing import GraderError
from graders.judging.judge import Judge
from graders.judging.report import CheckReport
from graders.judging.searching import Effort
from graders.judging.submissions import Submission
from graders.lab.frameworks.spellings import SPELLINGS
from graders.lab.messages import Handle, Strange
from graders.lab.observations import Values
from graders.lab.own_instruments import is_plain, read_instruments
from graders.lab.sealed.sandbox import SealError, choose_walls

NAME = "norm_features"
CHECK = '''"""What a batch norm knows."""

from graders import BatchNorm, Network, Reference, Student, batch, check, given, sizes

from .instruments import means


@check(points=1)
@given(in_features=sizes(), out_features=sizes())
def tells_the_shape(
    student: Student, reference: Reference, in_features: int, out_features: int
) -> None:
    """The running means of a network that the submission made."""
    twin = reference.network(Network((BatchNorm(None),)))
    twin.forward(batch(3, in_features))
    net = student.build()
    net.forward(batch(3, in_features))
    assert student.measure(means, net).close_to(reference.measure(means, twin))
'''
DECLARED = '''from graders import Net, Values, instrument


@instrument
def means(net: Net) -> Values:
    """The running means of a network's only layer."""
    raise NotImplementedError
'''
MEANS = """import torch
from torch import nn

from graders import Values, values_of


def means(net: nn.Module) -> Values:
    return values_of(_norm(net).running_mean)


def _norm(net: nn.Module) -> nn.Module:
    return next(m for m in net.modules() if isinstance(m, nn.BatchNorm1d))
"""
RIGHT = "from torch import nn\n\n\ndef build():\n    return nn.Sequential(nn.LazyBatchNorm1d())\n"
WRONG = RIGHT.replace("()))", "(momentum=0.5))").replace("d())", "d(momentum=0.5))")


def _sealable() -> bool:
    try:
        choose_walls()
    except SealError:
        return False
    return True


@pytest.fixture
def norms(tmp_path: Path) -> Exercise:
    root = made(tmp_path / "norms", NAME, "more_norms")
    Bank(root).exercise(NAME).grader.write_text(CHECK)
    _equip(root, MEANS)
    return Bank(root).exercise(NAME)


def _equip(root: Path, source: str, name: str = NAME) -> None:
    path = root / "bank" / name / "instruments" / "for_torch.py"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source)
    path.with_name("__init__.py").write_text(DECLARED)


@pytest.fixture(
    params=[
        False,
        pytest.param(True, marks=pytest.mark.skipif(not _sealable(), reason="nothing seals here")),
    ],
    ids=["here", "sealed"],
)
def judge(request: pytest.FixtureRequest, norms: Exercise) -> Iterator[Judge]:
    asked = Request(official=True, sealed=request.param)
    made = asked.judge(Bank(norms.root))
    judge = Judge(made.framework, Effort(drawn=5, seed=0), made.limits, labs=made.labs)
    yield judge
    judge.let_go()
    made.close()


def _judged(judge: Judge, exercise: Exercise, text: str, folder: Path) -> CheckReport:
    answer = folder / "for_torch.py"
    answer.write_text(text)
    return judge.judge(exercise, Submission(answer, exercise.name)).checks[0]


def test_an_instrument_of_one_s_own_measures_in_every_lab(
    judge: Judge, norms: Exercise, tmp_path: Path
) -> None:
    assert _judged(judge, norms, RIGHT, tmp_path).outcome == "passed"
    wrong = _judged(judge, norms, WRONG, tmp_path)
    assert wrong.outcome == "wrong"
    assert "means(net)" in [call.code for call in wrong.calls]
    other = Bank(norms.root).exercise("more_norms")
    solution = other.solution("torch").read_text()
    assert _judged(judge, other, solution, tmp_path).outcome == "passed"


def test_one_that_is_called_like_a_framework_s_is_not_told_as_that_one(
    quick_judge: Judge, norms: Exercise, tmp_path: Path
) -> None:
    """`freeze` is one of PyTorch's instruments: `net[0].requires_grad_(False)`. This one does something else."""
    assert "freeze" in SPELLINGS["torch"].instruments
    _equip(norms.root, MEANS.replace("def means(", "def freeze("))
    edit(norms.instruments / "__init__.py", "def means(", "def freeze(")
    norms.grader.write_text(re.sub(r"\bmeans\b", "freeze", CHECK))
    wrong = _judged(quick_judge, norms, WRONG, tmp_path)
    assert wrong.outcome == "wrong"
    assert [call.code for call in wrong.calls][-1] == "freeze(net)"


def test_a_submission_that_is_no_such_network_gives_no_answer(
    judge: Judge, norms: Exercise, tmp_path: Path
) -> None:
    no_norm = RIGHT.replace("LazyBatchNorm1d", "ReLU")
    assert _judged(judge, norms, no_norm, tmp_path).outcome == "broke"


def test_two_exercises_may_call_their_instruments_alike(
    judge: Judge, norms: Exercise, tmp_path: Path
) -> None:
    other = Bank(norms.root).exercise("more_norms")
    other.grader.write_text(CHECK)
    _equip(norms.root, MEANS.replace("running_mean", "running_var"), "more_norms")
    assert _judged(judge, norms, WRONG, tmp_path).outcome == "wrong"
    assert _judged(judge, other, RIGHT, tmp_path).outcome == "passed"
    assert _judged(judge, norms, RIGHT, tmp_path).outcome == "passed"


MISTAKES = [
    ("-> Values", "", "for_torch.py:7: the instrument means does not say what it returns"),
    ("def means(", "def means((", "for_torch.py:7 cannot be read"),
    ("def means(", "def _means(", "has no instrument"),
    ("import torch", "import torhc", "ModuleNotFoundError: No module named 'torhc'"),
]


@pytest.mark.parametrize(("old", "new", "problem"), MISTAKES[:-1])
def test_instruments_that_cannot_be_read_are_the_grader_s_fault(
    quick_judge: Judge, norms: Exercise, tmp_path: Path, old: str, new: str, problem: str
) -> None:
    _fail_alone(quick_judge, norms, tmp_path, old, new, problem)


def test_instruments_that_raise_are_the_grader_s_fault(
    judge: Judge, norms: Exercise, tmp_path: Path
) -> None:
    _fail_alone(judge, norms, tmp_path, *MISTAKES[-1])


def _fail_alone(
    judge: Judge, norms: Exercise, tmp_path: Path, old: str, new: str, problem: str
) -> None:
    edit(norms.instruments / "for_torch.py", old, new)
    report = _judged(judge, norms, RIGHT, tmp_path)
    assert report.outcome == "grader_fault"
    assert report.trouble is not None
    assert problem in report.trouble.facts["details"]
    other = Bank(norms.root).exercise("more_norms")
    solution = other.solution("torch").read_text()
    assert _judged(judge, other, solution, tmp_path).outcome == "passed"


TENSOR = ("values_of(_norm(net).running_mean)", "_norm(net).running_mean")


def test_an_instrument_that_returns_a_tensor_is_told_what_to_return(
    quick_judge: Judge, norms: Exercise, tmp_path: Path
) -> None:
    edit(norms.instruments / "for_torch.py", *TENSOR)
    report = _judged(quick_judge, norms, RIGHT, tmp_path)
    assert report.outcome == "grader_fault"
    assert report.trouble is not None
    said = report.trouble.facts["details"]
    assert "the instrument means returned a Tensor, and its annotation promises Values" in said
    assert "return plain data, such as `tensor.tolist()`" in said


def test_an_instrument_is_held_to_its_annotation_here_as_behind_a_seal(
    quick_judge: Judge, norms: Exercise, tmp_path: Path
) -> None:
    edit(norms.instruments / "for_torch.py", "-> Values", "-> list[str]")
    report = _judged(quick_judge, norms, RIGHT, tmp_path)
    assert report.outcome == "grader_fault"
    assert report.trouble is not None
    assert "means returned a Values, and its annotation promises list[str]" in str(
        report.trouble.facts["details"]
    )


def test_the_doctor_finds_instruments_that_cannot_be_read(norms: Exercise) -> None:
    edit(norms.instruments / "for_torch.py", "-> Values", "")
    problems = [
        f.problem for f in lint(Bank(norms.root), [Bank(norms.root).exercise(NAME)], "torch")
    ]
    assert any("does not say what it returns" in problem for problem in problems)
    with pytest.raises(GraderError):
        norms.equipment("torch")


def test_instruments_of_no_exercise_are_orphans(norms: Exercise) -> None:
    _equip(norms.root, MEANS, "forgotten")
    bank = Bank(norms.root)
    orphans = [f.file for f in lint(bank, bank.exercises, "torch") if "belongs to no" in f.problem]
    assert orphans == ["bank/forgotten"]


def test_annotations_are_read_as_they_are_written() -> None:
    source = b"def a() -> 'list[int]': ...\ndef b() -> None: ...\ndef _c(): ...\nclass D: ...\n"
    assert read_instruments(source, "p", "x").returns == {"x/a": "list[int]", "x/b": "None"}


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        ([1, (2.0, "x"), {"a": None, (1, 2): True}], True),
        (Values((1,), (0.5,), "float32"), True),
        ({"a": [Values((), (1.0,), "float32")]}, True),
        (Handle(0, "Linear"), True),
        (Strange("Tensor"), False),
        ({1, 2}, False),
        ([object()], False),
        (type("Number", (int,), {})(3), False),
    ],
)
def test_plain_is_plain_through_and_through(value: object, plain: bool) -> None:
    assert is_plain(value) is plain

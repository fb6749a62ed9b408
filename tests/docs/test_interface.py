"""The public interface: what is listed is there, documented, and its examples are true."""

import ast
import doctest
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from authors import made

import graders
from graders.judging.conversation import Reference, Student
from graders.judging.exercises import Bank
from graders.judging.transcripts import Transcript
from graders.lab.frameworks.spellings import SPELLINGS
from graders.lab.lab import AsideLab, InProcessLab
from graders.lab.messages import Load

PAGE = Bank().root / "docs" / "interface.md"
# Adding a name is a promise, and taking one away breaks banks: `INTERFACE` is their version.
PUBLIC = [
    "Answer",
    "Attempts",
    "Batch",
    "BatchNorm",
    "Cases",
    "Check",
    "Conv2d",
    "DType",
    "Devices",
    "Dropout",
    "Flatten",
    "Forward",
    "Gradients",
    "Instrument",
    "Layer",
    "Layers",
    "Linear",
    "Lived",
    "MaxPool2d",
    "Moment",
    "Narrow",
    "Net",
    "Network",
    "OwnSpelling",
    "Raised",
    "ReLU",
    "Reference",
    "Side",
    "Sizes",
    "Snapshot",
    "Stack",
    "Stop",
    "Student",
    "UnmeasurableError",
    "Values",
    "among",
    "any_devices",
    "attempts",
    "batch",
    "batches",
    "builds",
    "by_device",
    "cases",
    "check",
    "fitting_mlps",
    "flags",
    "given",
    "grade",
    "holds_numbers",
    "instrument",
    "lived_mlps",
    "made_constructible",
    "made_to_fit",
    "mlp",
    "moments",
    "narrow",
    "narrow_sizes",
    "orders",
    "other_devices",
    "partial_mlps",
    "places",
    "refused",
    "sizes",
    "stacks",
    "values_of",
]
SECTIONS = dict(
    re.findall(r"^### (\w+)\n(.*?)(?=^##|\Z)", PAGE.read_text(), re.DOTALL | re.MULTILINE)
)


def test_what_is_public_is_written_down() -> None:
    assert sorted(graders.__all__) == sorted(PUBLIC)


def test_all_of_it_is_there_and_says_what_it_is_for() -> None:
    for name in PUBLIC:
        assert getattr(graders, name).__doc__, name


def test_type_checkers_see_the_same_names() -> None:
    tree = ast.parse(Path(graders.__file__).read_text())
    seen = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module != "__future__"
        for alias in node.names
    }
    assert seen >= set(PUBLIC)
    assert Path(graders.__file__).with_name("py.typed").exists()


def test_what_is_not_public_is_not_there() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Engine'"):
        graders.Engine  # noqa: B018


def test_each_name_has_its_section_with_an_example() -> None:
    assert list(SECTIONS) != []
    assert sorted(SECTIONS) == sorted(PUBLIC)
    without = {name for name, text in SECTIONS.items() if ">>>" not in text}
    assert without == {"grade"}  # a notebook's kernel runs it: tests/integrations/test_notebook.py


def _parties() -> dict[str, Any]:
    """A student who has solved an exercise, and the reference, each in its lab."""
    lab = InProcessLab("torch")
    solution = Bank().exercise("partial_specification").solution("torch")
    lab.ask(Load(solution.read_bytes(), "answers", str(solution)))
    transcript = Transcript(SPELLINGS["torch"])
    return {
        "student": Student(lab, transcript),
        "reference": Reference(AsideLab("torch"), transcript),
    }


def test_the_examples_are_true() -> None:
    names = {name: getattr(graders, name) for name in PUBLIC} | _parties()
    names["__name__"] = "examples"
    text = PAGE.read_text().replace("```", "")
    test = doctest.DocTestParser().get_doctest(text, names, PAGE.name, str(PAGE), 0)
    said: list[str] = []
    result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS, verbose=False).run(
        test, out=said.append
    )
    assert result.attempted > len(PUBLIC)
    assert result.failed == 0, "".join(said)


@pytest.mark.parametrize("module", ["building", "orders"])
def test_examples_in_docstrings_are_true(module: str) -> None:
    found = __import__(f"graders.strategies.{module}", fromlist=["*"])
    names = {name: getattr(graders, name) for name in PUBLIC}
    result = doctest.testmod(found, extraglobs=names)
    assert result.attempted
    assert not result.failed


def test_an_author_s_checks_can_be_type_checked_strictly(tmp_path: Path) -> None:
    root = made(tmp_path / "norms", "norm_features")
    run = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", tmp_path / "cache", "bank"],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr

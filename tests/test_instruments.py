"""Instruments are declared: checks name them, type checkers see them, and each is there."""

import contextlib
import subprocess
import sys
from pathlib import Path

import pytest
from everywhere import BANKS, environment_of

import graders
from graders import instruments
from graders.doctor.asked import instruments_asked
from graders.doctor.instruments import instrument_findings
from graders.instruments import Instrument, stir, undeclared
from graders.judging.conversation import Net, Reference, Student
from graders.judging.exercises import Bank, Exercise
from graders.judging.transcripts import Transcript
from graders.lab.environments import Environment
from graders.lab.frameworks import RECIPES, load
from graders.lab.frameworks.spellings import SPELLINGS
from graders.lab.lab import InProcessLab
from graders.lab.sealed.sandbox import Sandbox
from graders.networks import mlp

COMMON = {name for name, value in vars(instruments).items() if isinstance(value, Instrument)}
OF_A_NETWORK = {"backward", "copied", "forward", "look", "values", "what_became_of"}
"""Those that a check asks for by a method of `Net`."""
OF_THE_JUDGE = {"export", "infer", "parts", "take_values", "trace", "unsaid"}
"""Those that no check asks for: audits, pictures and comparisons do."""


@pytest.fixture
def reference() -> Reference:
    return Reference(InProcessLab("torch"), Transcript(SPELLINGS["torch"]))


def test_what_is_declared_for_all_is_asked_for_by_several_exercises_or_is_a_network_s() -> None:
    asked: dict[str, set[str]] = {name: set() for name in COMMON}
    for bank in BANKS.values():
        for exercise in bank.exercises:
            for found in instruments_asked(exercise.checks):
                if not found.is_own:
                    asked[found.name].add(exercise.name)
    assert {name for name, exercises in asked.items() if not exercises} == OF_A_NETWORK


def test_a_network_s_methods_ask_for_what_is_declared() -> None:
    for name in OF_A_NETWORK:
        assert hasattr(Net, name)
        assert name in Net.__dict__[name].__code__.co_names


@pytest.mark.parametrize("framework", BANKS)
def test_an_exercise_s_own_are_declared_written_and_asked_for(framework: str) -> None:
    for exercise in BANKS[framework].exercises:
        assert list(instrument_findings(exercise, framework)) == []


@pytest.mark.parametrize(
    "framework", [pytest.param(name, marks=pytest.mark.xdist_group(name)) for name in BANKS]
)
def test_a_framework_offers_what_its_checks_ask_for_and_nothing_undeclared(framework: str) -> None:
    exercises = BANKS[framework].exercises
    checks = [check for exercise in exercises for check in exercise.checks]
    asked = {found.name for found in instruments_asked(checks) if not found.is_own}
    if not RECIPES[framework].must_initialize:
        asked -= {"initialize"}  # in checks that are shared with a framework that must be told
    offered = _offered(framework, environment_of(exercises[0]))
    assert asked | {"look", "values", "forward"} <= offered
    assert offered - COMMON <= OF_THE_JUDGE


def _offered(framework: str, environment: Environment | None) -> set[str]:
    if environment is None:
        return {*load(framework).instruments}
    with contextlib.closing(Sandbox(framework, "", (), environment)) as sandbox:
        return {*sandbox.hello.instruments}


def test_arguments_may_be_named_and_have_to_fit(reference: Reference) -> None:
    net = reference.network(mlp([(2, 3)]))
    before = net.values()
    reference.measure(stir, net, seed=3)
    assert net.values() != before
    with pytest.raises(TypeError, match="missing a required argument: 'seed'"):
        reference.measure(stir, net)  # type: ignore[call-arg]


def test_a_name_is_refused_with_what_to_write(reference: Reference) -> None:
    with pytest.raises(TypeError, match="expected the instrument itself, stir, from graders"):
        reference.measure("stir", None)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="@instrument\n    def means\\(net: Net\\)"):
        Student(InProcessLab("torch"), Transcript(SPELLINGS["torch"])).measure("means")  # type: ignore[arg-type]
    assert "from .instruments import means" in undeclared("means")


CALLS = """
from graders import Net, Reference
from graders.instruments import stir

def asks(reference: Reference, net: Net) -> None:
    reference.measure({call})
"""


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("stir, net, 1", "Success"),
        ("stir, net, 'one'", 'has incompatible type "str"; expected "int"'),
        ("stir, net", 'Missing positional argument "seed"'),
        ("stirr, net, 1", 'Name "stirr" is not defined'),
        ("'stir', net, 1", 'has incompatible type "str"; expected "Instrument'),
    ],
)
def test_a_type_checker_sees_names_and_arguments(tmp_path: Path, call: str, said: str) -> None:
    (tmp_path / "checks.py").write_text(CALLS.format(call=call))
    cache = Path(graders.__file__).parents[1] / ".mypy_cache"
    run = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", cache, "checks.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert said in run.stdout


# --- what a check asks for ---------------------------------------------------------------------


def test_helpers_and_classes_of_a_check_are_looked_into(bank: Bank) -> None:
    lazy_layer: Exercise = bank.exercise("lazy_layer")
    [lives] = [one for one in lazy_layer.checks if one.name == "lives_as_pytorchs_own_does"]
    asked = {found.name for found in instruments_asked([lives])}
    assert {"named_values", "fed", "pickled", "input_size"} <= asked
    [first] = [one for one in lazy_layer.checks if one.name == "maps_any_leading_dimensions"]
    assert {found.name for found in instruments_asked([first])} == {"named_values", "set_values"}

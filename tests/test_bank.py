"""The bank holds together: three mirrored places, two languages, and sample answers that keep their promise."""

import ast
import doctest
import hashlib
import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from graders.doctor import chosen_samples, prove
from graders.judging.exercises import Bank, Exercise
from graders.judging.prompts import languages, parse, prompt_file

BANK = Bank()
EXERCISES = pytest.mark.parametrize("exercise", BANK.exercises, ids=lambda e: e.name)


def _defined(path: Path) -> dict[str, list[str]]:
    """Public functions and classes with the names of what they take."""
    found = {}
    for node in ast.parse(path.read_bytes()).body:
        if isinstance(node, ast.ClassDef):
            inits = [
                n for n in node.body if isinstance(n, ast.FunctionDef) and n.name == "__init__"
            ]
            names = [a.arg for init in inits for a in [*init.args.args, *init.args.kwonlyargs]]
            found[node.name] = [name for name in names if name != "self"]
        elif isinstance(node, ast.FunctionDef):
            found[node.name] = [a.arg for a in [*node.args.args, *node.args.kwonlyargs]]
    return {name: names for name, names in found.items() if not name.startswith("_")}


def _imported(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("doctested", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@EXERCISES
def test_stub_solution_and_prompt_agree_on_names(exercise: Exercise) -> None:
    stub, solution = _defined(exercise.stub("torch")), _defined(exercise.solution("torch"))
    assert stub.items() <= solution.items()
    assert list(exercise.prompt("en").signatures) == list(stub)


@EXERCISES
def test_every_check_has_a_title_and_hints_in_every_language(exercise: Exercise) -> None:
    names = [check.name for check in exercise.checks]
    assert languages(exercise.folder) == ["en", "zh"]
    for language in languages(exercise.folder):
        prompt = exercise.prompt(language)
        assert sorted(prompt.checks) == sorted(names)
        for name, text in prompt.checks.items():
            assert text.title != name
            assert len(text.hints) >= 1


@EXERCISES
def test_languages_have_the_same_functions(exercise: Exercise) -> None:
    prompts = [exercise.prompt(language) for language in languages(exercise.folder)]
    assert len({tuple(prompt.signatures.items()) for prompt in prompts}) == 1
    assert len({prompt.number for prompt in prompts}) == 1


@EXERCISES
def test_the_chinese_prompt_translates_this_english_one(exercise: Exercise) -> None:
    english = prompt_file(exercise.folder, "en").read_bytes()
    chinese = prompt_file(exercise.folder, "zh").read_text(encoding="utf-8")
    digest = hashlib.sha256(english).hexdigest()[:12]
    assert f"<!-- translates prompt.en.md sha256:{digest} -->" in chinese


@EXERCISES
@pytest.mark.parametrize("language", ["en", "zh"])
def test_examples_in_prompts_are_true(exercise: Exercise, language: str) -> None:
    path = prompt_file(exercise.folder, language)
    # A fence's end would be taken for output.
    text = path.read_text(encoding="utf-8").replace("```", "")
    answers = dict(vars(_imported(exercise.solution("torch"))))
    examples = doctest.DocTestParser().get_doctest(text, answers, path.name, str(path), 0)
    result = doctest.DocTestRunner(verbose=False).run(examples)
    assert result.attempted > 0
    assert result.failed == 0


@EXERCISES
def test_a_prompt_cites_its_source(exercise: Exercise) -> None:
    text = prompt_file(exercise.folder, "en").read_text(encoding="utf-8")
    assert "Dive into Deep Learning" in text
    assert parse(text, "en").title


@EXERCISES
def test_there_are_enough_sample_answers_and_each_says_what_it_is(exercise: Exercise) -> None:
    samples = exercise.samples("torch")
    kinds = [sample.kind for sample in samples]
    assert kinds.count("right") >= 2
    assert kinds.count("wrong") >= 5
    for sample in samples:
        first = (ast.get_docstring(ast.parse(sample.path.read_bytes())) or "").split("\n")[0]
        assert first, sample.path


@EXERCISES
def test_sample_answers_keep_their_promise(exercise: Exercise) -> None:
    samples = chosen_samples(BANK, [exercise.name], "torch")
    proofs = list(prove(BANK, samples, "torch", seeds=1, drawn=25, jobs=1))
    assert [f"{p.kind}/{p.name}: {p.catches}" for p in proofs if not p.proven] == []
    caught = {check for proof in proofs for check in proof.catches}
    assert caught == {check.name for check in exercise.checks}


def test_the_three_places_mirror_each_other() -> None:
    names = {exercise.name for exercise in BANK.exercises}
    for place in ("exercises", "solutions"):
        folders = {p.name for p in (BANK.root / place).iterdir() if p.is_dir()}
        assert folders - {"__pycache__"} == names
    numbers = [exercise.prompt("en").number for exercise in BANK.exercises]
    assert len(set(numbers)) == len(numbers)

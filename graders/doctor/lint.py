"""Whether a bank holds together: mirrored places, languages, beliefs, examples that are true."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from pathlib import Path

from graders.doctor.examples import Examples
from graders.doctor.findings import Finding, finding
from graders.doctor.instruments import instrument_findings
from graders.doctor.signatures import defined, first_sentence
from graders.doctor.strategies import strategy_failure
from graders.judging.beliefs import BeliefError, belief_file, belief_names, read_belief
from graders.judging.exercises import Bank, Exercise, Places, SampleAnswer
from graders.judging.importing import GraderError
from graders.judging.overlays import OverlayError, names_defined
from graders.judging.prompts import PromptError, languages
from graders.lab.environments import Environment
from graders.lab.frameworks import NAMES as FRAMEWORKS

LANGUAGES = ("en", "zh")
_IGNORED = {"__pycache__"}


def lint(
    bank: Bank, exercises: list[Exercise], framework: str, environment: Environment | None = None
) -> list[Finding]:
    """Everything that is wrong with these exercises, and with the bank around them.

    `environment` has the framework, if it is not for this process.
    """
    with Examples(framework, environment) as examples:
        found = [
            item for exercise in exercises for item in lint_exercise(exercise, framework, examples)
        ]
    for root in bank.roots:
        own = [exercise for exercise in bank.exercises if exercise.root == root]
        if own and all(exercise in exercises for exercise in own):
            found += _orphans(own, root, _names_in_any_framework(bank, root))
            found += _unused_beliefs(own, root, framework)
    return found


def lint_exercise(exercise: Exercise, framework: str, examples: Examples) -> Iterator[Finding]:
    """What is wrong with one exercise."""
    missing = list(_missing_files(exercise, framework))
    yield from missing
    if missing:
        return
    try:
        exercise.checks  # noqa: B018  imported here for the first time
        yield from instrument_findings(exercise, framework)
        exercise.spelling(framework)
    except GraderError as error:
        yield _about(exercise, exercise.grader, str(error), "mend the file")
        return
    try:
        yield from _names(exercise, framework)
        yield from _prompts(exercise, framework, examples)
    except (PromptError, SyntaxError) as error:
        yield _about(exercise, exercise.folder, f"cannot be read: {error}", "mend the file")
    yield from _answers(exercise, framework, examples)
    for check in exercise.checks:
        failure = strategy_failure(check)
        if failure:
            problem, remedy = failure
            yield _about(exercise, exercise.grader, f"{check.name}: {problem}", remedy)


def _about(exercise: Exercise, file: Path, problem: str, remedy: str) -> Finding:
    return finding(exercise.name, exercise.root, file, problem, remedy)


def _missing_files(exercise: Exercise, framework: str) -> Iterator[Finding]:
    wanted = [exercise.prompt_file(language) for language in LANGUAGES]
    wanted += [exercise.stub(framework), exercise.solution(framework)]
    for path in wanted:
        if not path.exists():
            yield _about(exercise, path, "is missing", "write it, or remove the exercise")
    kinds = [sample.kind for sample in exercise.samples(framework)]
    for kind in ("right", "wrong"):
        if kind not in kinds:
            folder = exercise.solution(framework).parent / kind
            yield _about(exercise, folder, "has no answer", f"add one {kind} answer at least")


def _names(exercise: Exercise, framework: str) -> Iterator[Finding]:
    """Stub, solution and prompt agree on functions and on what they take."""
    stub, solution = exercise.stub(framework), exercise.solution(framework)
    asked, answered = defined(stub), defined(solution)
    for name, taken in asked.items():
        if answered.get(name) != taken:
            came = answered.get(name, "nothing of that name")
            problem = f"{name} takes {taken} in the stub, and here: {came}"
            yield _about(exercise, solution, problem, "give both the same signature")
    signatures = exercise.prompt("en").signatures
    if set(signatures) != set(asked):
        problem = f"has sections for {sorted(signatures)}, the stub has {sorted(asked)}"
        remedy = "one section a function: ## `name(arguments)`"
        yield _about(exercise, exercise.prompt_file("en"), problem, remedy)


def _prompts(exercise: Exercise, framework: str, examples: Examples) -> Iterator[Finding]:
    checks = {check.name for check in exercise.checks}
    english = exercise.prompt("en")
    for language in languages(exercise.folder, exercise.framework):
        path = exercise.prompt_file(language)
        prompt = exercise.prompt(language)
        if prompt.signatures != english.signatures:
            different = set(prompt.signatures.items()) ^ set(english.signatures.items())
            problem = f"its functions differ from the English ones: {sorted(different)}"
            yield _about(exercise, path, problem, "write the same sections in each language")
        for name in sorted(checks - prompt.checks.keys()):
            problem = f"says nothing about the check {name}"
            yield _about(exercise, path, problem, f"add ### `{name}` with a title and hints")
        for name in sorted(prompt.checks.keys() - checks):
            problem = f"speaks of a check {name} that the grader does not have"
            remedy = f"remove the section, or write the check in {exercise.grader.name}"
            yield _about(exercise, path, problem, remedy)
        for name, text in prompt.checks.items():
            if not text.hints or text.title == name:
                yield _about(
                    exercise, path, f"{name} has no title or no hint", "add both below its heading"
                )
        for failure in examples.failures(path, exercise.solution(framework)):
            yield _about(exercise, path, failure, "correct the example or the solution")
    yield from _translation(exercise)


def _translation(exercise: Exercise) -> Iterator[Finding]:
    """Translations record which English text they translate."""
    english = exercise.prompt_file("en")
    digest = hashlib.sha256(english.read_bytes()).hexdigest()[:12]
    mark = f"<!-- translates {english.name} sha256:{digest} -->"
    for language in languages(exercise.folder, exercise.framework):
        path = exercise.prompt_file(language)
        if language != "en" and mark not in path.read_text(encoding="utf-8"):
            problem = f"translates another version of {english.name}"
            yield _about(exercise, path, problem, f"bring it up to date, then end it with {mark}")


def _answers(exercise: Exercise, framework: str, examples: Examples) -> Iterator[Finding]:
    """Sample answers say what they are; wrong ones have a belief that is written down."""
    for sample in exercise.samples(framework):
        try:
            sentence = first_sentence(sample.path)
        except SyntaxError as error:
            yield _about(exercise, sample.path, f"cannot be read: {error}", "mend the file")
            continue
        if not sentence:
            problem = "does not say what it is"
            yield _about(exercise, sample.path, problem, "open it with a docstring of one sentence")
        if sample.kind == "wrong":
            yield from _incomplete(exercise, sample)
            yield from _belief(exercise, sample.name, examples)


def _incomplete(exercise: Exercise, sample: SampleAnswer) -> Iterator[Finding]:
    """Why a wrong answer is no whole program, with what the right answer that it names has."""
    try:
        answered = names_defined(sample.source)
    except OverlayError as error:
        yield _about(exercise, error.file, f"line {error.line}: {error.problem}", error.remedy)
        return
    missing = defined(exercise.stub(exercise.framework)).keys() - answered
    if missing:
        problem = f"does not define {', '.join(sorted(missing))}"
        remedy = "define it, or take it from a right answer: `# The rest: solution`"
        yield _about(exercise, sample.path, problem, remedy)


def _belief(exercise: Exercise, name: str, examples: Examples) -> Iterator[Finding]:
    path = exercise.belief_files[0]
    try:
        path = exercise.belief_file(name)
        if name not in belief_names(path):
            problem = f"[{name}] is missing: the wrong answer {name} refers to it"
            yield _about(exercise, path, problem, "write the belief, in each language")
            return
        belief = read_belief(path, name)
    except BeliefError as error:
        yield _about(exercise, path, str(error), "mend the file")
        return
    for language in LANGUAGES:
        if language not in belief.texts:
            problem = f"[{name}] says nothing in {language!r}"
            yield _about(exercise, path, problem, f"add {language}.belief, .why and .truth")
    failure = examples.look_failure(belief.look)
    if failure:
        yield _about(exercise, path, f"[{name}] its `look` fails: {failure}", "correct the snippet")


def _names_in_any_framework(bank: Bank, root: Path) -> set[str]:
    found = (one for name in FRAMEWORKS for one in bank.in_framework(name).exercises)
    return {one.name for one in found if one.root == root}


def _orphans(exercises: list[Exercise], root: Path, names: set[str]) -> Iterator[Finding]:
    """Files and folders of a bank that belong to none of its exercises, which have these `names`."""
    remedy = "remove it, or give it the name of what it belongs to"
    places = Places(root)
    shared = {"__init__.py", *(belief_file(places.rooms, name).name for name in FRAMEWORKS)}
    allowed = {places.exercises: names, places.solutions: names, places.rooms: names | shared}
    for place, expected in allowed.items():
        for path in sorted(place.iterdir()) if place.is_dir() else ():
            if path.name not in expected | _IGNORED:
                yield finding("", root, path, "belongs to no exercise", remedy)
    for exercise in exercises:
        for path in sorted(_strays(exercise)):
            yield _about(exercise, path, "is no part of an exercise", remedy)


def _strays(exercise: Exercise) -> Iterator[Path]:
    solutions = Places(exercise.root).solutions / exercise.name
    allowed = {
        exercise.folder: ("prompt.*.md", "for_*.py"),
        solutions: ("for_*.py", "right", "wrong", "survivors.toml"),
        solutions / "right": ("*.for_*.py",),
        solutions / "wrong": ("*.for_*.py",),
        exercise.room: ("*.py", "beliefs.*.toml", "instruments"),
        exercise.room / "instruments": ("__init__.py", "for_*.py", "code_for_*.py"),
    }
    for folder, patterns in allowed.items():
        for path in folder.iterdir() if folder.is_dir() else ():
            if path.name not in _IGNORED and not any(path.match(p) for p in patterns):
                yield path


def _unused_beliefs(exercises: list[Exercise], root: Path, framework: str) -> Iterator[Finding]:
    """Beliefs that no wrong answer acts on, in the rooms and in what they share."""
    held = {exercise.belief_files[0]: _held(exercise, framework) for exercise in exercises}
    shared = belief_file(Places(root).rooms, framework)
    held[shared] = {name for names in held.values() for name in names}
    for path, names in held.items():
        written: list[str] = []
        with contextlib.suppress(BeliefError):  # what cannot be read is told where it is needed
            written = belief_names(path)
        for name in written:
            if name not in names:
                problem = f"no wrong answer acts on [{name}]"
                remedy = f"write solutions/<exercise>/wrong/{name}.for_{framework}.py, or remove it"
                yield finding("", root, path, problem, remedy)


def _held(exercise: Exercise, framework: str) -> set[str]:
    """The beliefs that an exercise's wrong answers are named for."""
    return {sample.name for sample in exercise.samples(framework) if sample.kind == "wrong"}

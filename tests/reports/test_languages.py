"""Every sentence that a student sees is in their language; to add one is to add files.

A third language is added here, in which every sentence stands between ⟦ and ⟧. What is left of a report
without those is code, what Python and the framework said, and names.
"""

import json
import re
import shutil
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from everywhere import EXERCISES, IN_ALL_FRAMEWORKS
from msgspec import structs
from rich.console import RenderableType

from graders.judging.exercises import Bank, Exercise
from graders.judging.judge import Judge
from graders.judging.programs import answer_at
from graders.judging.prompts import languages as prompt_languages
from graders.judging.report import CheckReport, ExerciseReport, Outcome, Report, Trouble, summed
from graders.judging.searching import Effort
from graders.reports import texts as messages
from graders.reports.notebook import shown
from graders.reports.stories import story_of
from graders.reports.terminal import as_text, exercise_block, points_table
from graders.reports.texts import choose_language, languages, texts

BANK = Bank()
HERE = Path(messages.__file__).parent
ROOM = HERE.parent
NEW = "xx"
WIDE = 10_000
SENTENCE = re.compile(r"[A-Za-z']{2,}(?:,? [A-Za-z']{2,}){2,}")


def _messages(language: str) -> dict[str, dict[str, str]]:
    return tomllib.loads((HERE / f"messages.{language}.toml").read_text(encoding="utf-8"))


# --- the languages that there are ----------------------------------------------------------------


@IN_ALL_FRAMEWORKS
def test_every_prompt_is_there_with_all_its_checks_and_hints(exercise: Exercise) -> None:
    assert prompt_languages(exercise.folder, exercise.framework) == languages()
    english = exercise.prompt("en")
    for language in languages():
        other = exercise.prompt(language)
        assert other.language == language
        assert other.signatures == english.signatures
        assert list(other.checks) == list(english.checks)
        assert set(other.checks) == {check.name for check in exercise.checks}
        counts = {name: len(text.hints) for name, text in english.checks.items()}
        assert {name: len(text.hints) for name, text in other.checks.items()} == counts


def test_every_belief_is_there() -> None:
    for exercise in EXERCISES:
        for sample in exercise.samples(exercise.framework):
            if sample.kind == "wrong":
                belief = exercise.belief(sample.name)
                assert belief is not None, sample.name
                assert sorted(belief.texts) == languages(), sample.name


def _chinese_sentences() -> Iterator[str]:
    for section in _messages("zh").values():
        yield from section.values()
    for exercise in EXERCISES:
        prompt = exercise.prompt("zh")
        for text in prompt.checks.values():
            yield from (text.title, *text.hints)
        for sample in exercise.samples(exercise.framework):
            belief = exercise.belief(sample.name)
            if belief is not None:
                text = belief.text("zh")
                yield from (text.belief, text.why, text.truth)


def test_chinese_sentences_are_chinese() -> None:
    for sentence in _chinese_sentences():
        words = re.sub(r"`[^`]*`|\{[^}]*\}", "", sentence)
        assert re.search("[一-鿿]", words) or not SENTENCE.search(words), sentence
        assert not re.search(r"[A-Za-z]+(?: [a-z]+){3,}", words), sentence


def test_every_sentence_that_is_asked_for_is_there() -> None:
    """Keys that are put together at run time are asked for by other tests."""
    known = texts("en").keys()
    asked = {
        (key, path.name)
        for path in (*ROOM.rglob("*.py"), *ROOM.rglob("*.jinja"))
        for key in re.findall(r'\bsay\(\s*"([a-z_]+\.[a-z_]+)"', path.read_text(encoding="utf-8"))
    }
    assert len(asked) > 30
    assert {(key, file) for key, file in asked if key not in known} == set()


# --- one more ------------------------------------------------------------------------------------


def _marked(value: Any) -> Any:
    if isinstance(value, str):
        return f"⟦{value.strip()}⟧"
    return {key: _marked(inner) for key, inner in value.items()}


def _as_toml(sections: dict[str, dict[str, str]]) -> str:
    lines = []
    for section, found in sections.items():
        lines += [f"[{section}]", *(f"{name} = {json.dumps(t)}" for name, t in found.items())]
    return "\n".join(lines)


def _add_messages(folder: Path) -> None:
    for path in HERE.glob("messages.*.toml"):
        shutil.copy(path, folder)
    marked = _marked(_messages("en"))
    (folder / f"messages.{NEW}.toml").write_text(_as_toml(marked), encoding="utf-8")


def _add_prompts(root: Path) -> None:
    for exercise in BANK.exercises:
        prompt = exercise.prompt("en")
        folder = root / "exercises" / exercise.name
        shutil.copytree(exercise.folder, folder)
        lines = [f"# {prompt.number}. {_marked(prompt.title)}"]
        lines += [f"## `{code}`" for code in prompt.signatures.values()]
        for name, text in prompt.checks.items():
            hints = [f"1. {_marked(hint)}" for hint in text.hints]
            lines += [f"### `{name}`", _marked(text.title), *hints]
        (folder / f"prompt.{NEW}.md").write_text("\n\n".join(lines), encoding="utf-8")


def _add_beliefs(root: Path) -> None:
    rooms = BANK.exercises[0].room.parent
    for path in rooms.rglob("beliefs.*.toml"):
        written = path.read_text(encoding="utf-8")
        marked = {name: _marked(belief["en"]) for name, belief in tomllib.loads(written).items()}
        added = _as_toml({f"{name}.{NEW}": text for name, text in marked.items()})
        copy = root / "graders" / "bank" / path.relative_to(rooms)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(f"{written}\n{added}\n", encoding="utf-8")


@pytest.fixture
def added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A bank with files for one more language, and nothing else changed."""
    room = tmp_path / "reports"
    room.mkdir()
    _add_messages(room)
    _add_prompts(tmp_path)
    _add_beliefs(tmp_path)
    monkeypatch.setattr(messages.resources, "files", lambda _: room)
    for function in (languages, texts):
        function.cache_clear()
    yield tmp_path
    monkeypatch.undo()
    for function in (languages, texts):
        function.cache_clear()


@pytest.fixture(scope="module")
def judged() -> ExerciseReport:
    """A real wrong answer with a picture, a belief, numbers and a snippet."""
    exercise = BANK.exercise("dimension_mismatch")
    (sample,) = [s for s in exercise.samples("torch") if s.name == "a_failed_forward_rolls_back"]
    judge = Judge(effort=Effort(drawn=8, seed=1))
    return judge.judge(exercise, answer_at(sample.path, exercise))


def _without_marked(text: str) -> str:
    """What is left outside of the marks, which may be nested."""
    while (shorter := re.sub(r"⟦[^⟦⟧]*⟧", "", text)) != text:
        text = shorter
    return text


def _without_code(text: str, checks: list[CheckReport]) -> str:
    """What is left without code, and without what came from Python and the framework."""
    known = {said for check in checks for said in (check.came, check.expected, check.printed)}
    known |= {part for check in checks for call in check.calls for part in (call.code, call.came)}
    for check in checks:
        passes = check.picture.passes if check.picture else []
        known |= {part for passed in passes for part in (passed.error, passed.batch)}
    for said in sorted(filter(None, known), key=len, reverse=True):
        text = text.replace(said, "").replace(f"{said[:79]}…", "")
    return text


def _left(body: RenderableType | str, checks: list[CheckReport]) -> list[str]:
    plain = body if isinstance(body, str) else as_text(body, width=WIDE, color=False)
    assert "⟦" in plain
    return SENTENCE.findall(_without_code(_without_marked(plain), checks))


def _in_new_language(report: ExerciseReport, root: Path) -> list[str]:
    """English sentences in any of the ways to show a report."""
    exercise = Exercise(report.name, root)
    said = texts(NEW)
    told = story_of(report, exercise, said)
    found = _left(exercise_block(told, said, everything=True), report.checks)
    found += _left(points_table(Report([report]), {report.name: told.prompt}, said), report.checks)
    data = shown(report.checks, exercise, "torch", said)
    page = re.sub(r"<[^>]*>", "\n", data["text/html"].replace("&#39;", "'"))
    return found + _left(page, report.checks)


def test_a_wrong_answer_is_told_in_the_new_language(judged: ExerciseReport, added: Path) -> None:
    assert _in_new_language(judged, added) == []


def _troubles() -> Iterator[Trouble]:
    for kind, message in _messages("en")["trouble"].items():
        blanks = [name for _, name, *_ in string.Formatter().parse(message) if name]
        yield Trouble(kind, dict.fromkeys(blanks, "x"))


@pytest.mark.parametrize("trouble", list(_troubles()), ids=lambda trouble: trouble.kind)
def test_every_trouble_is_told_in_the_new_language(trouble: Trouble, added: Path) -> None:
    check = CheckReport("names_the_layer_that_stops", 3, 0, "broke", trouble=trouble)
    report = summed("dimension_mismatch", "torch", [check], "for_torch.py")
    assert _in_new_language(report, added) == []


@pytest.mark.parametrize("outcome", get_args(Outcome))
def test_every_outcome_is_told_in_the_new_language(
    outcome: Outcome, judged: ExerciseReport, added: Path
) -> None:
    trouble = Trouble("not_started", {"function": "f"})
    details = Trouble("grader_fault", {"details": "x"})
    check = structs.replace(
        judged.checks[2],
        outcome=outcome,
        printed="x",
        came="<Sequential>",
        expected="<a network>",
        trouble={"not_started": trouble, "grader_fault": details}.get(outcome),
    )
    report = structs.replace(judged, checks=[check])
    assert _in_new_language(report, added) == []


def test_the_new_language_can_be_chosen(added: Path) -> None:
    assert languages() == sorted(["en", "zh", NEW])
    assert choose_language(NEW, {}) == NEW


def test_what_is_not_translated_yet_falls_back_to_english(
    judged: ExerciseReport, added: Path
) -> None:
    exercise = Exercise("dimension_mismatch", added)
    (exercise.folder / f"prompt.{NEW}.md").unlink()
    name = "a_failed_forward_rolls_back"
    beliefs = exercise.belief_file(name)
    texts_there = beliefs.read_text("utf-8")
    assert f"[{name}.{NEW}]" in texts_there
    beliefs.write_text(texts_there.replace(f"[{name}.{NEW}]", f"[{name}.xy]"), encoding="utf-8")
    said = texts(NEW)
    block = exercise_block(story_of(judged, exercise, said), said)
    plain = as_text(block, width=WIDE, color=False)
    assert "4. Dimension mismatch" in plain
    assert "⟦It looks as if you believed: A forward that fails" in plain


def test_the_test_finds_what_it_is_for(judged: ExerciseReport, added: Path) -> None:
    assert _left("⟦marked⟧ This is no marked sentence.", []) == ["This is no marked sentence"]
    english = texts("en").say("label.see")
    assert SENTENCE.search(english)
    assert _left(f"⟦a ⟦nested⟧ one⟧ {judged.checks[2].calls[0].code}", judged.checks) == []

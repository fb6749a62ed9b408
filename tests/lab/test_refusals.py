"""Refusals are said in the language asked for: each sentence that a student can meet is known in it."""

import ast
import pickle
import string
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from graders.judging.submissions import SubmissionError
from graders.lab.refusals import Refusal
from graders.reports.texts import languages, texts

GRADERS = Path(__file__).parents[2] / "graders"
KNOWN = {
    language: tomllib.loads(
        (GRADERS / "reports" / f"refusals.{language}.toml").read_text(encoding="utf-8")
    )
    for language in languages()
    if language != "en"
}


def _constants(node: ast.expr) -> Iterator[str]:
    """The texts that an argument can be: both sides of a choice."""
    if isinstance(node, ast.IfExp):
        yield from _constants(node.body)
        yield from _constants(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def _templates() -> set[str]:
    """What is raised with facts beside it, all over the package; and all that devices are refused with."""
    found = set()
    for path in GRADERS.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                name = node.func.id
                if name.endswith("Error") and (node.keywords or name == "DeviceError"):
                    found |= {text for text in _constants(node.args[0]) if " " in text}
    return found


def test_there_are_sentences_to_look_for() -> None:
    assert len(_templates()) >= 20


@pytest.mark.parametrize("language", KNOWN)
def test_every_sentence_is_known_in_every_language_and_no_other_one(language: str) -> None:
    assert KNOWN[language].keys() == _templates()


@pytest.mark.parametrize("language", KNOWN)
def test_the_same_facts_stand_in_it(language: str) -> None:
    for sentence, other in KNOWN[language].items():
        assert _names(sentence) == _names(other), sentence


def _names(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_what_has_no_facts_keeps_its_braces() -> None:
    assert str(Refusal("a path {like} this")) == "a path {like} this"
    assert texts("zh").refusal(Refusal("a path {like} this")) == "a path {like} this"


def test_a_refusal_crosses_processes() -> None:
    error = SubmissionError("no submission at {path}", path="here")
    assert str(pickle.loads(pickle.dumps(error))) == str(error) == "no submission at here"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "dimension_missmatch"], "你是指 dimension_mismatch 吗"),
        (["check", "--submission", "nowhere"], "nowhere 处没有提交"),
        (["check", "--framework", "caffe"], "未知的框架 'caffe'"),
        (["check", "--device", "tpu"], "未知的设备 'tpu'"),
        (["check", "--limit", "memory=0"], "应为大于 0 的数"),
    ],
)
def test_the_command_refuses_in_the_language_asked_for(
    arguments: list[str], said: str, tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from graders.cli import main; main()", *arguments, "--lang", "zh"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_pytest_refuses_in_the_language_asked_for() -> None:
    command = [sys.executable, "-m", "pytest", "exercises", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, "--submission", "nowhere", "--lang", "zh"],
        cwd=GRADERS.parent,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 4
    assert "nowhere 处没有提交" in done.stdout + done.stderr

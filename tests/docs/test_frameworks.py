"""The versions that are pinned are the same wherever they are written."""

import re

import pytest

from graders.judging.exercises import Bank
from graders.lab.frameworks import RECIPES

ROOT = Bank().root
PAGE = (ROOT / "docs/frameworks.md").read_text(encoding="utf-8")
CONSTRAINTS = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
PINNED = [
    (framework, *requirement.split(";")[0].strip().split("=="))
    for framework, recipe in RECIPES.items()
    for requirement in recipe.pinned
]


@pytest.mark.parametrize(("framework", "name", "version"), PINNED)
def test_the_page_says_which_versions_are_pinned(framework: str, name: str, version: str) -> None:
    [row] = re.findall(rf"^\| {RECIPES[framework].title} \| [a-z].*", PAGE, re.MULTILINE)
    assert f"{name.removesuffix('-cpu')} {version}" in row


@pytest.mark.parametrize(("framework", "name", "version"), PINNED)
def test_an_extra_gets_what_an_environment_of_its_own_has(
    framework: str, name: str, version: str
) -> None:
    if framework == "mxnet":
        assert f"{name}=={version}" not in CONSTRAINTS  # it never lives with the others
    else:
        assert f"{name}=={version}" in CONSTRAINTS


def test_pytorch_s_row_says_the_version_that_is_pinned() -> None:
    [torch] = [line for line in CONSTRAINTS if line.startswith("torch==")]
    assert f"| PyTorch | {torch.replace('==', ' ')} |" in PAGE

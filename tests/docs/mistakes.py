"""Mistakes that authors make, one in each place, and what the tool says: the table in docs/mistakes.md.

python tests/docs/mistakes.py      writes it anew
"""

import json
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from typer.testing import CliRunner

from graders.cli import app
from graders.judging.exercises import Bank

sys.path[:0] = [str(Path(__file__).parents[1])]
from authors import edit, made  # noqa: E402

NAME = "norm_features"
PAGE = Bank().root / "docs" / "mistakes.md"
_CHECK, _WRONG = (
    f"bank/{NAME}/checks.py",
    f"solutions/{NAME}/wrong/in_by_out_in_{NAME}.for_torch.py",
)
_PROMPT = f"exercises/{NAME}/prompt"
_BELIEFS = f"bank/{NAME}/beliefs.torch.toml"
_ASSERT = "assert student.weight_shape(in_features, out_features) == net.look().weight_shapes[0]"

_DECLARED = '''from graders import Net, instrument


@instrument
def weight_of(net: Net) -> list[float]:
    """The first row of a layer's weight."""
    raise NotImplementedError
'''

Plant = Callable[[Path], None]


def _edited(file: str, old: str, new: str) -> Plant:
    return lambda root: edit(root / file, old, new)


def _instrument(text: str) -> Plant:
    def plant(root: Path) -> None:
        path = root / "bank" / NAME / "instruments" / "for_torch.py"
        path.parent.mkdir()
        path.write_text(text)
        (path.parent / "__init__.py").write_text(_DECLARED)
        _ask(root, "weight_of")

    return plant


def _ask(root: Path, name: str) -> None:
    """Let the check ask for an instrument of the exercise's own."""
    edit(root / _CHECK, "net.look().weight_shapes[0]", f"reference.measure({name}, net)")
    edit(root / _CHECK, "given, sizes\n", f"given, sizes\n\nfrom .instruments import {name}\n")


def _removed(file: str) -> Plant:
    return lambda root: (root / file).unlink()


def _settled(text: str) -> Plant:
    return lambda root: (root / "pyproject.toml").write_text(f"[tool.lazylab]\n{text}\n") and None


MISTAKES: list[tuple[str, Plant]] = [
    (
        "a check that never fails",
        _edited(_CHECK, _ASSERT, "student.weight_shape(in_features, out_features)"),
    ),
    (
        "a check that has a mistake of its own",
        _edited(_CHECK, "weight_shapes[0]", "weight_shape[0]"),
    ),
    (
        "a check that cannot be imported",
        _edited(_CHECK, "import Linear", "import Liner"),
    ),
    (
        "a check without cases",
        _edited(_CHECK, "@given(in_features=sizes(), out_features=sizes())\n", ""),
    ),
    (
        "a strategy that rarely builds what it says",
        _edited(
            _CHECK,
            "in_features=sizes()",
            "in_features=sizes().drawn.map(lambda n: n * 7 % 97).filter(lambda n: n == 95)",
        ),
    ),
    (
        "strategies that draw one case only",
        _edited(
            _CHECK,
            "in_features=sizes(), out_features=sizes()",
            "in_features=sizes(2, 2), out_features=sizes(3, 3)",
        ),
    ),
    (
        "a strategy that raises",
        _edited(_CHECK, "in_features=sizes()", "in_features=sizes().drawn.map(lambda n: 1 // 0)"),
    ),
    ("a missing translation", _removed(f"{_PROMPT}.zh.md")),
    (
        "a translation of an older text",
        _edited(f"{_PROMPT}.en.md", "All sizes are", "Sizes are"),
    ),
    (
        "a belief without a translation",
        _edited(_BELIEFS, "zh.", "fr."),
    ),
    (
        "a prompt whose example is not true",
        _edited(f"{_PROMPT}.en.md", "(256, 20)", "(20, 256)"),
    ),
    (
        "a prompt that forgets a check",
        _edited(f"{_PROMPT}.en.md", "### `tells_the_shape`", "### Hints"),
    ),
    ("a wrong answer that passes", _edited(_WRONG, "(in_features, out", "(out_features, in")),
    ("a wrong answer whose belief is not written down", _removed(_BELIEFS)),
    (
        "a wrong answer whose rest is nowhere",
        _edited(_WRONG, "# The rest: solution", "# The rest: right/by_hand"),
    ),
    (
        "a wrong answer that replaces nothing",
        _edited(_WRONG, "def weight_shape(", "def weight_shapes("),
    ),
    (
        "a solution that fails",
        _edited(f"solutions/{NAME}/for_torch.py", "(out_features, in", "(in_features, out"),
    ),
    (
        "a solution that raises",
        _edited(f"solutions/{NAME}/for_torch.py", "return (out_", "return (ouy_"),
    ),
    (
        "a stub that is solved",
        _edited(f"exercises/{NAME}/for_torch.py", "raise NotImplementedError", "return 1, 1"),
    ),
    (
        "an instrument that returns a tensor",
        _instrument("def weight_of(net) -> list[float]:\n    return net[0].weight\n"),
    ),
    (
        "an instrument that does not say what it returns",
        _instrument("def weight_of(net):\n    return list(net[0].weight.shape)\n"),
    ),
    (
        "an instrument that is asked for by its name",
        _edited(_CHECK, "net.look().weight_shapes[0]", 'reference.measure("weight_of", net)'),
    ),
    (
        "an instrument that is declared, and not written",
        _instrument("def shape_of(net) -> list[int]:\n    return list(net[0].weight.shape)\n"),
    ),
    ("a typo in the settings", _settled("casse = 3")),
    ("settings about an exercise that there is not", _settled('exercises = ["norm_feature"]')),
    ("a limit that there is not", _settled("cases = 5\n[tool.lazylab.limits]\nmemori = 1")),
    (
        "a bank for another version of the interface",
        _edited("bank.toml", "interface = 2", "interface = 3"),
    ),
]


def said(plant: Plant, folder: Path) -> str:
    """What the doctor, or the command itself, says of a bank with this mistake."""
    root = made(folder / "norms", NAME)
    plant(root)
    here = Path.cwd()
    os.chdir(root)
    try:
        done = CliRunner(env={"COLUMNS": "10000", "LAZYLAB_LANG": "en"}).invoke(
            app, ["doctor", NAME, "--jobs", "1", "--cases", "10", "--json"]
        )
        lines = list(_lines(done.stdout, done.stderr, done.exception))
    finally:
        os.chdir(here)
    assert done.exit_code != 0, f"nothing is said: {done.stdout}"
    text = "<br>".join(lines).replace(f"{root}/", "").replace(str(root), "norms")
    text = re.sub(r"(Unsatisfiable: [^.]*)\..*?(?=<br>|$)", r"\1 …", text)  # Hypothesis's own words
    return text.replace(f"{Bank().root}/", "").replace("|", "\\|")


def _lines(out: str, errors: str, error: BaseException | None) -> Iterator[str]:
    if errors.strip():
        yield from errors.strip().splitlines()
    if error is not None and not isinstance(error, SystemExit):
        yield f"lazylab: {error}"
    if not out.startswith("{"):
        return
    found = json.loads(out)
    for why in dict.fromkeys(proof["why"] for proof in found["proofs"] if proof["why"]):
        first = next(proof for proof in found["proofs"] if proof["why"] == why)
        name = first["kind"] + ("" if first["kind"] == first["name"] else f"/{first['name']}")
        yield f"✗ {name}: {why}"
    for finding in found["findings"]:
        problem = " ".join(finding["problem"].split())
        yield f"{finding['file']}: {problem}. *{finding['remedy']}*"


def page() -> str:
    """The whole page."""
    with tempfile.TemporaryDirectory() as folder:
        rows = [
            f"| {mistake} | {said(plant, Path(folder) / str(number))} |"
            for number, (mistake, plant) in enumerate(MISTAKES)
        ]
    head = (
        "# Mistakes, and what is said\n\n"
        "A mistake in each place where an author can make one, planted in a fresh exercise, and what\n"
        "`lazylab doctor` says. Made by `python tests/docs/mistakes.py`; a test makes it again.\n\n"
        "| mistake | what is said |\n|---|---|\n"
    )
    return head + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

"""Each fault that an author can plant in a bank is found, with its file and a remedy."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from graders.doctor.findings import Finding
from graders.doctor.lint import lint
from graders.doctor.proofs import chosen_samples, prove, unproven_checks
from graders.judging.exercises import Bank

NAME = "partial_specification"
EXERCISE = f"exercises/{NAME}"
SOLUTIONS = f"solutions/{NAME}"
ROOM = f"graders/bank/{NAME}"
GRADER = f"{ROOM}/checks.py"
BELIEFS = f"{ROOM}/beliefs.torch.toml"
SHARED = "graders/bank/beliefs.torch.toml"
CHECK = "counts_what_construction_alone_allocates"
KEPT = ("a_lazy_layer_has_its_bias", "the_first_size_settles_all")


@pytest.fixture
def copied(bank: Bank, tmp_path: Path) -> Bank:
    """A bank of one exercise with two wrong answers, and their beliefs."""
    shutil.copytree(bank.root / EXERCISE, tmp_path / EXERCISE)
    shutil.copytree(bank.root / SOLUTIONS, tmp_path / SOLUTIONS)
    shutil.copytree(bank.root / ROOM, tmp_path / ROOM)
    for path in (tmp_path / SOLUTIONS / "wrong").iterdir():
        if path.name.split(".")[0] not in KEPT:
            path.unlink()
    for file in (BELIEFS, SHARED):
        tables = (bank.root / file).read_text(encoding="utf-8").split("\n\n")
        kept = [table for table in tables if table[1:].split("]")[0] in KEPT]
        (tmp_path / file).write_text("\n\n".join(kept), encoding="utf-8")
    return Bank(tmp_path)


def _linted(bank: Bank) -> list[Finding]:
    return lint(Bank(bank.root), Bank(bank.root).exercises, "torch")


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_good_bank_is_clean(copied: Bank) -> None:
    assert _linted(copied) == []


def _remove_check(root: Path) -> None:
    _edit(root / GRADER, f"def {CHECK}", "def something_else")


def _rename_function(root: Path) -> None:
    _edit(root / EXERCISE / "for_torch.py", "def known_parameters(", "def unknown_parameters(")


def _drop_section(root: Path) -> None:
    _edit(root / EXERCISE / "prompt.zh.md", "## `known_parameters(layers)`", "## known")


def _drop_check_text(root: Path) -> None:
    _edit(root / EXERCISE / "prompt.zh.md", f"### `{CHECK}`", "### ?")


def _change_english(root: Path) -> None:
    path = root / EXERCISE / "prompt.en.md"
    path.write_text(path.read_text(encoding="utf-8") + "\nOne more sentence.\n", encoding="utf-8")


def _break_example(root: Path) -> None:
    _edit(root / EXERCISE / "prompt.en.md", "\n7946\n", "\n7947\n")


def _forget_belief(root: Path) -> None:
    (root / BELIEFS).unlink()


def _add_belief(root: Path) -> None:
    table = (root / BELIEFS).read_text(encoding="utf-8").replace(KEPT[1], "nobody_holds_it")
    with (root / BELIEFS).open("a", encoding="utf-8") as file:
        file.write(f"\n{table}")


def _share_a_belief_that_nobody_holds(root: Path) -> None:
    table = (root / SHARED).read_text(encoding="utf-8").replace(KEPT[0], "nobody_holds_it")
    with (root / SHARED).open("a", encoding="utf-8") as file:
        file.write(f"\n{table}")


def _break_belief(root: Path) -> None:
    _edit(root / SHARED, "zh.", "xx.")


def _break_look(root: Path) -> None:
    _edit(root / BELIEFS, "nn.", "nonsense.")


def _add_orphan(root: Path) -> None:
    (root / SOLUTIONS / "wrong" / "notes.txt").write_text("?", encoding="utf-8")


def _add_orphan_folder(root: Path) -> None:
    (root / "solutions" / "forgotten").mkdir()


def _add_orphan_room(root: Path) -> None:
    (root / "graders" / "bank" / "forgotten").mkdir()


def _remove_docstring(root: Path) -> None:
    path = root / SOLUTIONS / "wrong" / f"{KEPT[0]}.for_torch.py"
    path.write_text("x = 1\n", encoding="utf-8")


def _lose_the_rest(root: Path) -> None:
    _edit(_kept(root), "# The rest: solution", "# The rest: right/nothing")


def _rest_on_a_wrong_answer(root: Path) -> None:
    _edit(_kept(root), "# The rest: solution", f"# The rest: wrong/{KEPT[0]}")


def _replace_nothing(root: Path) -> None:
    _kept(root).write_text('"""A."""\n# The rest: solution\nOTHER = 1\n', encoding="utf-8")


def _leave_a_function_out(root: Path) -> None:
    _kept(root).write_text('"""A."""\nOTHER = 1\n', encoding="utf-8")


def _break_the_base(root: Path) -> None:
    right = root / SOLUTIONS / "right" / "broken.for_torch.py"
    right.parent.mkdir(exist_ok=True)
    right.write_text("def (:\n", encoding="utf-8")
    _edit(_kept(root), "# The rest: solution", "# The rest: right/broken")


def _kept(root: Path) -> Path:
    return root / SOLUTIONS / "wrong" / f"{KEPT[0]}.for_torch.py"


def _remove_stub(root: Path) -> None:
    (root / EXERCISE / "for_torch.py").unlink()


FAULTS = [
    (_remove_check, "prompt.en.md", f"speaks of a check {CHECK}"),
    (_rename_function, f"{SOLUTIONS}/for_torch.py", "unknown_parameters takes"),
    (_drop_section, "prompt.zh.md", "its functions differ from the English ones"),
    (_drop_check_text, "prompt.zh.md", f"says nothing about the check {CHECK}"),
    (_change_english, "prompt.zh.md", "translates another version"),
    (_break_example, "prompt.en.md", "1 examples are not true"),
    (_forget_belief, BELIEFS, f"[{KEPT[1]}] is missing: the wrong answer"),
    (_add_belief, BELIEFS, "no wrong answer acts on [nobody_holds_it]"),
    (_share_a_belief_that_nobody_holds, SHARED, "no wrong answer acts on [nobody_holds_it]"),
    (_break_belief, SHARED, f"[{KEPT[0]}] says nothing in 'zh'"),
    (_break_look, BELIEFS, f"[{KEPT[1]}] its `look` fails: NameError"),
    (_add_orphan_room, "graders/bank/forgotten", "belongs to no exercise"),
    (_add_orphan, "notes.txt", "is no part of an exercise"),
    (_add_orphan_folder, "solutions/forgotten", "belongs to no exercise"),
    (_remove_docstring, f"{KEPT[0]}.for_torch.py", "does not say what it is"),
    (_lose_the_rest, f"{KEPT[0]}.for_torch.py", "line 2: the rest is to come from right/nothing"),
    (_rest_on_a_wrong_answer, f"{KEPT[0]}.for_torch.py", "line 2: the rest cannot come from"),
    (_replace_nothing, f"{KEPT[0]}.for_torch.py", "line 2: it replaces nothing of for_torch.py"),
    (_leave_a_function_out, f"{KEPT[0]}.for_torch.py", "does not define "),
    (_break_the_base, "right/broken.for_torch.py", "line 1: cannot be read"),
    (_remove_stub, f"{EXERCISE}/for_torch.py", "is missing"),
]


@pytest.mark.parametrize(
    ("plant", "file", "problem"), FAULTS, ids=[plant.__name__ for plant, *_ in FAULTS]
)
def test_a_planted_fault_is_found(
    copied: Bank, plant: Callable[[Path], None], file: str, problem: str
) -> None:
    plant(copied.root)
    found = [f for f in _linted(copied) if problem in f.problem]
    assert found
    assert found[0].file.endswith(file)
    assert found[0].remedy


def test_a_check_that_always_passes_proves_nothing(copied: Bank) -> None:
    _edit(
        copied.root / GRADER,
        "    assert student.known_parameters(layers.sizes) == expected",
        "    student.known_parameters(layers.sizes)",
    )
    bank = Bank(copied.root)
    samples = chosen_samples(bank, [NAME], "torch", "wrong")
    proofs = list(prove(bank, samples, "torch", seeds=1, drawn=5, jobs=1))
    problems = [found.problem for found in unproven_checks(bank, proofs)]
    assert f"no wrong answer fails the check {CHECK}" in problems


def test_a_stub_that_is_solved_is_not_proven(copied: Bank) -> None:
    shutil.copy(copied.root / SOLUTIONS / "for_torch.py", copied.root / EXERCISE / "for_torch.py")
    samples = chosen_samples(copied, [NAME], "torch")
    proofs = list(prove(copied, samples[:1], "torch", seeds=1, drawn=5, jobs=1))
    assert [(p.kind, p.proven) for p in proofs] == [("stub", False)]

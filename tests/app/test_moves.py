"""A bank that was made before exercises had rooms is told how to move, and works once it has."""

import subprocess
from pathlib import Path

import pytest
from authors import made

from graders.app.banks import INTERFACE, bank_in_use
from graders.app.moves import moves
from graders.judging.exercises import Bank

NAME = "norm_features"
BELIEF = f"in_by_out_in_{NAME}"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A bank with the layout of then, with checks and instruments for a framework of their own, too."""
    root = made(tmp_path / "the norms", NAME)
    room = Bank(root).exercise(NAME).room
    (root / "checks" / "for_keras").mkdir(parents=True)
    (root / "checks" / "for_keras" / f"{NAME}.py").write_text("# for Keras\n")
    (room / "checks.py").rename(root / "checks" / f"{NAME}.py")
    (root / "instruments" / NAME).mkdir(parents=True)
    (root / "instruments" / NAME / "for_torch.py").write_text("# instruments\n")
    text = (room / "beliefs.torch.toml").read_text(encoding="utf-8").split(f"[{BELIEF}]\n")[1]
    for language in ("en", "zh"):
        text = text.replace(f"{language}.belief", f"[{language}]\n{language}.belief")
        text = text.replace(f"\n{language}.", "\n")
    (root / "beliefs").mkdir()
    (root / "beliefs" / f"{BELIEF}.toml").write_text(f'framework = "torch"\n{text}')
    (room / "beliefs.torch.toml").unlink()
    room.rmdir()
    room.parent.rmdir()
    (root / "bank.toml").write_text('name = "norms"\ninterface = 1\n')
    return root


def test_the_commands_give_it_the_layout_of_today(old: Path, tmp_path: Path) -> None:
    before = made(tmp_path / "new", NAME)
    commands = moves(old, INTERFACE)
    subprocess.run(["/bin/sh", "-c", "\n".join(commands)], check=True, timeout=20)
    bank = bank_in_use([old], tmp_path)
    assert bank.complaints == []
    moved, made_new = bank.exercise(NAME), Bank(before).exercise(NAME)
    assert [check.name for check in moved.checks] == ["tells_the_shape"]
    assert moved.belief(BELIEF) == made_new.belief(BELIEF)
    assert (moved.room / "keras.py").read_text() == "# for Keras\n"
    assert (moved.room / "instruments" / "for_torch.py").read_text() == "# instruments\n"
    assert {path.name for path in old.iterdir() if path.is_dir()} == {
        "bank",
        "exercises",
        "solutions",
    }
    assert moves(old, INTERFACE) == []


def test_it_is_left_out_with_the_commands_to_give(old: Path, tmp_path: Path) -> None:
    bank = bank_in_use([old], tmp_path)
    assert NAME not in [exercise.name for exercise in bank.exercises]
    (said,) = bank.complaints
    assert f"the bank 'norms' in {old} is left out" in said
    assert f"mv checks/{NAME}.py bank/{NAME}/checks.py" in said
    assert f">> bank/{NAME}/beliefs.torch.toml" in said

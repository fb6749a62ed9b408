"""What is remembered of sample answers: known again, judged again now and then, and never believed when it is not so."""

import random
from pathlib import Path

import pytest
from remembered import ForgottenError, Memory, key_of

from graders.judging.exercises import Exercise, SampleAnswer


class Always(random.Random):
    """Judges everything again, or nothing."""

    def __init__(self, value: float) -> None:
        super().__init__()
        self.value = value

    def random(self) -> float:
        return self.value


KNOWN, AGAIN = Always(0.9), Always(0.0)


def test_what_is_known_is_not_made_again(tmp_path: Path) -> None:
    made: list[int] = []
    memory = Memory(tmp_path, chance=KNOWN)
    for _ in range(3):
        assert memory.recall("key", int, lambda: made.append(1) or 7) == 7
    assert len(made) == 1
    assert memory.recall("other", int, lambda: 8) == 8


def test_what_is_made_again_must_be_the_same(tmp_path: Path) -> None:
    Memory(tmp_path).recall("key", int, lambda: 7)
    assert Memory(tmp_path, chance=AGAIN).recall("key", int, lambda: 7) == 7
    with pytest.raises(ForgottenError, match="remembered: 7\nnow: 8"):
        Memory(tmp_path, chance=AGAIN).recall("key", int, lambda: 8)
    assert Memory(tmp_path, chance=KNOWN).recall("key", int, lambda: 8) == 8  # it is forgotten


def test_fresh_believes_nothing(tmp_path: Path) -> None:
    Memory(tmp_path, chance=KNOWN).recall("key", int, lambda: 7)
    assert Memory(tmp_path, fresh=True, chance=KNOWN).recall("key", int, lambda: 8) == 8


def test_a_file_that_cannot_be_read_is_as_good_as_none(tmp_path: Path) -> None:
    (tmp_path / "key.json").write_text("{")
    assert Memory(tmp_path, chance=KNOWN).recall("key", int, lambda: 7) == 7


def test_the_key_follows_from_what_decides(mismatch: Exercise, tmp_path: Path) -> None:
    first, second, *_ = mismatch.samples("torch")
    assert key_of(mismatch, first) == key_of(mismatch, first)
    assert key_of(mismatch, first) != key_of(mismatch, second)
    assert key_of(mismatch, first) != key_of(mismatch, first, "more cases")
    changed = tmp_path / first.path.name
    changed.write_text(first.source + "\n", encoding="utf-8")
    assert key_of(mismatch, SampleAnswer(first.kind, first.name, changed)) != key_of(
        mismatch, first
    )

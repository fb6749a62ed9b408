"""The tutorial for authors, followed to the letter in an empty folder."""

from pathlib import Path

import pytest
from blocks import Reader, blocks

from graders.judging.exercises import Bank
from graders.lab.sealed.sandbox import SealError, choose_walls

PAGE = Bank().root / "docs" / "authors.md"


def test_every_block_of_the_tutorial_does_what_the_page_says(tmp_path: Path) -> None:
    try:
        choose_walls()
    except SealError as error:
        pytest.skip(f"the tutorial ends with sealed judging: {error}")
    reader = Reader(tmp_path)
    for block in blocks(PAGE):
        reader.does(block)
    assert reader.files > 10

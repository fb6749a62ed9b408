"""Instruments have one name each, and reports know only those that exist."""

import pytest

from graders.lab.frameworks.common.instruments import Instruments
from graders.lab.frameworks.spellings import SPELLINGS
from graders.lab.frameworks.torch.framework import FRAMEWORK


def test_a_name_can_be_taken_once() -> None:
    def look() -> None: ...

    instruments = Instruments()
    first = instruments.offer(look)
    assert instruments == {"look": first}

    def other() -> None: ...

    other.__name__ = "look"
    with pytest.raises(ValueError, match="two instruments named 'look'"):
        instruments.offer(other)


def test_every_instrument_that_is_spelled_exists() -> None:
    assert SPELLINGS["torch"].instruments.keys() <= FRAMEWORK.instruments.keys()


def test_a_dtype_crosses_as_a_description() -> None:
    assert str(FRAMEWORK.dtype("float64")) == "torch.float64"

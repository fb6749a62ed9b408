"""What leaves a lab is plain, of exact types, bounded; what is not is named and stays."""

import enum
import sys
from collections import OrderedDict
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.lab.messages import Strange
from graders.lab.plain import Exporter, type_name

PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**62), 2**62)
    | st.floats(allow_nan=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text("ab"), inner),
    max_leaves=20,
)


@pytest.fixture(scope="module")
def exporter() -> Exporter:
    return Exporter(lambda value: value)


@given(value=PLAIN)
def test_plain_data_comes_out_equal(exporter: Exporter, value: Any) -> None:
    assert exporter.export(value) == value


@given(value=st.lists(st.lists(st.integers(0, 9)), min_size=1))
def test_what_comes_out_is_a_copy(exporter: Exporter, value: list[list[int]]) -> None:
    exported = exporter.export(value)
    exported[0].append(99)
    assert exported != value


class Sneaky(int):
    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = int.__hash__


class Meta(type):
    def __eq__(cls, other: object) -> bool:
        return True

    __hash__ = type.__hash__


class Masked(metaclass=Meta):
    __class__ = int  # type: ignore[assignment]


class Pair(NamedTuple):
    a: int
    b: int


class Colour(enum.IntEnum):
    RED = 1


STRANGE = [
    (Sneaky(3), "Sneaky"),
    (Masked(), "Masked"),
    (Colour.RED, "Colour"),
    (OrderedDict(a=1), "OrderedDict"),
    (Pair(1, 2), "Pair"),
    ({1, 2}, "set"),
    (b"bytes", "bytes"),
    (1j, "complex"),
    (len, "builtin_function_or_method"),
    ([1, [object()]], "object"),
    ({"a": Sneaky(1)}, "Sneaky"),
    ({Sneaky(1): 1}, "Sneaky"),
    (np.zeros(2), "ndarray"),
]


@pytest.mark.parametrize(
    ("value", "kind"), STRANGE, ids=[f"{n}-{kind}" for n, (_, kind) in enumerate(STRANGE)]
)
def test_anything_else_is_named(exporter: Exporter, value: object, kind: str) -> None:
    assert exporter.export(value) == Strange(kind)


def test_numpy_scalars_are_what_they_stand_for(exporter: Exporter) -> None:
    exported = exporter.export([np.int64(3), np.float32(0.5), np.bool_(True)])
    assert exported == [3, 0.5, True]
    assert [type(value) for value in exported] == [int, float, bool]


def test_numpy_is_not_needed(exporter: Exporter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "numpy")
    assert exporter.export(object()) == Strange("object")


def _nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    "value",
    [_nested(100), [0] * 100_000, "x" * 100_000, 2**64, [[0] * 1_000] * 1_000],
    ids=["deep", "long list", "long text", "large number", "many numbers"],
)
def test_too_much_is_refused(exporter: Exporter, value: object) -> None:
    assert exporter.export(value) == Strange(f"{type(value).__name__} (too large)")


def test_lone_surrogates_are_replaced(exporter: Exporter) -> None:
    assert exporter.export("a\ud800b") == "a?b"


def test_type_names_are_printable_and_short() -> None:
    odd = type("x\n\x1b[31m" + "y" * 500, (), {})()
    name = type_name(odd)
    assert name.isprintable()
    assert len(name) == 80

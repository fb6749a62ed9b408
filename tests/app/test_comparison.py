"""Networks and batches as people write them, and what frameworks answer side by side."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.app.comparison import (
    LARGEST,
    MOST_LAYERS,
    NotationError,
    batch_in,
    compare,
    layers_in,
)
from graders.app.environments import command_for, installed
from graders.lab.frameworks import RECIPES
from graders.lab.observations import Raised
from graders.networks import mlp
from graders.reports.comparison import Column

SIZES = st.integers(1, LARGEST)
PAIRS = st.lists(st.tuples(st.none() | SIZES, SIZES), min_size=1, max_size=MOST_LAYERS)


@given(PAIRS)
def test_both_ways_to_write_a_network_mean_the_same(pairs: list[tuple[int | None, int]]) -> None:
    spelled = " ".join(f"{came}:{gone}" for came, gone in pairs)
    assert layers_in(spelled) == layers_in(repr(pairs)) == layers_in(f"  {pairs} ") == mlp(pairs)


@pytest.mark.parametrize(
    "text", ["None:8, 9:4", "(None, 8), (9, 4)", "[[None, 8], [9, 4]]", "((None,8),(9,4),)"]
)
def test_other_brackets_and_commas_will_do(text: str) -> None:
    assert layers_in(text) == mlp([(None, 8), (9, 4)])


def test_a_single_pair_is_a_network_of_one_layer() -> None:
    assert layers_in("(None, 8)") == layers_in("[None, 8]") == mlp([(None, 8)])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no_layers"),
        ("[]", "no_layers"),
        ("8", "not_pairs"),
        ("8:None", "not_pairs"),
        ("[(None, 8), 9]", "not_pairs"),
        ("[(True, 8)]", "not_pairs"),
        ("[(1.0, 8)]", "not_pairs"),
        ("[(None, '8')]", "not_pairs"),
        ("[(None, 8)", "not_pairs"),
        ("(8)", "not_pairs"),
        ("[__import__('os').getpid()]", "not_pairs"),
        ("[" * 5000, "not_pairs"),
        ("[{[]}]", "not_pairs"),
        ("0:4", "too_large"),
        ("[(-1, 4)]", "too_large"),
        (f"1:{LARGEST + 1}", "too_large"),
        ("1:999999999", "too_large"),
        ("1:1 " * (MOST_LAYERS + 1), "too_large"),
    ],
)
def test_what_is_no_network_is_named(text: str, reason: str) -> None:
    with pytest.raises(NotationError) as error:
        layers_in(text)
    assert error.value.reason == reason


@given(st.text(max_size=30))
def test_no_text_does_worse(text: str) -> None:
    with contextlib.suppress(NotationError):
        assert layers_in(text).sizes
    with contextlib.suppress(NotationError):
        assert batch_in(text)


@pytest.mark.parametrize(
    ("text", "shape"),
    [("20", (2, 20)), ("0", (2, 0)), ("4x20", (4, 20)), ("1x2x3x4", (1, 2, 3, 4))],
)
def test_a_batch_is_a_width_or_a_shape(text: str, shape: tuple[int, ...]) -> None:
    assert batch_in(text) == shape


@pytest.mark.parametrize(
    "text", ["", "x", "0x4", "1x2x3x4x5", "65x1", "9x8x1", "-1", "2.5", "99999", "4*5", "9" * 40]
)
def test_what_is_no_batch_is_named(text: str) -> None:
    with pytest.raises(NotationError) as error:
        batch_in(text)
    assert error.value.reason == "batch_form"


# --- asked for real ---------------------------------------------------------------------------


def asked(framework: str, sizes: list[tuple[int | None, int]], *widths: int) -> Column:
    """What one framework says; skipped where it is not installed."""
    if installed(framework) is None:
        pytest.skip(f"{framework} is not installed: {command_for(framework)}")
    [column] = compare(mlp(sizes), [(2, width) for width in widths], [framework]).columns
    assert not column.trouble
    return column


def shapes(column: Column, moment: int) -> list[tuple[int, ...] | None]:
    """The shapes of the weights at a moment."""
    seen = column.moments[moment].parameters
    return [p.shape for p in seen if not p.name.endswith("bias")]


@pytest.mark.parametrize(
    ("framework", "constructed", "fed"),
    [
        ("torch", [None, (4, 9), None], [(8, 5), (4, 9), None]),
        ("keras", [None, (9, 4), None], [(5, 8), (9, 4), None]),
        ("mxnet", [None, (4, 9), None], [(8, 5), (4, 9), None]),
    ],
)
def test_a_mismatch_at_the_second_layer(framework: str, constructed: object, fed: object) -> None:
    column = asked(framework, [(None, 8), (9, 4), (None, 2)], 5)
    assert shapes(column, 0) == constructed
    assert shapes(column, 1) == fed
    output, stop = column.moments[1].output, column.moments[1].stop
    assert isinstance(output, Raised)
    assert output.message
    assert stop is not None
    assert (stop.layer, stop.came, stop.taken) == (1, 8, 9)


def test_flax_has_no_place_for_sizes_and_so_no_mismatch() -> None:
    column = asked("flax", [(None, 8), (9, 4), (None, 2)], 5)
    assert column.unsaid == 1
    assert shapes(column, 0) == []
    assert shapes(column, 1) == [(5, 8), (8, 4), (4, 2)]
    assert column.moments[1].output == (2, 2)


def test_only_keras_stops_at_construction() -> None:
    column = asked("keras", [(5, 8), (9, 4), (None, 2)])
    assert isinstance(column.moments[0].output, Raised)


@pytest.mark.parametrize("framework", list(RECIPES))
def test_two_widths_in_a_row(framework: str) -> None:
    column = asked(framework, [(None, 8), (None, 2)], 5, 6, 5)
    first, second, third = (moment.output for moment in column.moments[1:])
    assert first == third == (2, 2)
    assert isinstance(second, Raised)
    assert shapes(column, 1) == shapes(column, 2) == shapes(column, 3)


@pytest.mark.parametrize("framework", list(RECIPES))
def test_a_first_size_that_is_given_is_the_width_of_the_batch(framework: str) -> None:
    column = asked(framework, [(20, 16), (None, 10)])
    assert [moment.output for moment in column.moments] == [None, (2, 10)]


def test_a_framework_that_is_missing_stands_there_with_its_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAZYLAB_DATA", str(tmp_path))
    if installed("mxnet") is not None:
        pytest.skip("mxnet is beside lazylab here")
    torch, mxnet = compare(mlp([(None, 1)]), [], ["torch", "mxnet"]).columns
    assert len(torch.moments) == 2
    assert mxnet == Column("MXNet", missing="lazylab frameworks add mxnet")


def test_an_environment_that_is_broken_keeps_nobody_else_from_answering(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "frameworks/mxnet"
    about = folder / "lib/python3.11/site-packages/mxnet-1.9.1.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: mxnet\nVersion: 1.9.1\n")
    (folder / "pyvenv.cfg").write_text("home = /usr/bin\n")
    (folder / "bin").mkdir()
    (folder / "bin/python").write_text(
        "#!/bin/sh\necho first >&2\necho no module numpy >&2\nexit 1\n"
    )
    (folder / "bin/python").chmod(0o755)
    monkeypatch.setenv("LAZYLAB_DATA", str(tmp_path))
    torch, mxnet = compare(mlp([(None, 1)]), [], ["torch", "mxnet"]).columns
    assert len(torch.moments) == 2
    assert mxnet.trouble == "no module numpy"

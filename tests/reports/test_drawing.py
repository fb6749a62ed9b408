"""The picture as text: what it shows, when it is worth showing, at whatever width, without colour."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs
from rich.cells import cell_len
from rich.console import Console, Group

from graders.judging.report import LayerDrawn, ParameterDrawn, PartDrawn, Pass, Picture
from graders.reports.drawing import drawing, stops, yours
from graders.reports.picture_words import in_words
from graders.reports.texts import languages, texts

LAZY, EAGER = LayerDrawn("nn.LazyLinear(8)", given=False), LayerDrawn("nn.Linear(9, 4)", given=True)
RELU = LayerDrawn("nn.ReLU()")
SAID = "RuntimeError: mat1 and mat2 shapes cannot be multiplied (2x8 and 9x4)"


def _held(number: int, shape: list[int] | None) -> list[ParameterDrawn]:
    bias = None if shape is None else shape[:1]
    return [
        ParameterDrawn("weight", shape, 2 * number),
        ParameterDrawn("bias", bias, 2 * number + 1),
    ]


BUILT = [_held(0, None), [], _held(1, [4, 9])]
LEFT = [_held(0, [8, 3]), [], _held(1, [4, 9])]
STOPPED = Pass("torch.randn(2, 3)", [[2, 3], [2, 8], [2, 8]], stopped=2, error=SAID)
PICTURE = Picture([LAZY, RELU, EAGER], [STOPPED], [BUILT, LEFT])


def _shown(picture: Picture, width: int = 76, language: str = "en") -> list[str]:
    said = texts(language)
    file = io.StringIO()
    console = Console(file=file, width=width, force_jupyter=False, highlight=False)
    console.print(Group(*drawing(picture, "PyTorch", said), *yours(picture, said)))
    return [line.rstrip() for line in file.getvalue().splitlines()]


def test_shapes_flow_down_and_time_goes_to_the_right() -> None:
    assert _shown(PICTURE) == [
        "PyTorch           weight  batch 1       weight",
        "input                     (2, 3)",
        "nn.LazyLinear(8)  lazy    (2, 8)        (8, 3)",
        "nn.ReLU()                 (2, 8)",
        "nn.Linear(9, 4)   (4, 9)  ✗ stops here  (4, 9)",
    ]
    assert stops(PICTURE) == [SAID]


def test_columns_stand_below_each_other_in_chinese_too() -> None:
    heading, *rows = _shown(PICTURE, language="zh")
    batch = cell_len(heading[: heading.index("第 1 批")])
    assert [cell_len(row[: row.index("(2, 8)")]) for row in rows if "(2, 8)" in row] == [batch] * 2
    assert "未初始化" in rows[1]
    assert "✗ 停在这里" in rows[3]


def test_each_batch_has_a_column() -> None:
    second = Pass("torch.randn(2, 5)", [[2, 5]], stopped=0, error="RuntimeError: 5 is not 3")
    picture = Picture([LAZY, RELU, EAGER], [STOPPED, second], [BUILT, LEFT, LEFT])
    assert _shown(picture)[:3] == [
        "PyTorch           weight  batch 1       batch 2       weight",
        "input                     (2, 3)        (2, 5)",
        "nn.LazyLinear(8)  lazy    (2, 8)        ✗ stops here  (8, 3)",
    ]
    assert stops(picture) == [SAID, "RuntimeError: 5 is not 3"]
    again = structs.replace(picture, passes=[STOPPED, STOPPED])
    assert stops(again) == [SAID]


def test_a_batch_that_the_network_itself_refuses_stops_at_no_layer() -> None:
    refused = Pass("x", [[3, 3]], error="ValueError: already configured")
    picture = Picture([LAZY, RELU, EAGER], [STOPPED, refused], [BUILT, LEFT, LEFT])
    shown = _shown(picture, width=100)
    assert shown[1].split("  ")[-1].strip() == "(3, 3) ✗ refused by the network"
    assert sum("stops here" in line for line in shown) == 1
    assert stops(picture) == [SAID, "ValueError: already configured"]
    said = in_words(picture, texts("en"))
    assert "refused by the network: ValueError: already configured." in said


def test_where_no_layer_has_a_weight_none_is_drawn() -> None:
    passed = Pass("x", [[2, 3], [2, 3]])
    assert _shown(Picture([RELU], [passed], [[[]], [[]]])) == [
        "PyTorch    batch 1",
        "input      (2, 3)",
        "nn.ReLU()  (2, 3)",
    ]


def test_a_long_error_is_cut() -> None:
    (said,) = stops(Picture(passes=[structs.replace(STOPPED, error="x" * 300)]))
    assert said == "x" * 159 + "…"


@pytest.mark.parametrize(
    "picture",
    [
        Picture(),
        Picture([EAGER], [], [[_held(0, [4, 9])]]),
        Picture([LAZY], [], [[_held(0, None)]]),
        Picture([LAZY, RELU, LAZY], [], [[_held(0, None), [], _held(1, None)]]),
        Picture([RELU], [], [[[]]]),
        Picture([LAZY], [], [[_held(0, None)]], [PartDrawn("LazyLinear", _held(7, None))]),
    ],
)
def test_what_the_code_says_already_is_not_drawn(picture: Picture) -> None:
    assert _shown(picture) == []


def test_layers_that_wait_among_others_are_drawn_before_any_data() -> None:
    assert _shown(Picture([LAZY, RELU, EAGER], [], [BUILT])) == [
        "PyTorch           weight",
        "nn.LazyLinear(8)  lazy",
        "nn.ReLU()",
        "nn.Linear(9, 4)   (4, 9)",
    ]


def test_the_submission_s_network_is_told_if_it_is_another_one() -> None:
    same = [
        PartDrawn("Linear", _held(3, [8, 3])),
        PartDrawn("ReLU", []),
        PartDrawn("Linear", LEFT[2]),
    ]
    assert _shown(structs.replace(PICTURE, yours=same)) == _shown(PICTURE)
    other = [PartDrawn("LazyLinear", _held(0, None)), *same[1:]]
    last = _shown(structs.replace(PICTURE, yours=other))[-1]
    assert last == "Your network, at the end: LazyLinear lazy | ReLU | Linear (4, 9)."
    without_relu = structs.replace(PICTURE, yours=[same[0], same[2]])
    assert _shown(without_relu)[-1] == "Your network, at the end: Linear (8, 3) | Linear (4, 9)."


def test_tied_layers_have_the_same_mark() -> None:
    tied = [PartDrawn("Linear", _held(0, [8, 3])), PartDrawn("Linear", _held(0, [8, 3]))]
    assert _shown(Picture(yours=tied)) == [
        "Your network, at the end: Linear (8, 3) =A | Linear (8, 3) =A.",
        "=A, =B: one and the same parameter.",
    ]
    untied = [PartDrawn("Linear", _held(0, [8, 3])), PartDrawn("Linear", _held(1, [8, 3]))]
    picture = Picture([EAGER, EAGER], [], [[_held(4, [8, 3]), _held(5, [8, 3])]])
    assert _shown(structs.replace(picture, yours=untied)) == []
    assert "=A" in _shown(structs.replace(picture, yours=tied))[-1]


def test_own_layers_are_told_by_what_they_hold() -> None:
    names = ["full", "weight", "a", "b", "c"]
    held = [ParameterDrawn(name, [1, 2], place) for place, name in enumerate(names)]
    assert _shown(Picture(yours=[PartDrawn("Sliced", held)])) == [
        "Your network, at the end: Sliced full (1, 2), weight (1, 2), a (1, 2), b (1,",
        "    2), ….",
    ]
    assert _shown(Picture(yours=[PartDrawn("Nothing", [])])) == [
        "Your network, at the end: Nothing."
    ]


def test_without_room_for_a_table_each_layer_has_a_paragraph() -> None:
    shown = _shown(PICTURE, 30)
    assert shown == [
        "PyTorch",
        "input  batch 1 (2, 3)",
        "nn.LazyLinear(8)  weight lazy;",
        "    batch 1 (2, 8); weight (8,",
        "    3)",
        "nn.ReLU()  batch 1 (2, 8)",
        "nn.Linear(9, 4)  weight (4,",
        "    9); batch 1 ✗ stops here;",
        "    weight (4, 9)",
    ]


SHAPES = st.lists(st.integers(1, 512), min_size=1, max_size=4)


@st.composite
def pictures(draw: st.DrawFn) -> Picture:
    count = draw(st.integers(1, 8))
    layers = [LayerDrawn(f"nn.LazyConv2d({n}, 3, padding=1)", given=False) for n in range(count)]
    state = [_held(n, draw(st.none() | SHAPES)) for n in range(count)]
    passes = []
    for _ in range(draw(st.integers(0, 4))):
        went = draw(st.integers(0, count))
        shapes = [draw(SHAPES) for _ in range(went + 1)]
        passes.append(Pass("x", shapes, stopped=went if went < count else None, error="no"))
    kinds = st.sampled_from(["Linear", "Sequential", "自己的层"])
    parts = draw(st.lists(st.builds(PartDrawn, kinds, st.just(state[0])), max_size=5))
    return Picture(layers, passes, [state] * (len(passes) + 1), parts)


@settings(deadline=None)
@given(pictures(), st.integers(20, 160), st.sampled_from(languages()))
def test_it_fits_and_loses_nothing_at_any_width(
    picture: Picture, width: int, language: str
) -> None:
    shown = _shown(picture, width, language)
    assert all(cell_len(line) <= width for line in shown)
    together = "".join("".join(shown).split())
    for passed in picture.passes:
        for shape in passed.shapes:
            assert str(tuple(shape)).replace(" ", "") in together


@settings(deadline=None)
@given(pictures())
def test_a_wide_one_has_few_lines(picture: Picture) -> None:
    # Four batches that the network refuses, of four sizes each, need more than 200 columns.
    table = _shown(structs.replace(picture, yours=[]), 400)
    assert len(table) <= len(picture.layers) + 2

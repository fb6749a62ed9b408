"""The picture as SVG: all of it is there, in its place, in words too, and nothing breaks out of it."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graders.judging.exercises import Exercise
from graders.judging.judge import Judge
from graders.judging.report import LayerDrawn, ParameterDrawn, PartDrawn, Pass, Picture
from graders.judging.submissions import Submission
from graders.reports import svg_canvas
from graders.reports.svg import picture_svg
from graders.reports.texts import languages, texts

SVG = "{http://www.w3.org/2000/svg}"
EVIL = "</svg></style><script>alert(1)</script> &lt; ]]> \u202e\x00\x1b\ud800\uffff"


def _held(*shapes: list[int] | None, first: int = 0) -> list[ParameterDrawn]:
    names = ("weight", "bias")
    return [ParameterDrawn(*held) for held in zip(names, shapes, range(first, 9), strict=False)]


MISMATCH = Picture(
    [
        LayerDrawn("nn.LazyLinear(1)", given=False),
        LayerDrawn("nn.ReLU()"),
        LayerDrawn("nn.Linear(2, 1)", given=True),
    ],
    [Pass("torch.randn(4, 3)", [[4, 3], [4, 1], [4, 1]], 2, "RuntimeError: (4x1 and 2x1)")],
    [
        [_held(None, None), [], _held([1, 2], [1], first=2)],
        [_held([1, 3], [1]), [], _held([1, 2], [1], first=2)],
    ],
)
IMAGES = Picture(
    [LayerDrawn("nn.MaxPool2d(2)"), LayerDrawn("nn.MaxPool2d(2)"), LayerDrawn("nn.Flatten()")],
    [Pass("torch.randn(1, 3, 8, 16)", [[1, 3, 8, 16], [1, 3, 4, 8], [1, 3, 2, 4], [1, 24]])],
    [[[], [], []], [[], [], []]],
)


def _drawn(picture: Picture, language: str = "en") -> ET.Element:
    return ET.fromstring(picture_svg(picture, texts(language)))


def _texts(root: ET.Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}text")]


def _painted(root: ET.Element, tag: str, paint: str) -> list[ET.Element]:
    found = root.iter(f"{SVG}{tag}")
    return [element for element in found if f"lz-{paint}" in element.get("class", "").split()]


def test_every_layer_is_a_box_with_its_code() -> None:
    root = _drawn(MISMATCH)
    assert len(_painted(root, "rect", "band") + _painted(root, "rect", "stopped")) == 3
    assert {layer.code for layer in MISMATCH.layers} <= set(_texts(root))


def test_every_shape_stands_on_its_arrow() -> None:
    shown = _texts(_drawn(MISMATCH))
    assert (shown.count("(4, 3)"), shown.count("(4, 1)")) == (1, 2)
    assert len(_painted(_drawn(MISMATCH), "path", "head")) == 2


def test_sizes_that_were_given_are_solid_and_inferred_ones_open_and_said_so() -> None:
    root = _drawn(MISMATCH)
    assert [text for text in _texts(root) if text.startswith("input size")] == [
        "input size inferred",
        "input size given",
    ]
    assert (len(_painted(root, "circle", "open")), len(_painted(root, "circle", "given"))) == (2, 1)


def test_parameters_are_full_or_dashed_and_empty() -> None:
    root = _drawn(MISMATCH)
    legend = 1
    full, waiting = _painted(root, "rect", "filled"), _painted(root, "rect", "waiting")
    assert (len(full), len(waiting)) == (2 + 4 + legend, 2 + legend)
    assert all(box.get("stroke-dasharray") for box in waiting)
    assert not any(box.get("stroke-dasharray") for box in full)
    assert _texts(root).count("?") == 2


def test_the_layer_that_stops_is_marked_by_a_sign_a_word_and_what_it_raised() -> None:
    root = _drawn(MISMATCH)
    assert len(_painted(root, "circle", "badge")) == 2
    assert "stops batch 1" in _texts(root)
    assert "✗ batch 1: RuntimeError: (4x1 and 2x1)" in _texts(root)


def test_what_did_not_stop_has_no_such_mark() -> None:
    root = _drawn(IMAGES)
    assert not _painted(root, "circle", "badge")
    assert not any("✗" in text or "stops" in text for text in _texts(root))


def test_the_moments_stand_side_by_side() -> None:
    shown = _texts(_drawn(MISMATCH))
    assert "built" in shown
    assert "after batch 1" in " ".join(shown)


def test_images_shrink_as_their_sizes_do() -> None:
    sheets = _painted(_drawn(IMAGES), "rect", "image")[:-1]
    sizes = [(float(s.get("width", 0)), float(s.get("height", 0))) for s in sheets]
    assert len(sizes) == 3 * 3
    first, second, third = sizes[0], sizes[3], sizes[6]
    assert first == (2 * second[0], 2 * second[1]) == (4 * third[0], 4 * third[1])
    assert first[0] == 2 * first[1]


def test_tied_parameters_are_joined() -> None:
    held = ParameterDrawn("weight", [1, 1], 7)
    tied = Picture(yours=[PartDrawn("Linear", [held]), PartDrawn("Linear", [held])])
    root = _drawn(tied)
    knots, legend = _painted(root, "circle", "knot"), 2
    assert len(knots) == 2 + legend
    assert knots[0].get("cx") == knots[1].get("cx")
    assert "one and the same parameter" in _texts(root)
    assert "one and the same parameter: 1. Linear weight" in (root.findtext(f"{SVG}desc") or "")


def test_parameters_that_only_look_alike_are_not_joined() -> None:
    alike = [PartDrawn("Linear", _held([1, 1], first=n)) for n in range(2)]
    root = _drawn(Picture(yours=alike))
    assert not _painted(root, "circle", "knot")
    assert "one and the same parameter" not in _texts(root)


def test_the_submission_s_network_is_drawn_below_the_framework_s() -> None:
    both = Picture(
        MISMATCH.layers, MISMATCH.passes, MISMATCH.states, [PartDrawn("Mine", _held([1, 1]))]
    )
    assert "Your network, at the end" not in _texts(_drawn(MISMATCH))
    shown = _texts(_drawn(both))
    assert shown.index("The network of this case, step by step") < shown.index(
        "Your network, at the end"
    )
    assert shown.index("Your network, at the end") < shown.index("Mine")


def test_moments_without_room_beside_the_others_stand_below_them() -> None:
    layers = [LayerDrawn("nn.LazyConv2d(16, 3)", given=False)]
    shapes = [[16, 3, 128, 128], [16, 16, 126, 126]]
    state = [[_held([16, 3, 3, 3], [16])]]
    picture = Picture(layers, [Pass("torch.randn(16, 3, 128, 128)", shapes)] * 4, state * 5)
    root = _drawn(picture)
    shown = _texts(root)
    assert shown.count("nn.LazyConv2d(16, 3)") > 1
    assert all(f"after batch {n}" in " ".join(shown) for n in range(1, 5))
    assert float(root.get("width", 0)) < 500


@pytest.mark.parametrize("language", languages())
def test_it_says_in_words_what_it_shows(language: str) -> None:
    root = _drawn(MISMATCH, language)
    assert (root.get("role"), root.get("lang")) == ("img", language)
    assert root[0].tag == f"{SVG}title"
    assert "nn.LazyLinear(1), nn.ReLU(), nn.Linear(2, 1)" in (root[0].text or "")
    words = root.findtext(f"{SVG}desc") or ""
    for part in ("(4, 3) → (4, 1) → (4, 1)", "weight (1, 3)", "RuntimeError: (4x1 and 2x1)"):
        assert part in words
    for key in ("inferred", "given", "waiting", "built"):
        assert texts(language).say(f"picture.{key}") in words


def test_a_network_without_parameters_is_said_to_have_none() -> None:
    assert "no parameters" in (_drawn(IMAGES).findtext(f"{SVG}desc") or "")


def test_hostile_texts_stay_texts() -> None:
    picture = Picture(
        [LayerDrawn(EVIL, given=False)],
        [Pass(EVIL, [[1, 1]], 0, EVIL)],
        [[[ParameterDrawn(EVIL, None, 0)]]] * 2,
        [PartDrawn(EVIL, [ParameterDrawn(EVIL, [1], 1)])],
    )
    code = picture_svg(picture, texts("en"))
    tags = {element.tag.removeprefix(SVG) for element in ET.fromstring(code).iter()}
    assert tags <= {"svg", "title", "desc", "style", "rect", "text", "path", "circle"}
    assert "<script" not in code
    assert not set("\u202e\x00\x1b\ud800\uffff") & set(code)


def test_it_needs_nothing_from_elsewhere() -> None:
    code = picture_svg(MISMATCH, texts("en"))
    assert not re.search(r"url\(|@import|href|<image|<use|<foreignObject|\bon\w+=", code)
    assert code.count("http") == 1  # the namespace


SHAPES = st.lists(st.integers(0, 10**6), max_size=5)
NAMES = st.text(max_size=60)


@st.composite
def pictures(draw: st.DrawFn) -> Picture:
    """Pictures of any size that the judge may make, and what a submission may have put in them."""
    parameters = st.builds(ParameterDrawn, NAMES, st.none() | SHAPES, st.integers(0, 5))
    held = st.lists(parameters, max_size=4, unique_by=lambda p: p.name)
    yours = draw(st.lists(st.builds(PartDrawn, NAMES, held), max_size=4))
    layers = draw(
        st.lists(
            st.builds(LayerDrawn, NAMES, st.none() | st.booleans()), min_size=not yours, max_size=6
        )
    )
    if not layers:
        return Picture(yours=yours)
    passes = []
    for _ in range(draw(st.integers(0, 4))):
        stopped = draw(st.none() | st.integers(0, len(layers) - 1))
        count = len(layers) if stopped is None else stopped
        shapes = draw(st.lists(SHAPES, min_size=count + 1, max_size=count + 1))
        passes.append(
            Pass(draw(NAMES), shapes, stopped, draw(NAMES) if stopped is not None else "")
        )
    state = st.lists(held, min_size=len(layers), max_size=len(layers))
    states = draw(st.lists(state, min_size=len(passes) + 1, max_size=len(passes) + 1))
    return Picture(layers, passes, states, yours)


def _numbers(root: ET.Element) -> Iterator[tuple[float, float]]:
    """All points that something is drawn at."""
    for element in root.iter():
        for x, y in (("x", "y"), ("cx", "cy")):
            if element.get(x) is not None:
                yield float(element.get(x, 0)), float(element.get(y, 0))
        for point in re.findall(r"([-\d.e]+) ([-\d.e]+)", element.get("d", "")):
            yield float(point[0]), float(point[1])


@settings(max_examples=60, deadline=None)
@given(picture=pictures(), language=st.sampled_from(languages()))
def test_whatever_is_drawn_is_well_formed_and_on_the_sheet(picture: Picture, language: str) -> None:
    root = _drawn(picture, language)
    width, height = map(float, root.get("viewBox", "").split()[2:])
    assert all(0 <= x <= width and 0 <= y <= height for x, y in _numbers(root))
    batches = "".join(_texts(root))
    assert all(
        texts(language).say("picture.batch", number=n + 1) in batches
        for n, _ in enumerate(picture.passes)
    )
    stops = sum(passed.stopped is not None for passed in picture.passes)
    assert len(_painted(root, "circle", "badge")) >= stops


@pytest.mark.parametrize("answer", ["a_failed_forward_rolls_back", "in_features_can_simply_be_set"])
def test_real_pictures_are_drawn(mismatch: Exercise, quick_judge: Judge, answer: str) -> None:
    path = mismatch.solution("torch").parent / "wrong" / f"{answer}.for_torch.py"
    report = quick_judge.judge(mismatch, Submission(path, mismatch.name))
    found = [check.picture for check in report.checks if check.picture is not None]
    assert found
    for picture in found:
        root = _drawn(picture, "zh")
        assert {layer.code for layer in picture.layers} <= set(_texts(root))
        assert float(root.get("width", 0)) <= 484


def _luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", [0, 1])
@pytest.mark.parametrize(
    ("what", "ground", "least"),
    [
        *((text, ground, 4.5) for text in ("ink", "muted", "stop") for ground in ("paper", "band")),
        ("on_filled", "filled", 4.5),
        *((sign, "paper", 3) for sign in ("edge", "filled", "tie")),
        ("edge", "band", 3),
    ],
)
def test_everything_stands_out_from_its_ground(
    what: str, ground: str, least: float, theme: int
) -> None:
    colours = svg_canvas._COLOURS
    dark, light = sorted(_luminance(colours[name][theme]) for name in (what, ground))
    assert (light + 0.05) / (dark + 0.05) >= least


def test_the_light_colours_hold_where_style_sheets_are_taken_away() -> None:
    root = _drawn(MISMATCH)
    root.remove(next(root.iter(f"{SVG}style")))
    for text in root.iter(f"{SVG}text"):
        assert text.get("fill") in {light for light, _ in svg_canvas._COLOURS.values()}

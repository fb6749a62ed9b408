"""What a cell shows is kept in order, joined where Jupyter joins it, and bounded whatever comes."""

import contextlib
import itertools
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graders.lab import outputs as outputs_module
from graders.lab.codec import Codec
from graders.lab.messages import Reply, Returned
from graders.lab.observations import CellRun, Output
from graders.lab.outputs import Recorder, Streams

Step = Callable[[Recorder], None]

CODEC = Codec(Reply)
# What a sealed lab's reply to a cell may have, in bytes.
MOST_BYTES = 2**23
EMOJI = "\U0001f600"
STREAMS = ("stdout", "stderr")


def _streamed(name: str, text: str) -> Step:
    return lambda recorder: recorder.stream(name, text)


def _shown(kind: str, data: dict[str, Any], name: str, update: bool) -> Step:
    return lambda recorder: recorder.rich(kind, data, name, update=update)


def _failed(name: str, message: str, lines: list[str]) -> Step:
    return lambda recorder: recorder.error(name, message, lines)


def _cleared(later: bool) -> Step:
    return lambda recorder: recorder.clear(later=later)


LETTERS = st.sampled_from("ab \ud800\N{GRINNING FACE}") | st.characters(exclude_categories=[])
TEXTS = st.text(LETTERS, max_size=30)  # lone surrogates too
STREAMED = st.builds(_streamed, st.sampled_from(STREAMS), TEXTS)
SHOWN = st.builds(
    _shown,
    st.sampled_from(["display_data", "execute_result"]),
    st.dictionaries(TEXTS, TEXTS | st.integers() | st.binary(max_size=9), max_size=3),
    st.sampled_from(["", "one", "two"]),
    st.booleans(),
)
FAILED = st.builds(_failed, TEXTS, TEXTS, st.lists(TEXTS, max_size=3))
CLEARED = st.builds(_cleared, st.booleans())
STEPS = st.lists(STREAMED | SHOWN | FAILED | CLEARED, max_size=40)


@contextlib.contextmanager
def _small() -> Iterator[None]:
    """Bounds that a few steps reach."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(outputs_module, "_MOST_TEXT", 60)
        patched.setattr(outputs_module, "_MOST_DATA", 100)
        patched.setattr(outputs_module, "_MOST_OUTPUTS", 5)
        yield


def _recorded(*steps: Step) -> tuple[Output, ...]:
    recorder = Recorder()
    for step in steps:
        step(recorder)
    return recorder.outputs()


def _bytes(outputs: tuple[Output, ...]) -> int:
    """How many of them travel."""
    return len(CODEC.encode(Returned(CellRun(outputs, completed=True))))


def _printed(text: str) -> Output:
    return Output("stream", {"stdout": text})


# --- whatever comes ---------------------------------------------------------------------------


def _check(steps: list[Step]) -> tuple[Output, ...]:
    """What holds of every record."""
    recorder = Recorder()
    for step in steps:
        step(recorder)
    came = recorder.outputs()
    reply = Returned(CellRun(came, completed=True))
    assert CODEC.decode(CODEC.encode(reply)) == reply
    for output in came:
        assert output.kind in ("stream", "display_data", "execute_result", "error")
        assert all(type(text) is str for item in output.texts.items() for text in item)
        if output.kind == "stream":
            assert len(output.texts) == 1
            assert set(output.texts) < {*STREAMS}
        if output.kind == "error":
            assert list(output.texts) == ["ename", "evalue", "traceback"]
    streams = [next(iter(o.texts)) if o.kind == "stream" else None for o in came]
    assert not any(one == next_ != None for one, next_ in itertools.pairwise(streams))  # noqa: E711
    return came


@example(steps=[_shown("display_data", {"\ud800": "\ud800"}, "\ud800", False)])
@given(steps=STEPS)
def test_whatever_is_recorded_can_be_sent(steps: list[Step]) -> None:
    _check(steps)


@given(steps=STEPS)
def test_whatever_is_recorded_is_bounded(steps: list[Step]) -> None:
    with _small():
        came = _check(steps)
    errors = [output for output in came if output.kind == "error"]
    assert len(came) - len(errors) <= 5
    # Each output that was one too many leaves the same short note.
    note = len(outputs_module._CUT)
    streamed = sum(len(text) for o in came if o.kind == "stream" for text in o.texts.values())
    assert streamed <= 60 + note
    shown = [o for o in came if o.kind in ("display_data", "execute_result")]
    assert sum(len(text) for o in shown for text in o.texts.values()) <= 100 + note * len(shown)


@given(steps=STEPS, last=FAILED)
def test_an_error_always_has_room(steps: list[Step], last: Step) -> None:
    with _small():
        recorder = Recorder()
        for step in [*steps, last]:
            step(recorder)
    assert recorder.outputs()[-1].kind == "error"


@given(
    parts=st.lists(
        st.tuples(st.sampled_from(STREAMS), TEXTS.filter(lambda t: t.isascii())), max_size=20
    )
)
def test_streams_are_joined_in_their_order(parts: list[tuple[str, str]]) -> None:
    expected = [
        Output("stream", {name: "".join(text for _, text in run)})
        for name, run in itertools.groupby([p for p in parts if p[1]], key=lambda part: part[0])
    ]
    assert list(_recorded(*(_streamed(*part) for part in parts))) == expected


# --- as Jupyter does --------------------------------------------------------------------------


def test_what_is_displayed_parts_what_is_printed() -> None:
    middle = _shown("display_data", {"text/plain": "b"}, "", False)
    assert _recorded(_streamed("stdout", "a"), middle, _streamed("stdout", "c")) == (
        _printed("a"),
        Output("display_data", {"text/plain": "b"}),
        _printed("c"),
    )


def test_an_update_takes_the_place_of_all_of_its_name() -> None:
    steps = [
        _shown("display_data", {"text/plain": text}, name, update)
        for text, name, update in [
            ("1", "one", False),
            ("2", "two", False),
            ("3", "one", False),
            ("4", "", False),
            ("5", "one", True),
        ]
    ]
    came = _recorded(*steps)
    assert [output.texts["text/plain"] for output in came] == ["5", "2", "5", "4"]


def test_clearing_later_waits_for_something_new() -> None:
    clear = _cleared(later=True)
    assert _recorded(_streamed("stdout", "a"), clear) == (_printed("a"),)
    assert _recorded(_streamed("stdout", "a"), clear, _streamed("stdout", "")) == (_printed("a"),)
    assert _recorded(_streamed("stdout", "a"), clear, _streamed("stdout", "b")) == (_printed("b"),)
    came = _recorded(_streamed("stdout", "a"), clear, _failed("E", "no", ["line"]))
    assert [output.kind for output in came] == ["error"]


def test_clearing_at_once_forgets_that_it_was_to_be_done_later() -> None:
    steps = _cleared(later=True), _cleared(later=False), _streamed("stdout", "a")
    assert _recorded(_streamed("stdout", "x"), *steps, _streamed("stdout", "b")) == (
        _printed("ab"),
    )


@pytest.mark.parametrize(
    "show",
    [
        _streamed("stdout", "x" * 30_000),
        _shown("display_data", {"image/png": "x" * 10**6}, "", False),
    ],
    ids=["text", "data"],
)
@pytest.mark.parametrize("later", [False, True])
def test_what_is_cleared_takes_no_room(show: Step, later: bool) -> None:
    """A progress bar, a plot that grows: what is left in the end is little."""
    steps = [step for _ in range(10) for step in (_cleared(later), show)]
    assert _recorded(*steps) == _recorded(show)


def test_what_is_updated_takes_no_room() -> None:
    first = _shown("display_data", {"image/png": "x" * 10**6}, "one", False)
    update = _shown("display_data", {"image/png": "y" * 10**6}, "one", True)
    assert _recorded(first, *[update] * 10) == (Output("display_data", {"image/png": "y" * 10**6}),)


# --- bounds -----------------------------------------------------------------------------------


def test_much_text_is_cut_and_says_so() -> None:
    (output,) = _recorded(*[_streamed("stdout", "x" * 999)] * 1_000)
    text = output.texts["stdout"]
    assert text.startswith("x" * 100_000)
    assert text.endswith("]")
    assert "cut off" in text
    assert len(text) < 100_100


def test_text_that_just_fits_is_not_cut() -> None:
    assert _recorded(_streamed("stdout", "x" * 100_000)) == (_printed("x" * 100_000),)


def test_much_data_is_left_out_and_says_so() -> None:
    show = _shown("execute_result", {"text/plain": "x" * 10**7, "text/html": "y"}, "", False)
    (output,) = _recorded(show)
    assert (output.kind, list(output.texts)) == ("execute_result", ["text/plain"])
    assert "cut off" in output.texts["text/plain"]


MUCH = {
    "text": [_streamed("stdout", EMOJI * 10**6)],
    "text in turn": [_streamed(name, EMOJI) for name in STREAMS * 10_000],
    "data": [_shown("display_data", {"text/plain": EMOJI * (2**21 - 1)}, "", False)],
    "data, text and an error": [
        _shown("display_data", {"text/plain": EMOJI * (2**21 - 1)}, "", False),
        _streamed("stdout", EMOJI * 10**6),
        _failed("E" * 10**6, EMOJI * 10**6, [EMOJI * 10**6] * 3),
    ],
    "many outputs": [_shown("display_data", {"text/plain": "x"}, "", False)] * 10_000,
    "many kinds of data": [
        _shown("display_data", {f"{n:080}": "" for n in range(200_000)}, "", False)
    ],
    "a few kinds of data, many times": [
        _shown("display_data", {f"{n:080}": "" for n in range(1_000)}, "", False)
    ]
    * 200,
    "errors": [_failed("E", EMOJI * 10**6, [EMOJI * 10**6])] * 30,
    "many errors": [_failed("E", "x", ["x"])] * 10_000,
    "updates": [
        _shown("display_data", {"text/plain": EMOJI * 500_000}, name, update)
        for update in (False, True)
        for name in "abcdefgh"
    ],
}


@pytest.mark.parametrize("steps", MUCH.values(), ids=MUCH)
def test_whatever_is_shown_fits_into_a_reply(steps: list[Step]) -> None:
    came = _recorded(*steps)
    assert _bytes(came) < MOST_BYTES
    assert len(came) <= 201


class Endless(str):
    """A text that lies about its length."""

    __slots__ = ()

    def __len__(self) -> int:
        return 0

    def __getitem__(self, _key: Any) -> str:
        return "x" * 10**7

    def __str__(self) -> str:
        return self


class ShownAsEndless:
    def __repr__(self) -> str:
        return Endless("x" * 10**7)


@pytest.mark.parametrize(
    "step",
    [
        _streamed("stdout", Endless("x" * 10**7)),
        _shown("display_data", {"text/plain": Endless("x" * 10**7)}, "", False),
        _shown("display_data", {"text/plain": ShownAsEndless()}, "", False),
        _shown("display_data", {Endless("x" * 10**7): "x"}, "", False),
    ],
    ids=["printed", "displayed", "shown", "a kind"],
)
def test_a_text_that_lies_is_measured_all_the_same(step: Step) -> None:
    assert _bytes(_recorded(step)) < 10**6


@pytest.mark.parametrize("name", STREAMS)
def test_lone_surrogates_are_replaced(name: str) -> None:
    assert _recorded(_streamed(name, "a\ud800b")) == (Output("stream", {name: "a?b"}),)


def test_lone_surrogates_are_replaced_everywhere() -> None:
    came = _recorded(
        _shown("display_data", {"text/\ud800": "\ud800"}, "\ud800", False),
        _failed("\ud800", "\ud800", ["\ud800"]),
    )
    # As `ascii`, since pytest-xdist cannot send a failure's lone surrogates.
    assert [ascii(output.texts) for output in came] == [
        "{'text/?': '?'}",
        "{'ename': '?', 'evalue': '?', 'traceback': '?'}",
    ]


# --- capturing --------------------------------------------------------------------------------


def test_what_is_printed_is_captured_and_streams_are_given_back() -> None:
    before = sys.stdout, sys.stderr
    recorder = Recorder()

    def run() -> None:
        with Streams().capturing(recorder):
            print("a")
            print("b", file=sys.stderr)
            sys.stdout.writelines(["c", "d"])
            sys.stdout.flush()
            sys.stdout = sys.stderr = None
            raise KeyError

    with pytest.raises(KeyError):
        run()
    assert (sys.stdout, sys.stderr) == before
    assert recorder.outputs() == (
        _printed("a\n"),
        Output("stream", {"stderr": "b\n"}),
        _printed("cd"),
    )


@pytest.mark.parametrize("thing", [b"bytes", bytearray(b"x"), ["a"], 5, None])
def test_only_text_can_be_written(thing: Any) -> None:
    recorder = Recorder()
    with Streams().capturing(recorder), pytest.raises(TypeError):
        sys.stdout.write(thing)
    assert recorder.outputs() == ()

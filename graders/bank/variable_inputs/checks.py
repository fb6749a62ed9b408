"""The third question: what if the inputs have varying dimensionality? Think of parameter tying.

Source: Dive into Deep Learning, section Lazy Initialization, exercise 3.
"""

from typing import TypeVar

from graders import (
    Answer,
    Instrument,
    Linear,
    Net,
    Network,
    Reference,
    Student,
    any_devices,
    batch,
    check,
    flags,
    given,
    holds_numbers,
    refused,
    sizes,
)
from graders.instruments import (
    felt,
    gradient_of,
    in_halves,
    initialize,
    mixture,
    restore,
    saved,
    sgd,
    sharing,
    stir,
    unknown_to,
    value_of,
)
from graders.instruments import (
    layer as layer_at,
)

from .cases import fitting_pairs, given_by, shapes_in, taken_by, unfitting_pairs
from .instruments import added, moved, padded

T = TypeVar("T")

# --- tie -----------------------------------------------------------------------------------------


def _layers(side: Student | Reference, net: Net) -> tuple[Net, Net]:
    return side.measure(layer_at, net, 0), side.measure(layer_at, net, 1)


def _one_set(reference: Reference, pair: Network) -> list[str]:
    """The names that a pair lists when it is tied: those of its first layer."""
    return [name for name in reference.network(pair).look().names if name.startswith("0.")]


@check(points=1)
@given(pair=fitting_pairs(), second_runs_first=flags())
def ties_before_and_after_the_dry_run(
    student: Student, reference: Reference, pair: Network, second_runs_first: bool
) -> None:
    """Two tied layers list one set of parameters, whichever of them sees data first."""
    net = student.network(pair)
    first, second = _layers(student, net)
    student.tie(first, second)
    expected = _one_set(reference, pair)
    assert net.look().names == expected
    x = batch(2, taken_by(pair))
    order = (second, first) if second_runs_first else (first, second)
    early, late = (layer.forward(x) for layer in order)
    assert early.shape == (2, given_by(pair))
    assert late.output.close_to(early.output)
    assert net.look().names == expected


@check(points=1)
@given(pair=fitting_pairs())
def adds_up_the_gradients_of_tied_layers(
    student: Student, reference: Reference, pair: Network
) -> None:
    """A tied parameter's gradient is what one layer gets that is used twice."""
    first, second = _layers(student, student.network(pair))
    student.tie(first, second)
    x = batch(3, taken_by(pair))
    both = student.measure(added, [first, second])
    assert both.forward(x).shape == (3, given_by(pair))
    layer, _ = _layers(reference, reference.network(pair))
    twice = reference.measure(added, [layer, layer])
    for shape in shapes_in(pair):
        expected = reference.measure(gradient_of, twice, shape, x)
        assert student.measure(gradient_of, both, shape, x).close_to(expected)


@check(points=1)
@given(pair=fitting_pairs())
def keeps_a_deep_copy_tied(student: Student, reference: Reference, pair: Network) -> None:
    """A deep copy is tied within itself, and not to the original."""
    net = student.network(pair)
    student.tie(*_layers(student, net))
    before = net.look()
    copy = net.copied()
    assert copy.look().names == _one_set(reference, pair)
    x = batch(2, taken_by(pair))
    first, second = _layers(student, copy)
    said = first.forward(x).output
    assert second.forward(x).output.close_to(said)
    assert net.look().weight_shapes == before.weight_shapes
    for layer in _layers(student, net):
        layer.forward(x)
    student.measure(stir, net, 1)
    for layer in (second, first):
        assert layer.forward(x).output.close_to(said)


@check(points=1)
@given(pair=unfitting_pairs())
def refuses_layers_that_cannot_be_tied(
    student: Student, reference: Reference, pair: Network
) -> None:
    """Layers that disagree in a size or in having a bias: ValueError, and both as they were."""
    net = student.network(pair)
    seen, numbers = net.look(), net.values()
    assert student.attempt.tie(*_layers(student, net)) == refused(ValueError)
    assert net.look().names == seen.names
    assert net.values() == numbers
    assert net.look().tokens == seen.tokens


@check(points=1)
@given(pair=fitting_pairs(initialized=True))
def keeps_initialized_values_when_tying(
    student: Student, reference: Reference, pair: Network
) -> None:
    """The values of the initialized layer, or of either, survive the tie and the dry run."""
    first, second = _layers(student, student.network(pair))
    student.tie(first, second)
    originals = _layers(reference, reference.network(pair))
    for layer in (second, first):
        layer.forward(batch(2, taken_by(pair)))
        for shape in shapes_in(pair):
            known = [reference.measure(value_of, original, shape) for original in originals]
            first_choice, *other = (values for values in known if values is not None)
            came = student.measure(value_of, layer, shape)
            assert came == (other[0] if other and came == other[0] else first_choice)


# --- SlicedLinear --------------------------------------------------------------------------------

_widest = sizes(at_most=20)
_outputs = sizes(at_most=9)


def _sliced(student: Student, max_features: int, out_features: int, bias: bool) -> Net:
    """A bias is what one gets without asking."""
    options = {} if bias else {"bias": False}
    net: Net = student.SlicedLinear(max_features, out_features, **options)
    return net


def _some_widths(max_features: int) -> list[int]:
    return sorted({1, (max_features + 1) // 2, max_features})


@check(points=1)
@given(max_features=_widest, out_features=_outputs, bias=flags(), device=any_devices())
def slices_as_if_padding_with_zeros(
    student: Student,
    reference: Reference,
    max_features: int,
    out_features: int,
    bias: bool,
    device: str | None,
) -> None:
    """A narrow input gives what it gives when it is padded with zeros on its right."""
    net = _sliced(student, max_features, out_features, bias)
    if device is not None:
        student.measure(moved, net, device)
    wide = student.measure(padded, net, max_features)
    for x in (batch(2, width, device=device) for width in _some_widths(max_features)):
        if holds_numbers(device):
            narrow = net.forward(x)
            assert narrow.shape == (2, out_features)
            assert narrow.output.close_to(wide.forward(x).output)
        else:
            assert student.measure(mixture, net, x) == None  # noqa: E711


@check(points=1)
@given(max_features=sizes(2, 20), out_features=_outputs, bias=flags())
def sends_no_gradient_beyond_the_width(
    student: Student, reference: Reference, max_features: int, out_features: int, bias: bool
) -> None:
    """The weight's gradient is that of a full layer behind zeros: 0 in the unused columns."""
    net = _sliced(student, max_features, out_features, bias)
    full = reference.network(Network((Linear(max_features, out_features),)))
    wide = reference.measure(padded, full, max_features)
    weight = (out_features, max_features)
    for width in _some_widths(max_features):
        x = batch(2, width)
        assert net.forward(x).shape == (2, out_features)
        expected = reference.measure(gradient_of, wide, weight, x)
        assert student.measure(gradient_of, net, weight, x).close_to(expected)


@check(points=1)
@given(max_features=_widest, out_features=_outputs, bias=flags())
def never_grows_its_sliced_weight(
    student: Student, reference: Reference, max_features: int, out_features: int, bias: bool
) -> None:
    """The number of parameters stays what it was made with, and a wider input is refused."""
    net = _sliced(student, max_features, out_features, bias)
    count = out_features * (max_features + bias)
    assert net.look().scalars == count
    for width in _some_widths(max_features):
        assert net.forward(batch(2, width)).shape == (2, out_features)
        assert net.look().scalars == count
    for wider in (max_features + 1, 2 * max_features + 3):
        assert net.forward(batch(2, wider)).output == refused(Exception)
    assert net.look().scalars == count


# --- AnyWidth ------------------------------------------------------------------------------------
# Each width is sent in once before anything else is asked: an answer that cannot take it, or gives
# another shape, has no gradients worth looking at.

_few = {"max_features": sizes(at_most=6), "out_features": sizes(at_most=4)}
_TRIES = 3


def any_width(student: Student, max_features: int, out_features: int) -> Net:
    """A new instance that waits for nothing but data: MXNet's wait to be told, too."""
    net: Net = student.AnyWidth(max_features, out_features)
    if student.must_initialize:
        student.measure(initialize, net, 0)
    return net


def _widths(max_features: int, *, downwards: bool = False) -> list[int]:
    return sorted(range(1, max_features + 1), reverse=downwards)


def _at_last(
    student: Student,
    net: Net,
    instrument: Instrument[[Net, T], list[int]],
    data: T,
    wanted: list[int],
) -> Answer:
    """What an instrument sees, looked at again with other parameters while it is not `wanted`.

    Parameters that are 0 at first, or a ReLU that is dead by chance, are no fault of a design.
    """
    seen: Answer = student.measure(instrument, net, data)
    for seed in range(_TRIES):
        if seen == wanted:
            break
        student.measure(stir, net, seed)
        seen = student.measure(instrument, net, data)
    return seen


@check(points=1)
@given(**_few, rows=sizes(at_most=5), downwards=flags())
def answers_at_every_width(
    student: Student,
    reference: Reference,
    max_features: int,
    out_features: int,
    rows: int,
    downwards: bool,
) -> None:
    """One instance takes every width up to the largest, in any order."""
    net = any_width(student, max_features, out_features)
    for width in _widths(max_features, downwards=downwards):
        assert net.forward(batch(rows, width)).shape == (rows, out_features)


@check(points=1)
@given(**_few, downwards=flags())
def answers_the_same_after_other_widths(
    student: Student, reference: Reference, max_features: int, out_features: int, downwards: bool
) -> None:
    """What one width gives is the same to the bit after the others have been seen."""
    net = any_width(student, max_features, out_features)
    widths = _widths(max_features, downwards=downwards)
    said = {width: net.forward(batch(2, width)) for width in widths}
    for answer in said.values():
        assert answer.shape == (2, out_features)
    for width in widths:
        assert net.forward(batch(2, width)).output == said[width].output


@check(points=1)
@given(**_few)
def shares_a_parameter_among_all_widths(
    student: Student, reference: Reference, max_features: int, out_features: int
) -> None:
    """Some parameter gets a gradient from each width, and changing it changes each answer."""
    net = any_width(student, max_features, out_features)
    widths = _widths(max_features)
    for width in widths:
        assert net.forward(batch(2, width)).shape == (2, out_features)
    batches = [batch(16, width) for width in widths]
    assert _at_last(student, net, sharing, batches, widths) == widths


@check(points=1)
@given(**_few)
def minds_every_coordinate(
    student: Student, reference: Reference, max_features: int, out_features: int
) -> None:
    """Every coordinate has an influence on the answer, at every width."""
    net = any_width(student, max_features, out_features)
    for width in _widths(max_features):
        assert net.forward(batch(2, width)).shape == (2, out_features)
        every = list(range(width))
        assert _at_last(student, net, felt, batch(64, width), every) == every


@check(points=1)
@given(**_few)
def keeps_rows_apart(
    student: Student, reference: Reference, max_features: int, out_features: int
) -> None:
    """The halves of a batch give by themselves what they give together."""
    net = any_width(student, max_features, out_features)
    for x in (batch(4, width) for width in _widths(max_features)):
        together = net.forward(x)
        assert together.shape == (4, out_features)
        assert together.output.close_to(student.measure(in_halves, net, x).output)


@check(points=1)
@given(**_few, downwards=flags())
def trains_all_that_it_uses(
    student: Student, reference: Reference, max_features: int, out_features: int, downwards: bool
) -> None:
    """An optimizer made after one forward holds whatever any width will need."""
    net = any_width(student, max_features, out_features)
    batches = [batch(2, width) for width in _widths(max_features, downwards=downwards)]
    assert net.forward(batches[0]).shape == (2, out_features)
    optimizer = student.measure(sgd, net)
    for x in batches[1:]:
        assert net.forward(x).shape == (2, out_features)
    assert student.measure(unknown_to, optimizer, net, batches) == []


@check(points=1)
@given(**_few, all_seen=flags())
def is_carried_over_by_its_state_dict(
    student: Student, reference: Reference, max_features: int, out_features: int, all_seen: bool
) -> None:
    """A second instance that loads the state gives the same answers at the widths seen."""
    net = any_width(student, max_features, out_features)
    seen = _widths(max_features) if all_seen else [max_features]
    said = {width: net.forward(batch(2, width)) for width in seen}
    for answer in said.values():
        assert answer.shape == (2, out_features)
    other = any_width(student, max_features, out_features)
    assert student.measure(restore, other, student.measure(saved, net)) == None  # noqa: E711
    for width in seen:
        assert other.forward(batch(2, width)).output.close_to(said[width].output)

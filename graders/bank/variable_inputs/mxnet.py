"""The third question: what if the inputs have varying dimensionality? Think of parameter tying.

Source: Dive into Deep Learning, section Lazy Initialization, exercise 3.
"""

from dataclasses import replace
from typing import Any

from graders import (
    Cases,
    Linear,
    Moment,
    Net,
    Network,
    Reference,
    Student,
    among,
    batch,
    check,
    flags,
    given,
    refused,
    sizes,
)
from graders.instruments import (
    gradient_of,
    initialize,
    restore,
    saved,
    stir,
    unknown_to,
)
from graders.instruments import (
    layer as layer_at,
)
from graders.instruments import (
    stages as stages_of,
)

from . import checks as shared
from .instruments import added, padded, trainer

__all__ = [  # noqa: RUF022  in the order in which they are asked
    "lists_one_set_of_parameters",
    "leaves_the_given_layer_as_it_was",
    "adds_up_the_gradients_of_tied_layers",
    "keeps_a_deep_copy_tied",
    "answers_at_once_with_the_values_that_are_there",
    "slices_as_if_padding_with_zeros",
    "sends_no_gradient_beyond_the_width",
    "never_grows_its_sliced_weight",
    "answers_at_every_width",
    "answers_the_same_after_other_widths",
    "shares_a_parameter_among_all_widths",
    "minds_every_coordinate",
    "keeps_rows_apart",
    "trains_all_that_it_uses",
    "is_carried_over_by_its_parameters",
]

# --- tied ----------------------------------------------------------------------------------------

_LAYERS = (Linear(None, 1), Linear(None, 2), Linear(2, 3), Linear(None, 2, bias=False))


def _layers(*met: str) -> dict[str, Cases[Moment]]:
    moments = [Moment(Network((layer,)), 2, what) for layer in _LAYERS for what in met]
    return {"moment": among(moments)}


def _layer(side: Student | Reference, moment: Moment) -> Net:
    layer: Net = side.measure(layer_at, moment.reached_by(side), 0)
    return layer


def _both(side: Student | Reference, first: Net, second: Net) -> Net:
    both: Net = side.measure(added, [first, second])
    side.measure(initialize, both, 0)
    return both


def _linear(moment: Moment) -> Linear:
    [layer] = moment.network.layers
    assert isinstance(layer, Linear)
    return layer


@check(points=1)
@given(**_layers(Moment.CONSTRUCTED, Moment.ASKED, Moment.DATA), second_runs_first=flags())
def lists_one_set_of_parameters(
    student: Student, reference: Reference, moment: Moment, second_runs_first: bool
) -> None:
    """Both layers list one set, before data and afterwards, whichever of them sees data first."""
    layer = _layer(student, moment)
    second = student.tied(layer)
    both = _both(student, layer, second)
    known = _layer(reference, moment)
    expected = _both(reference, known, known).look().names
    assert both.look().names == expected
    order = (second, layer) if second_runs_first else (layer, second)
    early, late = (one.forward(moment.batch()) for one in order)
    assert early.shape == (2, _linear(moment).out_features)
    assert late.output.close_to(early.output)
    assert both.look().names == expected


@check(points=1)
@given(**_layers(Moment.CONSTRUCTED, Moment.ASKED, Moment.DATA))
def leaves_the_given_layer_as_it_was(
    student: Student, reference: Reference, moment: Moment
) -> None:
    """To share a layer's parameters is not to initialize them."""
    layer = _layer(student, moment)
    stages, seen = student.measure(stages_of, layer), layer.look()
    numbers = layer.values()
    student.tied(layer)
    assert student.measure(stages_of, layer) == stages
    assert layer.look().parameters == seen.parameters
    assert layer.values() == numbers


@check(points=1)
@given(**_layers(Moment.CONSTRUCTED, Moment.DATA))
def adds_up_the_gradients_of_tied_layers(
    student: Student, reference: Reference, moment: Moment
) -> None:
    """A shared parameter's gradient is what one layer gets that is used twice."""
    layer, known = _layer(student, moment), _layer(reference, moment)
    both = _both(student, layer, student.tied(layer))
    twice = _both(reference, known, known)
    linear, x = _linear(moment), moment.batch(3)
    assert both.forward(x).shape == twice.forward(x).shape
    for shape in ((linear.out_features, 2), *(((linear.out_features,),) if linear.bias else ())):
        expected = reference.measure(gradient_of, twice, shape, x)
        assert student.measure(gradient_of, both, shape, x).close_to(expected)


@check(points=1)
@given(**_layers(Moment.CONSTRUCTED, Moment.DATA))
def keeps_a_deep_copy_tied(student: Student, reference: Reference, moment: Moment) -> None:
    """A deep copy is tied within itself, and not to the original."""
    layer = _layer(student, moment)
    both = _both(student, layer, student.tied(layer))
    both.forward(moment.batch())
    copy = both.copied()
    known = _layer(reference, moment)
    assert copy.look().names == _both(reference, known, known).look().names
    said = copy.forward(moment.batch()).output
    student.measure(stir, both, 1)
    assert copy.forward(moment.batch()).output.close_to(said)


@check(points=1)
@given(**_layers(Moment.DATA))
def answers_at_once_with_the_values_that_are_there(
    student: Student, reference: Reference, moment: Moment
) -> None:
    """The second layer of an initialized one needs no initialization, and gives what that gives."""
    layer = _layer(student, moment)
    student.measure(stir, layer, 1)
    said = layer.forward(moment.batch()).output
    assert student.tied(layer).forward(moment.batch()).output.close_to(said)


# --- SlicedDense ---------------------------------------------------------------------------------

_widest = sizes(at_most=20)
_outputs = sizes(at_most=9)


def _sliced(student: Student, max_features: int, units: int, use_bias: bool) -> Net:
    """A bias is what one gets without asking."""
    options = {} if use_bias else {"use_bias": False}
    net: Net = student.SlicedDense(max_features, units, **options)
    student.measure(initialize, net, 0)
    return net


def _some_widths(max_features: int) -> list[int]:
    return sorted({1, (max_features + 1) // 2, max_features})


@check(points=1)
@given(max_features=_widest, units=_outputs, use_bias=flags())
def slices_as_if_padding_with_zeros(
    student: Student, reference: Reference, max_features: int, units: int, use_bias: bool
) -> None:
    """A narrow input gives what it gives when it is padded with zeros on its right."""
    net = _sliced(student, max_features, units, use_bias)
    wide = student.measure(padded, net, max_features)
    for x in (batch(2, width) for width in _some_widths(max_features)):
        narrow = net.forward(x)
        assert narrow.shape == (2, units)
        assert narrow.output.close_to(wide.forward(x).output)


@check(points=1)
@given(max_features=sizes(2, 20), units=_outputs, use_bias=flags())
def sends_no_gradient_beyond_the_width(
    student: Student, reference: Reference, max_features: int, units: int, use_bias: bool
) -> None:
    """The weight's gradient is that of a full layer behind zeros: 0 in the unused columns."""
    net = _sliced(student, max_features, units, use_bias)
    full = reference.network(Network((Linear(max_features, units),)))
    wide = reference.measure(padded, full, max_features)
    weight = (units, max_features)
    for width in _some_widths(max_features):
        x = batch(2, width)
        assert net.forward(x).shape == (2, units)
        expected = reference.measure(gradient_of, wide, weight, x)
        assert student.measure(gradient_of, net, weight, x).close_to(expected)


@check(points=1)
@given(max_features=_widest, units=_outputs, use_bias=flags())
def never_grows_its_sliced_weight(
    student: Student, reference: Reference, max_features: int, units: int, use_bias: bool
) -> None:
    """The number of parameters stays what it was made with, and a wider input is refused."""
    net = _sliced(student, max_features, units, use_bias)
    count = units * (max_features + use_bias)
    assert net.look().scalars == count
    for width in _some_widths(max_features):
        assert net.forward(batch(2, width)).shape == (2, units)
        assert net.look().scalars == count
    for wider in (max_features + 1, 2 * max_features + 3):
        assert net.forward(batch(2, wider)).output == refused(Exception)
    assert net.look().scalars == count


# --- AnyWidth ------------------------------------------------------------------------------------

_few: dict[str, Any] = {"max_features": sizes(at_most=5), "out_features": sizes(at_most=3)}
_directed: dict[str, Any] = {**_few, "downwards": flags()}

answers_at_every_width = replace(
    shared.answers_at_every_width, parts={**_few, "rows": sizes(at_most=5), "downwards": flags()}
)
answers_the_same_after_other_widths = replace(
    shared.answers_the_same_after_other_widths, parts=_directed
)
shares_a_parameter_among_all_widths = replace(
    shared.shares_a_parameter_among_all_widths, parts=_few
)
minds_every_coordinate = replace(shared.minds_every_coordinate, parts=_few)
keeps_rows_apart = replace(shared.keeps_rows_apart, parts=_few)


@check(points=1)
@given(**_directed)
def trains_all_that_it_uses(
    student: Student, reference: Reference, max_features: int, out_features: int, downwards: bool
) -> None:
    """A trainer made after one forward holds whatever any width will need."""
    net = shared.any_width(student, max_features, out_features)
    batches = [batch(2, width) for width in sorted(range(1, max_features + 1), reverse=downwards)]
    assert net.forward(batches[0]).shape == (2, out_features)
    made = student.measure(trainer, net)
    for x in batches[1:]:
        assert net.forward(x).shape == (2, out_features)
    assert student.measure(unknown_to, made, net, batches) == []


@check(points=1)
@given(**_few)
def is_carried_over_by_its_parameters(
    student: Student, reference: Reference, max_features: int, out_features: int
) -> None:
    """A second instance that loads the saved parameters gives the same answers."""
    net = shared.any_width(student, max_features, out_features)
    widths = range(1, max_features + 1)
    for width in widths:
        assert net.forward(batch(2, width)).shape == (2, out_features)
    student.measure(stir, net, 1)
    said = {width: net.forward(batch(2, width)).output for width in widths}
    other = shared.any_width(student, max_features, out_features)
    assert student.measure(restore, other, student.measure(saved, net)) == None  # noqa: E711
    for width in widths:
        assert other.forward(batch(2, width)).output.close_to(said[width])

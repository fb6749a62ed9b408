"""The third question in Keras: one layer used again and again, one kernel for many widths.

Source: Dive into Deep Learning, section Lazy Initialization, exercise 3. A kernel cannot be assigned to
another layer in Keras: what is shared is the layer itself, or a variable of one's own.
"""

from dataclasses import replace
from typing import Any

from graders import (
    Linear,
    Net,
    Network,
    Reference,
    Student,
    among,
    batch,
    check,
    flags,
    given,
    mlp,
    refused,
)
from graders.instruments import (
    gradient_of,
    layer,
    set_values,
    stir,
    value_of,
)

from . import checks as shared
from .instruments import carry_over, padded, repeated, shapes_held

__all__ = [  # noqa: RUF022  in the order of the prompt
    "has_one_kernel_and_one_bias",
    "runs_one_layer_so_many_times",
    "adds_up_the_gradients_of_all_uses",
    "slices_as_if_padding_with_zeros",
    "sends_no_gradient_beyond_the_width",
    "never_grows_its_sliced_kernel",
    "answers_at_every_width",
    "answers_the_same_after_other_widths",
    "shares_a_parameter_among_all_widths",
    "minds_every_coordinate",
    "keeps_rows_apart",
    "trains_all_that_it_uses",
    "is_carried_over_by_its_weights",
]

# --- tied ----------------------------------------------------------------------------------------

_uses: dict[str, Any] = {"units": among([1, 2, 3]), "times": among([2, 1, 3])}


def _tied(student: Student, units: int, times: int) -> Net:
    """The network after a first call, with numbers that the answer did not choose."""
    net: Net = student.tied(units, times)
    assert net.forward(batch(2, units)).shape == (2, units)
    assert student.measure(shapes_held, net) == [(units,), (units, units)]
    student.measure(stir, net, 1)
    return net


def _by_hand(reference: Reference, student: Student, net: Net, units: int, times: int) -> Net:
    """The same layer, run so many times by the judge."""
    shapes = ((units, units), (units,))
    single = reference.network(mlp([(units, units)]))
    numbers = [student.measure(value_of, net, shape) for shape in shapes]
    reference.measure(set_values, single, numbers)
    twin: Net = reference.measure(repeated, reference.measure(layer, single, 0), times)
    return twin


@check(points=1)
@given(**_uses)
def has_one_kernel_and_one_bias(
    student: Student, reference: Reference, units: int, times: int
) -> None:
    """However often the layer is used, there is one kernel and one bias."""
    net = student.tied(units, times)
    for rows in (2, 3):
        assert net.forward(batch(rows, units)).shape == (rows, units)
        expected = reference.measure(shapes_held, reference.network(mlp([(units, units)])))
        assert student.measure(shapes_held, net) == expected


@check(points=2)
@given(**_uses)
def runs_one_layer_so_many_times(
    student: Student, reference: Reference, units: int, times: int
) -> None:
    """The output is that of one layer, run so many times, a ReLU in between."""
    net = _tied(student, units, times)
    twin = _by_hand(reference, student, net, units, times)
    x = batch(4, units)
    assert net.forward(x).output.close_to(twin.forward(x).output)


@check(points=1)
@given(**_uses)
def adds_up_the_gradients_of_all_uses(
    student: Student, reference: Reference, units: int, times: int
) -> None:
    """Kernel and bias get a gradient from each use."""
    net = _tied(student, units, times)
    twin = _by_hand(reference, student, net, units, times)
    x = batch(4, units)
    for shape in ((units, units), (units,)):
        expected = reference.measure(gradient_of, twin, shape, x)
        assert student.measure(gradient_of, net, shape, x).close_to(expected)


# --- SlicedDense ---------------------------------------------------------------------------------

_sizes: dict[str, Any] = {
    "max_features": among([2, 1, 3, 5]),
    "units": among([1, 3]),
    "bias": flags(),
}


def _sliced(student: Student, max_features: int, units: int, bias: bool) -> Net:
    """A bias is what one gets without asking."""
    options = {} if bias else {"use_bias": False}
    net: Net = student.SlicedDense(max_features, units, **options)
    return net


def _some_widths(max_features: int) -> list[int]:
    return sorted({1, (max_features + 1) // 2, max_features})


@check(points=2)
@given(**_sizes)
def slices_as_if_padding_with_zeros(
    student: Student, reference: Reference, max_features: int, units: int, bias: bool
) -> None:
    """A narrow input gives what it gives when it is padded with zeros on its right."""
    net = _sliced(student, max_features, units, bias)
    wide = student.measure(padded, net, max_features)
    assert net.forward(batch(2, 1)).shape == (2, units)
    student.measure(stir, net, 1)
    for x in (batch(2, width) for width in _some_widths(max_features)):
        narrow = net.forward(x)
        assert narrow.shape == (2, units)
        assert narrow.output.close_to(wide.forward(x).output)


@check(points=1)
@given(**_sizes)
def sends_no_gradient_beyond_the_width(
    student: Student, reference: Reference, max_features: int, units: int, bias: bool
) -> None:
    """The kernel's gradient is that of a full layer behind zeros: 0 in the unused rows."""
    net = _sliced(student, max_features, units, bias)
    full = reference.network(Network((Linear(max_features, units),)))
    wide = reference.measure(padded, full, max_features)
    kernel = (max_features, units)
    for x in (batch(2, width) for width in _some_widths(max_features)):
        assert net.forward(x).shape == (2, units)
        expected = reference.measure(gradient_of, wide, kernel, x)
        assert student.measure(gradient_of, net, kernel, x).close_to(expected)


@check(points=1)
@given(**_sizes)
def never_grows_its_sliced_kernel(
    student: Student, reference: Reference, max_features: int, units: int, bias: bool
) -> None:
    """From the first call on the weights are what they are, and a wider input is refused."""
    net = _sliced(student, max_features, units, bias)
    count = units * (max_features + bias)
    for width in _some_widths(max_features):
        assert net.forward(batch(2, width)).shape == (2, units)
        assert net.look().scalars == count
    for wider in (max_features + 1, 2 * max_features + 3):
        assert net.forward(batch(2, wider)).output == refused(Exception)
    assert net.look().scalars == count


# --- AnyWidth ------------------------------------------------------------------------------------

_few: dict[str, Any] = {"max_features": among([2, 1, 3, 4]), "out_features": among([1, 2])}
_directed: dict[str, Any] = {**_few, "downwards": flags()}

answers_at_every_width = replace(
    shared.answers_at_every_width, parts={**_directed, "rows": among([2, 1])}
)
answers_the_same_after_other_widths = replace(
    shared.answers_the_same_after_other_widths, parts=_directed
)
shares_a_parameter_among_all_widths = replace(
    shared.shares_a_parameter_among_all_widths, parts=_few
)
minds_every_coordinate = replace(shared.minds_every_coordinate, parts=_few)
keeps_rows_apart = replace(shared.keeps_rows_apart, parts=_few)
trains_all_that_it_uses = replace(shared.trains_all_that_it_uses, parts=_directed)


@check(points=1)
@given(**_directed)
def is_carried_over_by_its_weights(
    student: Student, reference: Reference, max_features: int, out_features: int, downwards: bool
) -> None:
    """A second instance that is given the weights of the first gives the same answers."""
    widths = sorted(range(1, max_features + 1), reverse=downwards)
    net, other = (student.AnyWidth(max_features, out_features) for _ in range(2))
    for one in (net, other):
        for width in widths:
            assert one.forward(batch(2, width)).shape == (2, out_features)
    student.measure(stir, net, 1)
    said = {width: net.forward(batch(2, width)) for width in widths}
    assert student.measure(carry_over, net, other) == None  # noqa: E711
    for width in widths:
        assert other.forward(batch(2, width)).output.close_to(said[width].output)

"""The third question: what if the inputs have varying dimensionality? Think of parameter tying.

In Flax a module is tied to itself: what is called twice has one set of parameters. The hard part is
that `init` makes only what its batch comes across.
Source: Dive into Deep Learning, section Lazy Initialization, exercise 3.
"""

from dataclasses import replace

from graders import (
    Net,
    Reference,
    Student,
    among,
    batch,
    check,
    flags,
    given,
    refused,
)
from graders.instruments import (
    gradient_of,
    initial,
    module,
    numbers_in,
    set_values,
    shapes_in,
    stir,
)

from . import checks as shared
from .instruments import padded

__all__ = [  # noqa: RUF022  in the order in which they are asked
    "has_one_set_of_parameters",
    "computes_with_the_same_weights_each_time",
    "makes_the_same_variables_at_every_width",
    "slices_as_if_padding_with_zeros",
    "sends_no_gradient_beyond_the_width",
    "refuses_what_is_wider",
    "answers_at_every_width",
    "shares_a_parameter_among_all_widths",
    "minds_every_coordinate",
    "keeps_rows_apart",
]

_SEED = 1

# --- tied ----------------------------------------------------------------------------------------

_sizes = among([1, 2])
_times = among([1, 2, 3])


@check(points=2)
@given(features=_sizes, times=_times)
def has_one_set_of_parameters(
    student: Student, reference: Reference, features: int, times: int
) -> None:
    """One kernel and one bias, however often they are used; no width but this one fits twice."""
    net = student.tied(features, times)
    assert net.forward(batch(2, features)).shape == (2, features)
    assert net.look().scalars == features * features + features
    if times > 1:
        other = student.tied(features, times)
        assert other.forward(batch(2, features + 1)).output == refused(Exception)


@check(points=2)
@given(features=_sizes, times=_times)
def computes_with_the_same_weights_each_time(
    student: Student, reference: Reference, features: int, times: int
) -> None:
    """The output is that of one layer, used so often, with nothing in between."""
    x = batch(3, features)
    net = student.tied(features, times)
    twin = reference.measure(module, [features] * times, "Tied")
    assert net.forward(x).shape == twin.forward(x).shape
    # Values can only be carried over between networks of the same shapes.
    assert net.look().shapes == twin.look().shapes
    student.measure(stir, net, _SEED)
    reference.measure(set_values, twin, net.values())
    assert net.forward(x).output.close_to(twin.forward(x).output)


# --- SlicedDense ---------------------------------------------------------------------------------

_widest = among([1, 2, 3])
_outputs = among([1, 2])


def _sliced(student: Student, max_features: int, features: int, bias: bool) -> Net:
    """A bias is what one gets without asking."""
    options = {} if bias else {"use_bias": False}
    net: Net = student.SlicedDense(max_features, features, **options)
    return net


def _widths(max_features: int) -> list[int]:
    return list(range(1, max_features + 1))


@check(points=2)
@given(max_features=_widest, features=_outputs, bias=flags())
def makes_the_same_variables_at_every_width(
    student: Student, reference: Reference, max_features: int, features: int, bias: bool
) -> None:
    """Whatever width `init` sees, it makes the same arrays, of the same numbers."""
    net = _sliced(student, max_features, features, bias)
    assert net.forward(batch(2, max_features)).shape == (2, features)
    assert net.look().scalars == features * (max_features + bias)
    first = student.measure(initial, net, _SEED, batch(2, max_features))
    for width in _widths(max_features):
        again = student.measure(initial, net, _SEED, batch(2, width))
        assert student.measure(shapes_in, again) == student.measure(shapes_in, first)
        assert student.measure(numbers_in, again) == student.measure(numbers_in, first)


@check(points=2)
@given(max_features=_widest, features=_outputs, bias=flags())
def slices_as_if_padding_with_zeros(
    student: Student, reference: Reference, max_features: int, features: int, bias: bool
) -> None:
    """A narrow input gives what it gives when it is padded with zeros on its right."""
    net = _sliced(student, max_features, features, bias)
    for width in _widths(max_features):
        x = batch(2, width)
        narrow = net.forward(x)
        assert narrow.shape == (2, features)
        wide = student.measure(padded, net, max_features)
        assert narrow.output.close_to(wide.forward(x).output)


@check(points=1)
@given(max_features=among([2, 3]), features=_outputs, bias=flags())
def sends_no_gradient_beyond_the_width(
    student: Student, reference: Reference, max_features: int, features: int, bias: bool
) -> None:
    """The kernel's gradient is that of a full layer behind zeros: 0 in the unused rows."""
    net = _sliced(student, max_features, features, bias)
    full = reference.measure(module, [features], "sequence")
    wide = reference.measure(padded, full, max_features)
    for width in _widths(max_features):
        x = batch(2, width)
        assert net.forward(x).shape == (2, features)
        kernel = (max_features, features)
        expected = reference.measure(gradient_of, wide, kernel, x)
        assert student.measure(gradient_of, net, kernel, x).close_to(expected)


@check(points=1)
@given(max_features=_widest, features=_outputs, bias=flags())
def refuses_what_is_wider(
    student: Student, reference: Reference, max_features: int, features: int, bias: bool
) -> None:
    """A wider input raises, in `init` as in `apply`."""
    net = _sliced(student, max_features, features, bias)
    assert net.forward(batch(2, max_features)).shape == (2, features)
    for wider in (max_features + 1, 2 * max_features + 3):
        assert net.forward(batch(2, wider)).output == refused(Exception)
        fresh = _sliced(student, max_features, features, bias)
        assert fresh.forward(batch(2, wider)).output == refused(Exception)


# --- AnyWidth ------------------------------------------------------------------------------------
# The questions are PyTorch's: the first width gets `init`, and its variables have to do for all.

_few = {"max_features": among([1, 2, 3]), "out_features": _outputs}

answers_at_every_width = replace(
    shared.answers_at_every_width,
    points=2,
    parts={**_few, "rows": among([2]), "downwards": flags()},
)
shares_a_parameter_among_all_widths = replace(
    shared.shares_a_parameter_among_all_widths, parts=_few
)
minds_every_coordinate = replace(shared.minds_every_coordinate, parts=_few)
keeps_rows_apart = replace(shared.keeps_rows_apart, parts=_few)

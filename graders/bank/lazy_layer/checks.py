"""Write your own lazy layer, and make none of the mistakes that PyTorch's own once made.

Source: PyTorch's documentation of lazy modules (torch.nn.modules.lazy.LazyModuleMixin), and its
issues 58350, 59923, 65051, 73009, 83168, 97915, 100001, 105292, 147389 and 149691.
"""

from typing import Any

from graders import (
    DType,
    Network,
    Reference,
    Student,
    among,
    batch,
    check,
    flags,
    given,
    places,
    refused,
)
from graders.instruments import (
    layer as layer_at,
)
from graders.instruments import (
    set_values,
    sgd,
    shape_given,
    start_drawing,
    stir,
)

from .cases import Dense, Feed, History, Load, Restore, histories, layers, leading_dimensions
from .instruments import (
    cast,
    deep_copied,
    fed_by_keyword,
    input_size,
    is_training,
    loaded,
    look_after_failing,
    modes_after,
    named_values,
    pickled,
    switch,
    train_step,
)
from .living import Living

Shape = tuple[int, ...]


def _made(student: Student, layer: Dense, *, seen: int | None = None) -> Any:
    """The student's layer of that kind, after data of a width if one is given."""
    # A bias is what one gets without asking.
    options = {} if layer.bias else {"bias": False}
    net = student.LazyDense(layer.out_features, **options)
    if seen is not None:
        assert net.forward(batch(2, seen)).shape == (2, layer.out_features)
    return net


def _values(side: Student | Reference, net: Any) -> Any:
    """The numbers of each parameter by name."""
    return side.measure(named_values, net)


def _are_alike(student: Student, reference: Reference, net: Any, twin: Any) -> None:
    """Both are initialized or not, with the same values up to rounding."""
    assert net.look().named_shapes == twin.look().named_shapes
    came = _values(student, net)
    for name, expected in _values(reference, twin).items():
        if expected is not None:
            assert came[name].close_to(expected)


def _has_all_parameters(reference: Reference, net: Any, layer: Dense) -> None:
    """It is initialized, with what an eager layer has: what holds nothing never changes either."""
    assert net.look().named_shapes == reference.network(layer.eager).look().named_shapes


def _double(student: Student, reference: Reference, net: Any, layer: Dense) -> Any:
    """An eager layer of PyTorch's with the values of the student's."""
    eager = reference.network(layer.eager)
    shapes = eager.look().named_shapes
    assert net.look().named_shapes == shapes
    values = _values(student, net)
    reference.measure(set_values, eager, [values[name] for name in shapes])
    return eager


# --- the first forward, and the next -------------------------------------------------------------


@check(points=2)
@given(layer=layers())
def is_uninitialized_until_the_first_forward(
    student: Student, reference: Reference, layer: Dense
) -> None:
    """Weight and bias are there, uninitialized, until the first batch fixes their shapes."""
    net, twin = _made(student, layer), reference.network(layer.lazy)
    assert net.look().named_shapes == twin.look().named_shapes
    assert student.measure(input_size, net) == reference.measure(input_size, twin)
    assert net.forward(layer.batch()).shape == twin.forward(layer.batch()).shape
    assert net.look().named_shapes == twin.look().named_shapes
    assert student.measure(input_size, net) == reference.measure(input_size, twin)


@check(points=2)
@given(layer=layers(), seed=among(range(1, 99)))
def draws_what_an_eager_layer_draws(
    student: Student, reference: Reference, layer: Dense, seed: int
) -> None:
    """At one seed, its values after the first forward are those of an eager layer."""
    eager = reference.measure(layer_at, reference.network(Network((layer.eager,), seed=seed)), 0)
    student.measure(start_drawing, seed)
    net = _made(student, layer, seen=layer.in_features)
    _are_alike(student, reference, net, eager)


@check(points=2)
@given(layer=layers(), first=leading_dimensions(), then=leading_dimensions())
def maps_any_leading_dimensions(
    student: Student, reference: Reference, layer: Dense, first: Shape, then: Shape
) -> None:
    """Only the last axis is mapped, whatever stands before it, at the first forward and later."""
    net, eager = _made(student, layer), reference.network(layer.eager)
    for leading in (first, then):
        data = batch(*leading, layer.in_features)
        outcome = net.forward(data)
        assert outcome.shape == eager.forward(data).shape
        expected = _double(student, reference, net, layer).forward(data).output
        assert outcome.output.close_to(expected)


@check(points=1)
@given(layer=layers())
def takes_its_input_by_keyword(student: Student, reference: Reference, layer: Dense) -> None:
    """The input may be given by its name, in the first forward too."""
    net, eager = _made(student, layer), reference.network(layer.eager)
    for data in (layer.batch(), layer.batch(seed=1)):
        outcome = student.measure(fed_by_keyword, net, data)
        assert outcome.shape == eager.forward(data).shape
        expected = _double(student, reference, net, layer).forward(data).output
        assert outcome.output.close_to(expected)


@check(points=1)
@given(layer=layers())
def changes_nothing_in_a_second_forward(
    student: Student, reference: Reference, layer: Dense
) -> None:
    """Whatever comes after the first batch, also of another width, changes no parameter."""
    net = _made(student, layer)
    first = net.forward(layer.batch())
    assert first.shape == (2, layer.out_features)
    shapes, values = net.look().named_shapes, net.values()
    _has_all_parameters(reference, net, layer)
    assert net.forward(layer.batch()).output.close_to(first.output)
    assert net.values() == values
    net.forward(batch(2, layer.in_features + 1))
    assert net.look().named_shapes == shapes
    assert net.values() == values


@check(points=1)
@given(attempt=among(["a scalar", "nothing", "None", "a number"]), layer=layers())
def stays_lazy_when_the_first_forward_fails(
    student: Student, reference: Reference, attempt: str, layer: Dense
) -> None:
    """A first forward with no tensor, or with a scalar, initializes nothing."""
    net, twin = _made(student, layer), reference.network(layer.lazy)
    expected = reference.measure(look_after_failing, twin, attempt).named_shapes
    assert student.measure(look_after_failing, net, attempt).named_shapes == expected
    assert net.forward(layer.batch()).shape == twin.forward(layer.batch()).shape
    assert net.look().named_shapes == twin.look().named_shapes


@check(points=1)
@given(training=flags(), gradients=flags())
def leaves_the_modes_alone(
    student: Student, reference: Reference, training: bool, gradients: bool
) -> None:
    """Gradient mode and training flag are those of the caller, before and after."""
    layer = Dense(2, 1)
    net, twin = _made(student, layer), reference.network(layer.lazy)
    student.measure(switch, net, training)
    reference.measure(switch, twin, training)
    for data in (layer.batch(), layer.batch(seed=1)):
        expected = reference.measure(modes_after, twin, data, gradients)
        assert student.measure(modes_after, net, data, gradients) == expected


# --- before the first forward --------------------------------------------------------------------


@check(points=1)
@given(layer=layers(), dtype=among(["float64", "bfloat16"]), by_cast=flags())
def honours_the_dtype_set_before_the_dry_run(
    student: Student, reference: Reference, layer: Dense, dtype: str, by_cast: bool
) -> None:
    """The dtype given at construction, or by a cast before any data, is that of the parameters."""
    options = {} if by_cast else {"dtype": DType(dtype)}
    net = student.LazyDense(layer.out_features, bias=layer.bias, **options)
    if by_cast:
        student.measure(cast, net, DType(dtype))
    assert net.forward(layer.batch(dtype=dtype)).shape == (2, layer.out_features)
    assert net.look().dtypes == [dtype]


@check(points=1)
@given(layer=layers(), places=places())
def honours_the_device_set_before_the_dry_run(
    student: Student, reference: Reference, layer: Dense, places: tuple[str | None, str | None]
) -> None:
    """The device given at construction is that of the parameters, wherever the data come from.

    `places` are the device of the layer and that of the data; on "meta" they hold no numbers.
    """
    device, came = places
    options = {"device": device} if device else {}
    net = student.LazyDense(layer.out_features, bias=layer.bias, **options)
    twin = reference.network(Network((layer.lazy,), device=device))
    data = batch(2, layer.in_features, device=came)
    expected = reference.measure(shape_given, twin, data)
    given_back = student.measure(shape_given, net, data)
    if device == came:
        assert given_back == expected
    elif not isinstance(expected, tuple):
        # "meta" lets some mixtures pass: then nothing is asked.
        assert given_back == refused(Exception)
    assert net.look().devices == twin.look().devices


@check(points=1)
@given(layer=layers(), by_state=flags())
def is_trained_by_an_optimizer_made_before(
    student: Student, reference: Reference, layer: Dense, by_state: bool
) -> None:
    """An optimizer made before the first forward trains what that, or a state dict, initializes."""
    net = _made(student, layer)
    optimizer = student.measure(sgd, net)
    if by_state:
        source = _made(student, layer, seen=layer.in_features)
        assert student.measure(loaded, net, source) == None  # noqa: E711
    assert net.forward(layer.batch()).shape == (2, layer.out_features)
    eager = _double(student, reference, net, layer)
    student.measure(train_step, optimizer, net, layer.batch())
    reference.measure(train_step, reference.measure(sgd, eager), eager, layer.batch())
    _are_alike(student, reference, net, eager)


# --- second layers -------------------------------------------------------------------------------


def _are_two(student: Student, reference: Reference, net: Any, second: Any, layer: Dense) -> None:
    """The second is what the first is, and neither changes with the other."""
    before, numbers = net.look().shapes, net.values()
    assert second.look().shapes == before
    assert second.values() == numbers
    assert second.forward(layer.batch()).shape == (2, layer.out_features)
    _has_all_parameters(reference, second, layer)
    student.measure(stir, second, 1)
    assert net.look().shapes == before
    assert net.values() == numbers
    assert net.forward(layer.batch(3)).shape == (3, layer.out_features)


@check(points=1)
@given(layer=layers(), initialized=flags())
def can_be_copied_lazy_or_not(
    student: Student, reference: Reference, layer: Dense, initialized: bool
) -> None:
    """A deep copy, made before data or after, is a layer like the first, and independent of it."""
    net = _made(student, layer, seen=layer.in_features if initialized else None)
    _are_two(student, reference, net, student.measure(deep_copied, net), layer)


@check(points=1)
@given(layer=layers(), initialized=flags())
def can_be_pickled_lazy_or_not(
    student: Student, reference: Reference, layer: Dense, initialized: bool
) -> None:
    """What pickle gives back is a layer like the first, lazy if that was."""
    net = _made(student, layer, seen=layer.in_features if initialized else None)
    _are_two(student, reference, net, student.measure(pickled, net), layer)


@check(points=2)
@given(layer=layers(), initialized=among([(True, False), (True, True), (False, False)]))
def takes_over_a_state_that_fits(
    student: Student, reference: Reference, layer: Dense, initialized: tuple[bool, bool]
) -> None:
    """A state dict is loaded into a layer, lazy or not, and survives the next forward."""
    source, target = (
        _made(student, layer, seen=layer.in_features if seen else None) for seen in initialized
    )
    assert student.measure(loaded, target, source) == None  # noqa: E711
    assert target.look().named_shapes == source.look().named_shapes
    values = source.values()
    assert target.values() == values
    outcome = target.forward(layer.batch())
    assert outcome.shape == (2, layer.out_features)
    assert student.measure(input_size, target) == layer.in_features
    _has_all_parameters(reference, target, layer)
    if initialized[0]:
        assert target.values() == values
        assert outcome.output.close_to(source.forward(layer.batch()).output)


@check(points=1)
@given(layer=layers(), more=among([None, (1, 0), (0, 1)]))
def refuses_a_state_that_does_not_fit(
    student: Student, reference: Reference, layer: Dense, more: tuple[int, int] | None
) -> None:
    """An initialized layer refuses a state that is uninitialized, or has `more` inputs or outputs."""
    target = _made(student, layer, seen=layer.in_features)
    shapes = target.look().named_shapes
    inputs, outputs = more or (0, 0)
    other = Dense(layer.in_features + inputs, layer.out_features + outputs, layer.bias)
    source = _made(student, other, seen=other.in_features if more else None)
    assert student.measure(loaded, target, source) == refused(Exception)
    assert target.look().named_shapes == shapes


# --- all together --------------------------------------------------------------------------------


@check(points=2)
@given(history=histories())
def lives_as_pytorchs_own_does(student: Student, reference: Reference, history: History) -> None:
    """Whatever happens to it, in whatever order: after each step it is what `nn.LazyLinear` is."""
    ours = Living(student, lambda: _made(student, history.layer))
    theirs = Living(reference, lambda: reference.network(history.layer.lazy))
    for step in history.steps:
        came, expected = ours.take(step), theirs.take(step)
        if isinstance(step, Feed):
            assert came.close_to(expected)
            size = reference.measure(input_size, theirs.net)
            assert student.measure(input_size, ours.net) == size
        if isinstance(step, Load | Restore):
            assert came == (None if expected is None else refused(Exception))
        _are_alike(student, reference, ours.net, theirs.net)
        flag = reference.measure(is_training, theirs.net)
        assert student.measure(is_training, ours.net) == flag
    for net, twin in zip(ours.left, theirs.left, strict=True):
        _are_alike(student, reference, net, twin)

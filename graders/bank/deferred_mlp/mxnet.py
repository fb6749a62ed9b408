"""See it happen: construct, ask for initialization, send data; and look each time.

Source: Dive into Deep Learning, section Lazy Initialization, its running text.
"""

from typing import Any

from hypothesis import strategies as st

from graders import (
    Cases,
    Layers,
    Moment,
    Reference,
    Student,
    among,
    batch,
    check,
    given,
    mlp,
    moments,
    sizes,
)
from graders.instruments import (
    constant_init,
    constructed,
    initialize,
    initialize_with,
    known_values,
    moved_since,
    replaced,
    set_values,
    stages,
    stages_in_order,
    stir,
)

from .instruments import known_shapes, open_shapes

# --- build ---------------------------------------------------------------------------------------

_widths = Cases(
    ([1], [2], [1, 1], [2, 1], [1, 2], [1, 2, 1]),
    st.lists(st.integers(1, 99), min_size=1, max_size=5),
)
_some = sizes(at_most=9)


def _open(widths: list[int]) -> Layers:
    return mlp([(None, width) for width in widths])


@check(points=1)
@given(widths=_widths)
def constructs_and_asks_for_nothing(
    student: Student, reference: Reference, widths: list[int]
) -> None:
    """No parameter was asked to initialize; sizes that only data can tell are open."""
    net = student.build(widths)
    twin = reference.measure(constructed, _open(widths).network())
    expected = reference.measure(stages_in_order, twin)
    assert student.measure(stages_in_order, net) == expected
    assert student.measure(open_shapes, net) == reference.measure(open_shapes, twin)


@check(points=1)
@given(widths=_widths, in_features=_some)
def waits_for_data_when_it_is_asked(
    student: Student, reference: Reference, widths: list[int], in_features: int
) -> None:
    """`initialize()` fills the biases, and one batch all the rest."""
    net, twin = _asked(student, widths), reference.network(_open(widths))
    assert net.look().shapes == twin.look().shapes
    data = batch(2, in_features)
    assert net.forward(data).shape == twin.forward(data).shape
    assert net.look().shapes == twin.look().shapes


@check(points=1)
@given(widths=_widths, in_features=_some)
def computes_what_its_weights_say(
    student: Student, reference: Reference, widths: list[int], in_features: int
) -> None:
    """Dense layers with a ReLU between each two, and none after the last."""
    data = batch(4, in_features)
    net, twin = _asked(student, widths), reference.network(_open(widths))
    assert net.forward(data).shape == twin.forward(data).shape
    # Values can only be carried over between networks of the same shapes.
    assert net.look().shapes == twin.look().shapes
    # Weights that the answer did not choose: zeros would give zeros in any network.
    student.measure(stir, net, 1)
    reference.measure(set_values, twin, net.values())
    assert net.forward(data).output.close_to(twin.forward(data).output)


@check(points=1)
@given(
    widths=_widths,
    image=among([(1, 2), (2, 1), (2, 3), (1, 1), (3, 4)]),
)
def takes_each_row_for_all_that_is_in_it(
    student: Student, reference: Reference, widths: list[int], image: tuple[int, int]
) -> None:
    """All but the first dimension of a batch are features, in the first batch and in later ones."""
    height, width = image
    net, twin = _asked(student, widths), reference.network(_open(widths))
    for shape in (
        (2, height, width),
        (3, height * width),
        (1, width, height),
        (2, 1, width, height),
    ):
        assert net.forward(batch(*shape)).shape == twin.forward(batch(*shape)).shape
        assert net.look().shapes == twin.look().shapes


def _asked(student: Student, widths: list[int]) -> Any:
    net = student.build(widths)
    student.measure(initialize, net, 0)
    return net


# --- parameter_shapes, stages --------------------------------------------------------------------


@check(points=1)
@given(moment=moments())
def tells_every_shape_that_has_data(student: Student, reference: Reference, moment: Moment) -> None:
    """The shape of each parameter by its place, None while it has no data."""
    expected = {seen.name: seen.shape for seen in moment.reached_by(reference).look().parameters}
    assert student.parameter_shapes(moment.reached_by(student)) == expected


@check(points=1)
@given(moment=moments())
def tells_constructed_deferred_and_initialized_apart(
    student: Student, reference: Reference, moment: Moment
) -> None:
    """How far each parameter is: nobody asked, it waits for data, or it has data."""
    expected = reference.measure(stages, moment.reached_by(reference))
    assert student.stages(moment.reached_by(student)) == expected


@check(points=1)
@given(moment=moments())
def leaves_a_network_that_it_reads_as_it_was(
    student: Student, reference: Reference, moment: Moment
) -> None:
    """Neither function asks for anything, or sends any data."""
    net = moment.reached_by(student)
    before, numbers = student.measure(stages, net), net.values()
    shapes = student.measure(known_shapes, net)
    student.parameter_shapes(net)
    student.stages(net)
    assert student.measure(stages, net) == before
    assert student.measure(known_shapes, net) == shapes
    assert net.values() == numbers


# --- dry_run -------------------------------------------------------------------------------------


@check(points=1)
@given(moment=moments(*Moment.FITTING))
def completes_whatever_is_missing(student: Student, reference: Reference, moment: Moment) -> None:
    """After a dry run everything has data, of the shapes that data of this width fix."""
    net, twin = moment.reached_by(student), moment.reached_by(reference)
    reference.measure(initialize, twin, 0)
    twin.forward(moment.batch())
    student.dry_run(net, moment.in_features)
    assert net.look().named_shapes == twin.look().named_shapes


@check(points=1)
@given(moment=moments(*Moment.FITTING), value=among([2.0, -0.5]))
def keeps_the_initializer_that_was_asked_for(
    student: Student, reference: Reference, moment: Moment, value: float
) -> None:
    """What waits is filled in the way in which it was asked for."""
    net = student.measure(constructed, moment.network)
    student.measure(initialize_with, net, student.measure(constant_init, value))
    student.dry_run(net, moment.in_features)
    twin = reference.measure(constructed, moment.network)
    reference.measure(initialize_with, twin, reference.measure(constant_init, value))
    twin.forward(moment.batch())
    assert net.values() == twin.values()


@check(points=1)
@given(moment=moments(*Moment.FITTING))
def keeps_what_has_data(student: Student, reference: Reference, moment: Moment) -> None:
    """The parameter objects stay, and so does every number that was there."""
    net = moment.reached_by(student)
    before, known = net.look().tokens, student.measure(known_values, net)
    student.dry_run(net, moment.in_features)
    assert student.measure(replaced, net, before) == []
    still = [(name, 0.0) for name, _ in known.value]
    assert student.measure(moved_since, net, known) == still

"""Initialize when you say so in Keras: by a shape alone, or by a call and an initializer of one's own.

Source: Dive into Deep Learning, section Lazy Initialization, its helper for initialization.
"""

from typing import Any

from graders import (
    Batch,
    Linear,
    Lived,
    Network,
    Reference,
    Student,
    among,
    batch,
    check,
    given,
    lived_mlps,
)
from graders.instruments import gone, stir

from .instruments import (
    applied,
    data_seen,
    filled,
    filler,
    gated,
    met,
    normalized,
    recorder,
)

__all__ = [  # noqa: RUF022  in the order of the prompt
    "builds_every_layer_for_that_width",
    "sends_no_data_through",
    "draws_what_data_or_an_input_would_have_drawn",
    "infers_every_shape_from_the_inputs",
    "shows_init_every_layer_once",
    "keeps_the_values_that_init_gives",
    "leaves_the_first_values_without_init",
    "fills_kernels_and_zeroes_biases",
    "leaves_what_has_no_kernel_alone",
]

_FILLINGS = (2.0, -0.5, 3.25)
"""Not what any layer starts with, and exact in every dtype."""

_AXES = ((2,), (0,), (2, 3))
"""What may stand before the features. Behind an `Input`, only rows may."""


def _lived(side: Student | Reference, life: Lived) -> Any:
    """The network after what it has seen."""
    net = side.network(life.network)
    for width in life.seen:
        net.forward(batch(2, width))
    return net


def _data(life: Lived) -> Batch:
    return batch(3, life.in_features)


# --- build_now -----------------------------------------------------------------------------------


@check(points=1)
@given(life=lived_mlps(fitting=True))
def builds_every_layer_for_that_width(student: Student, reference: Reference, life: Lived) -> None:
    """Every layer is built as data would have built it, and the network takes such data."""
    net, twin = _lived(student, life), _lived(reference, life)
    student.build_now(net, life.in_features)
    outcome = twin.forward(_data(life))
    assert net.look().weight_shapes == twin.look().weight_shapes
    assert net.forward(_data(life)).shape == outcome.shape


@check(points=1)
@given(life=lived_mlps(fitting=True))
def sends_no_data_through(student: Student, reference: Reference, life: Lived) -> None:
    """A shape is all that the layers get to see."""
    net = student.measure(gated, student.network(life.network))
    student.build_now(net, life.in_features)
    assert student.measure(data_seen, net) == 0
    twin = reference.network(life.network)
    twin.forward(_data(life))
    assert net.look().weight_shapes == twin.look().weight_shapes


@check(points=2)
@given(life=lived_mlps(fitting=True))
def draws_what_data_or_an_input_would_have_drawn(
    student: Student, reference: Reference, life: Lived
) -> None:
    """The numbers are those of the same network behind an `Input`, and known ones stay."""
    net, twin = _lived(student, life), _lived(reference, life)
    student.measure(stir, net, 1)
    reference.measure(stir, twin, 1)
    known = [one.token for one in net.look().value.parameters if one.initialized]
    student.build_now(net, life.in_features)
    twin.forward(_data(life))
    assert net.values() == twin.values()
    assert student.measure(gone, net, known) == []


# --- apply_init ----------------------------------------------------------------------------------


@check(points=1)
@given(life=lived_mlps(fitting=True))
def infers_every_shape_from_the_inputs(student: Student, reference: Reference, life: Lived) -> None:
    """One call with the inputs builds every layer; rows, and further axes, do not matter."""
    given_by_input = life.layers.linear[0].in_features is not None
    axes = _AXES[life.layers.linear[0].out_features % (2 if given_by_input else 3)]
    x = batch(*axes, life.in_features)
    net, twin = student.network(life.network), reference.network(life.network)
    student.apply_init(net, x)
    outcome = twin.forward(x)
    assert net.look().weight_shapes == twin.look().weight_shapes
    assert net.forward(x).shape == outcome.shape


@check(points=1)
@given(life=lived_mlps(fitting=True))
def shows_init_every_layer_once(student: Student, reference: Reference, life: Lived) -> None:
    """Each layer with weights comes to `init` once, when it is built."""
    net, noting = _lived(student, life), student.measure(recorder)
    student.apply_init(net, _data(life), noting)
    twin, expected = _lived(reference, life), reference.measure(recorder)
    twin.forward(_data(life))
    reference.measure(applied, twin, expected)
    assert student.measure(met, noting, net) == reference.measure(met, expected, twin)


@check(points=1)
@given(life=lived_mlps(fitting=True))
def keeps_the_values_that_init_gives(student: Student, reference: Reference, life: Lived) -> None:
    """What `init` writes is there afterwards, and after the next call."""
    net, twin = _lived(student, life), _lived(reference, life)
    student.apply_init(net, _data(life), student.measure(filler))
    twin.forward(_data(life))
    reference.measure(applied, twin, reference.measure(filler))
    assert net.values() == twin.values()
    net.forward(_data(life))
    assert net.values() == twin.values()


@check(points=1)
@given(life=lived_mlps(fitting=True))
def leaves_the_first_values_without_init(
    student: Student, reference: Reference, life: Lived
) -> None:
    """Without `init`, the numbers are those that the layers' own initializers give."""
    net, twin = _lived(student, life), _lived(reference, life)
    student.apply_init(net, _data(life))
    twin.forward(_data(life))
    assert net.values() == twin.values()


# --- constant ------------------------------------------------------------------------------------


@check(points=1)
@given(life=lived_mlps(fitting=True))
def fills_kernels_and_zeroes_biases(student: Student, reference: Reference, life: Lived) -> None:
    """Every kernel is the constant and every bias 0, in the variables that were there."""
    value = _FILLINGS[life.layers.linear[0].out_features % len(_FILLINGS)]
    net, twin = _lived(student, life), _lived(reference, life)
    student.measure(stir, net, 1)
    known = [one.token for one in net.look().value.parameters if one.initialized]
    student.apply_init(net, _data(life), student.constant(value))
    twin.forward(_data(life))
    reference.measure(filled, twin, value)
    assert net.values() == twin.values()
    assert student.measure(gone, net, known) == []


@check(points=1)
@given(units=among([1, 2, 3]), value=among(_FILLINGS))
def leaves_what_has_no_kernel_alone(
    student: Student, reference: Reference, units: int, value: float
) -> None:
    """A layer that is no Dense layer keeps its weights: those of a normalization, say."""
    network = Network((Linear(None, units),))
    x = batch(2, 2)
    net = student.measure(normalized, student.network(network))
    student.apply_init(net, x, student.constant(value))
    twin = reference.measure(normalized, reference.network(network))
    twin.forward(x)
    reference.measure(filled, twin, value)
    assert net.values() == twin.values()

"""The second question in Keras, where an `Input` brings contradictions to light at construction.

Source: Dive into Deep Learning, section Lazy Initialization, exercise 2. What is asked as in PyTorch is
asked here of networks that can be constructed.
"""

from dataclasses import replace
from typing import Any

from graders import (
    Layers,
    Reference,
    Student,
    batch,
    check,
    given,
)
from graders.instruments import construction, set_values, stir

from . import checks as shared
from .cases import Repair
from .instruments import activate
from .keras_cases import (
    Batches,
    histories,
    keras_repairs,
    peaceful_attempts,
    poisoned_repairs,
    specifications,
)

__all__ = [  # noqa: RUF022  in the order of the prompt
    "names_the_layer_that_stops",
    "tells_the_two_sizes_that_disagree",
    "knows_what_an_attempt_leaves_behind",
    "knows_that_the_first_width_stays",
    "tells_when_construction_raises",
    "tells_who_refuses_each_batch",
    "makes_the_network_accept_the_width",
    "leaves_the_given_network_unharmed",
    "keeps_what_fits_and_replaces_the_rest",
    "keeps_bias_activation_and_dtype",
    "mends_a_network_whose_first_call_failed",
    "keeps_order_and_activations",
]

_ACTIVATIONS = ("linear", "tanh", "softplus")

_once = {"attempt": peaceful_attempts()}
names_the_layer_that_stops = replace(shared.names_the_layer_that_stops, points=2, parts=_once)
tells_the_two_sizes_that_disagree = replace(
    shared.tells_the_two_sizes_that_disagree, points=1, parts=_once
)
knows_what_an_attempt_leaves_behind = replace(
    shared.knows_what_an_attempt_leaves_behind, points=2, parts=_once
)
knows_that_the_first_width_stays = replace(
    shared.knows_that_the_first_width_stays,
    points=1,
    parts={"attempt": peaceful_attempts(several=True)},
)
makes_the_network_accept_the_width = replace(
    shared.makes_the_network_accept_the_width, parts={"case": keras_repairs()}
)
leaves_the_given_network_unharmed = replace(
    shared.leaves_the_given_network_unharmed, parts={"case": keras_repairs(varied=True)}
)
keeps_order_and_activations = replace(
    shared.keeps_order_and_activations, parts={"case": keras_repairs()}
)


@check(points=1)
@given(layers=specifications())
def tells_when_construction_raises(student: Student, reference: Reference, layers: Layers) -> None:
    """Whether Keras compares the sizes as soon as the network is put together, and complains."""
    complaint = reference.measure(construction, reference.network(layers))
    assert student.raised_by_construction(layers.sizes) == (complaint is not None)


@check(points=2)
@given(case=histories())
def tells_who_refuses_each_batch(student: Student, reference: Reference, case: Batches) -> None:
    """For each batch: a layer, the network itself, or nobody."""
    net = reference.network(case.layers)
    expected = [_refuser(net.forward(x)) for x in case.batches]
    assert student.refusals(case.sizes, list(case.shapes)) == expected


def _refuser(outcome: Any) -> int | str | None:
    """A layer's index, "network" if none was reached, None if there is an output, with a shape."""
    if isinstance(outcome.shape, tuple):
        return None
    stopped_at: int | None = outcome.stopped_at
    return "network" if stopped_at is None else stopped_at


@check(points=1)
@given(case=keras_repairs(varied=True))
def keeps_what_fits_and_replaces_the_rest(
    student: Student, reference: Reference, case: Repair
) -> None:
    """A built layer that fits keeps its weight objects; one that does not gets others."""
    fates = _fates(case, _used(reference, case).look().weight_shapes)
    net = _used(student, case)
    repaired = student.repair(net, case.in_features)
    assert repaired.what_became_of(net, list(fates)) == list(fates.values())


@check(points=1)
@given(case=keras_repairs(varied=True))
def keeps_bias_activation_and_dtype(student: Student, reference: Reference, case: Repair) -> None:
    """A layer that is replaced has a bias if it had one, and the same activation and dtype."""
    activation = _ACTIVATIONS[case.in_features % len(_ACTIVATIONS)]
    x = case.batch(case.in_features, rows=4)
    twin, net = reference.network(case.twin), _used(student, case)
    reference.measure(activate, twin, activation)
    student.measure(activate, net, activation)
    twin.forward(x)
    repaired = student.repair(net, case.in_features)
    assert repaired.forward(x).shape == (4, case.layers.linear[-1].out_features)
    assert repaired.look().has_bias == twin.look().has_bias
    assert repaired.look().dtypes == twin.look().dtypes
    student.measure(stir, repaired, 1)
    reference.measure(set_values, twin, repaired.values())
    assert repaired.forward(x).output.close_to(twin.forward(x).output)


@check(points=1)
@given(case=poisoned_repairs())
def mends_a_network_whose_first_call_failed(
    student: Student, reference: Reference, case: Repair
) -> None:
    """The repaired network takes any number of rows, and the given one is as stubborn as before."""
    net, twin = _used(student, case), _used(reference, case)
    repaired = student.repair(net, case.in_features)
    for rows in (2, 3):
        given_by = (rows, case.layers.linear[-1].out_features)
        assert repaired.forward(batch(rows, case.in_features)).shape == given_by
    further = batch(3, case.seen[0])
    assert net.forward(further).stopped_at == twin.forward(further).stopped_at
    assert net.look().weight_shapes == twin.look().weight_shapes


def _used(side: Student | Reference, case: Repair) -> Any:
    """The case's network after the batches that it has seen."""
    net = side.network(case.network)
    for width in case.seen:
        net.forward(case.batch(width))
    return net


def _fates(case: Repair, shapes: list[tuple[int, int] | None]) -> dict[int, str]:
    """What should become of each built layer, given the kernels' shapes before the repair."""
    fates = {}
    came = case.in_features
    for index, (layer, shape) in enumerate(zip(case.layers.linear, shapes, strict=True)):
        if shape is not None:
            fates[index] = "kept" if shape[0] == came else "replaced"
        came = layer.out_features
    return fates

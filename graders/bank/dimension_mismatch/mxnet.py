"""The second question: what happens if the sizes that are given do not match?

Source: Dive into Deep Learning, section Lazy Initialization, exercise 2.
"""

from typing import Any

from graders import (
    Attempts,
    Reference,
    Student,
    batch,
    check,
    flags,
    given,
)
from graders.instruments import constructed, stages_in_order

from .cases import Repair
from .checks import (
    keeps_order_and_activations,
    knows_that_the_first_width_stays,
    knows_what_an_attempt_leaves_behind,
    names_the_layer_that_stops,
    tells_the_two_sizes_that_disagree,
)
from .instruments import hybridize
from .mxnet_cases import few_attempts, repairs_with_biases_or_none

__all__ = [  # noqa: RUF022  the order of the task
    "names_the_layer_that_stops",
    "tells_the_two_sizes_that_disagree",
    "knows_what_an_attempt_leaves_behind",
    "knows_that_the_first_width_stays",
    "knows_that_a_hybridized_network_is_all_or_nothing",
    "makes_the_network_run_at_the_width",
    "leaves_the_given_network_as_it_was",
    "keeps_the_parameters_of_what_fits",
    "keeps_order_and_activations",
]


@check(points=1)
@given(attempt=few_attempts())
def knows_that_a_hybridized_network_is_all_or_nothing(
    student: Student, reference: Reference, attempt: Attempts
) -> None:
    """The same for a hybridized network: it infers every shape before anything is initialized."""
    net = reference.network(attempt.layers)
    reference.measure(hybridize, net)
    for width in attempt.widths:
        net.forward(batch(2, width))
    answer = student.after_hybrid_forwards(attempt.sizes, list(attempt.widths))
    assert answer == net.look().weight_shapes


@check(points=1)
@given(case=repairs_with_biases_or_none(), asked=flags())
def makes_the_network_run_at_the_width(
    student: Student, reference: Reference, case: Repair, asked: bool
) -> None:
    """The repaired network runs at once; each layer gives what it gave, with a bias if it had one."""
    twin = reference.network(case.twin)
    outcome = twin.forward(case.batch(case.in_features))
    repaired = student.repair(_used(student, case, asked=asked), case.in_features)
    assert repaired.forward(case.batch(case.in_features)).shape == outcome.shape
    assert repaired.look().weight_shapes == twin.look().weight_shapes
    assert repaired.look().has_bias == twin.look().has_bias


@check(points=1)
@given(case=repairs_with_biases_or_none(), asked=flags())
def leaves_the_given_network_as_it_was(
    student: Student, reference: Reference, case: Repair, asked: bool
) -> None:
    """Nobody asks the given network for anything, also when the repaired one runs."""
    net = _used(student, case, asked=asked)
    before, numbers = net.look(), net.values()
    stages = student.measure(stages_in_order, net)
    repaired = student.repair(net, case.in_features)
    assert student.measure(stages_in_order, net) == stages
    repaired.forward(case.batch(case.in_features))
    assert student.measure(stages_in_order, net) == stages
    after = net.look()
    assert after.weight_shapes == before.weight_shapes
    assert after.parameters == before.parameters
    assert net.values() == numbers


@check(points=1)
@given(case=repairs_with_biases_or_none())
def keeps_the_parameters_of_what_fits(student: Student, reference: Reference, case: Repair) -> None:
    """An initialized layer that fits keeps its parameter objects; one that does not gets others."""
    fates = _fates(case, _used(reference, case).look().weight_shapes)
    net = _used(student, case)
    repaired = student.repair(net, case.in_features)
    assert repaired.what_became_of(net, list(fates)) == list(fates.values())


def _used(side: Student | Reference, case: Repair, *, asked: bool = True) -> Any:
    """The case's network after the batches that it has seen; or as it was constructed."""
    if not asked:
        return side.measure(constructed, case.network)
    net = side.network(case.network)
    for width in case.seen:
        net.forward(case.batch(width))
    return net


def _fates(case: Repair, shapes: list[tuple[int, int] | None]) -> dict[int, str]:
    """What should become of each initialized layer, given the weights' shapes before the repair."""
    fates = {}
    came = case.in_features
    for index, (layer, shape) in enumerate(zip(case.layers.linear, shapes, strict=True)):
        if shape is not None:
            fates[index] = "kept" if shape[1] == came else "replaced"
        came = layer.out_features
    return fates

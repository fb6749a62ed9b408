"""The second question: what happens if the sizes that are given do not match?

Source: Dive into Deep Learning, section Lazy Initialization, exercise 2.
"""

from typing import Any

from graders import (
    Attempts,
    Reference,
    Student,
    attempts,
    batch,
    check,
    given,
)
from graders.instruments import set_values, stir

from .cases import Repair, furnished_repairs, repairs, varied_repairs


@check(points=3)
@given(attempt=attempts())
def names_the_layer_that_stops(student: Student, reference: Reference, attempt: Attempts) -> None:
    """Which layer stops the first forward, if any."""
    outcome = reference.network(attempt.layers).forward(batch(2, attempt.widths[0]))
    assert student.first_mismatch(attempt.sizes, attempt.widths[0]) == outcome.stopped_at


@check(points=2)
@given(attempt=attempts())
def tells_the_two_sizes_that_disagree(
    student: Student, reference: Reference, attempt: Attempts
) -> None:
    """The size that came and the size that the stopping layer takes."""
    outcome = reference.network(attempt.layers).forward(batch(2, attempt.widths[0]))
    assert student.sizes_at_mismatch(attempt.sizes, attempt.widths[0]) == outcome.sizes_at_stop


@check(points=3)
@given(attempt=attempts())
def knows_what_an_attempt_leaves_behind(
    student: Student, reference: Reference, attempt: Attempts
) -> None:
    """What each layer's weight looks like after a forward that may have failed."""
    net = reference.network(attempt.layers)
    net.forward(batch(2, attempt.widths[0]))
    answer = student.after_forwards(attempt.sizes, list(attempt.widths))
    assert answer == net.look().weight_shapes


@check(points=2)
@given(attempt=attempts(several=True))
def knows_that_the_first_width_stays(
    student: Student, reference: Reference, attempt: Attempts
) -> None:
    """The same after several forwards of different widths."""
    net = reference.network(attempt.layers)
    for width in attempt.widths:
        net.forward(batch(2, width))
    answer = student.after_forwards(attempt.sizes, list(attempt.widths))
    assert answer == net.look().weight_shapes


@check(points=1)
@given(case=repairs())
def makes_the_network_accept_the_width(
    student: Student, reference: Reference, case: Repair
) -> None:
    """The repaired network runs at that width, and each layer gives as many features as before."""
    twin = reference.network(case.twin)
    outcome = twin.forward(case.batch(case.in_features))
    repaired = student.repair(_used(student, case), case.in_features)
    assert repaired.forward(case.batch(case.in_features)).shape == outcome.shape
    assert repaired.look().weight_shapes == twin.look().weight_shapes


@check(points=1)
@given(case=varied_repairs())
def leaves_the_given_network_unharmed(student: Student, reference: Reference, case: Repair) -> None:
    """The network that was given is what it was, also when the repaired one has run."""
    net = _used(student, case)
    before, numbers = net.look(), net.values()
    repaired = student.repair(net, case.in_features)
    assert net.look().weight_shapes == before.weight_shapes
    repaired.forward(case.batch(case.in_features))
    after = net.look()
    assert after.weight_shapes == before.weight_shapes
    assert after.parameters == before.parameters
    assert net.values() == numbers


@check(points=1)
@given(case=varied_repairs())
def keeps_what_fits_and_replaces_the_rest(
    student: Student, reference: Reference, case: Repair
) -> None:
    """An initialized layer that fits keeps its parameter objects; one that does not gets others."""
    fates = _fates(case, _used(reference, case).look().weight_shapes)
    net = _used(student, case)
    repaired = student.repair(net, case.in_features)
    assert repaired.what_became_of(net, list(fates)) == list(fates.values())


@check(points=1)
@given(case=furnished_repairs())
def keeps_bias_dtype_and_device(student: Student, reference: Reference, case: Repair) -> None:
    """A layer that is replaced has a bias if it had one, and its dtype and device are the same."""
    twin = reference.network(case.twin).look()
    repaired = student.repair(_used(student, case), case.in_features).look()
    assert repaired.has_bias == twin.has_bias
    assert repaired.dtypes == twin.dtypes
    assert repaired.devices == twin.devices


@check(points=1)
@given(case=repairs())
def keeps_order_and_activations(student: Student, reference: Reference, case: Repair) -> None:
    """The repaired network computes what its weights say, a ReLU between each two layers."""
    x = case.batch(case.in_features, rows=8)
    twin = reference.network(case.twin)
    twin.forward(x)
    repaired = student.repair(_used(student, case), case.in_features)
    repaired.forward(x)
    assert repaired.look().shapes == twin.look().shapes
    # Weights that the answer did not choose: zeros would give zeros in any network.
    student.measure(stir, repaired, 1)
    reference.measure(set_values, twin, repaired.values())
    assert repaired.forward(x).output.close_to(twin.forward(x).output)


def _used(side: Student | Reference, case: Repair) -> Any:
    """The case's network after the batches that it has seen."""
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

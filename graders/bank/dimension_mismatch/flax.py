"""The second question in Flax: what happens if the variables that are given do not match?

`nn.Dense` takes no input size. What can contradict data is a kernel that exists already.
Source: Dive into Deep Learning, section Lazy Initialization, exercise 2.
"""

from typing import Any

from graders import Reference, Student, batch, check, given
from graders.instruments import (
    inferred,
    initial,
    module,
    numbers_in,
    shapes_in,
)

from .flax_cases import Fed, Given, fed_from_nothing, fed_once, givens, repairable
from .instruments import given as given_variables
from .instruments import kernels_after, stop

_SEED = 7
"""What the given numbers are drawn with: not what `init` gets."""


@check(points=3)
@given(case=givens())
def names_the_layer_that_stops_apply(student: Student, reference: Reference, case: Given) -> None:
    """Which layer stops `apply`, if any: one with a kernel that does not fit, or with none."""
    stopped = reference.measure(stop, case.listed, case.in_features)
    expected = None if stopped is None else stopped.layer
    assert student.first_mismatch(case.listed, case.in_features) == expected


@check(points=2)
@given(case=givens())
def tells_what_came_and_what_the_kernel_takes(
    student: Student, reference: Reference, case: Given
) -> None:
    """The width that came and the size that the kernel takes, None where there is no kernel."""
    stopped = reference.measure(stop, case.listed, case.in_features)
    expected = None if stopped is None else (stopped.came, stopped.taken)
    assert student.sizes_at_mismatch(case.listed, case.in_features) == expected


@check(points=2)
@given(case=fed_once())
def knows_that_apply_leaves_nothing_behind(
    student: Student, reference: Reference, case: Fed
) -> None:
    """The kernels after an `apply` that may have failed: none has come, and none has changed."""
    expected = reference.measure(kernels_after, case.listed, list(case.widths))
    assert student.after_forwards(case.listed, list(case.widths)) == expected


@check(points=2)
@given(case=fed_from_nothing())
def knows_that_init_decides_every_kernel(student: Student, reference: Reference, case: Fed) -> None:
    """With nothing given, `init` makes all kernels for the first width, and there they stay."""
    expected = reference.measure(kernels_after, case.listed, list(case.widths))
    assert student.after_forwards(case.listed, list(case.widths)) == expected


@check(points=2)
@given(case=repairable())
def makes_the_variables_fit_the_width(student: Student, reference: Reference, case: Given) -> None:
    """With what `repair` returns, the module takes the width: each array has the shape that it wants."""
    repaired = student.repair(*_pretrained(student, case), case.in_features, case.seed)
    assert student.measure(shapes_in, repaired) == _wanted(reference, case)


@check(points=1)
@given(case=repairable())
def keeps_each_array_that_fits(student: Student, reference: Reference, case: Given) -> None:
    """An array of the right shape keeps its numbers, whatever becomes of its neighbours."""
    _, there = _pretrained(reference, case)
    wanted = _wanted(reference, case)
    repaired = student.repair(*_pretrained(student, case), case.in_features, case.seed)
    numbers = student.measure(numbers_in, repaired)
    for path, values in reference.measure(numbers_in, there).items():
        if values.shape == wanted[path]:
            assert numbers[path] == values


@check(points=2)
@given(case=repairable())
def draws_the_rest_as_init_draws_it(student: Student, reference: Reference, case: Given) -> None:
    """What does not fit, or is missing, has the numbers that `init` gives with that seed."""
    net, there = _pretrained(reference, case)
    fresh = reference.measure(initial, net, case.seed, batch(1, case.in_features))
    before = reference.measure(shapes_in, there)
    repaired = student.repair(*_pretrained(student, case), case.in_features, case.seed)
    numbers = student.measure(numbers_in, repaired)
    for path, values in reference.measure(numbers_in, fresh).items():
        if before.get(path) != values.shape:
            assert numbers[path].close_to(values)


@check(points=1)
@given(case=repairable())
def leaves_the_given_variables_unharmed(
    student: Student, reference: Reference, case: Given
) -> None:
    """The tree that was given holds what it held."""
    net, there = _pretrained(student, case)
    before = student.measure(numbers_in, there)
    student.repair(net, there, case.in_features, case.seed)
    assert student.measure(numbers_in, there) == before


def _pretrained(side: Student | Reference, case: Given) -> tuple[Any, Any]:
    """A module, and the variables that are given for it."""
    net = side.measure(module, case.features, case.make)
    return net, side.measure(given_variables, net, case.listed, _SEED) if case.some else {}


def _wanted(reference: Reference, case: Given) -> dict[str, tuple[int, ...]]:
    """The shape of each array that the module wants at the case's width."""
    net = reference.measure(module, case.features, case.make)
    shapes: dict[str, tuple[int, ...]] = reference.measure(
        inferred, net, batch(1, case.in_features)
    )
    return shapes

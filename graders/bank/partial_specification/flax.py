"""The first question as Flax has it: what if only some of the variables are given?

A layer cannot be specified in part, since `nn.Dense` takes no input size. Variables can.
Source: Dive into Deep Learning, section Lazy Initialization, exercise 1.
"""

from typing import Any

from hypothesis import strategies as st

from graders import (
    Cases,
    Reference,
    Student,
    batch,
    check,
    given,
    refused,
)
from graders.instruments import (
    inferred,
    initial,
    module,
    numbers_in,
    shapes_in,
)

from .flax_cases import Held, held
from .instruments import lacking, part_of

_SEED = 7
"""What the given numbers are drawn with: not what `init` gets."""
_PARAMETERS = "params/"

_widths = Cases(
    ([1], [2], [1, 2], [2, 1], [1, 2, 1], [2, 3, 1]),
    st.lists(st.integers(1, 9), min_size=1, max_size=5),
)
_in_features = Cases((1, 2, 3), st.integers(1, 9))


@check(points=2)
@given(case=held())
def names_what_apply_would_not_find(student: Student, reference: Reference, case: Held) -> None:
    """Each parameter that the module asks for and that is not given, by its path; sorted."""
    absent = reference.measure(lacking, *_part(reference, case), case.in_features)
    expected = [path.removeprefix(_PARAMETERS) for path in absent]
    assert student.missing(*_part(student, case), case.in_features) == expected


@check(points=2)
@given(case=held())
def keeps_what_is_given(student: Student, reference: Reference, case: Held) -> None:
    """Each array that is given has the numbers that it had."""
    _, there = _part(reference, case)
    whole = student.complete(*_part(student, case), case.in_features, case.seed)
    numbers = student.measure(numbers_in, whole)
    for path, values in reference.measure(numbers_in, there).items():
        assert numbers[path] == values


@check(points=2)
@given(case=held())
def completes_with_what_init_draws(student: Student, reference: Reference, case: Held) -> None:
    """What is missing has the numbers that `init` gives with that seed, and no more is there."""
    net, there = _part(reference, case)
    fresh = reference.measure(initial, net, case.seed, batch(1, case.in_features))
    given_before = reference.measure(shapes_in, there)
    whole = student.complete(*_part(student, case), case.in_features, case.seed)
    assert student.measure(shapes_in, whole) == reference.measure(shapes_in, fresh)
    numbers = student.measure(numbers_in, whole)
    for path, values in reference.measure(numbers_in, fresh).items():
        if path not in given_before:
            assert numbers[path].close_to(values)


@check(points=1)
@given(case=held())
def leaves_the_given_variables_unharmed(student: Student, reference: Reference, case: Held) -> None:
    """The tree that was given holds what it held."""
    net, there = _part(student, case)
    before = student.measure(numbers_in, there)
    student.missing(net, there, case.in_features)
    student.complete(net, there, case.in_features, case.seed)
    assert student.measure(numbers_in, there) == before


@check(points=1)
@given(case=held(contradicting=True))
def refuses_what_contradicts_the_network(
    student: Student, reference: Reference, case: Held
) -> None:
    """An array of another shape than the module asks for: ValueError, and the tree is as it was."""
    net, there = _part(student, case)
    before = student.measure(numbers_in, there)
    came = student.attempt.complete(net, there, case.in_features, case.seed)
    assert came == refused(ValueError)
    assert student.measure(numbers_in, there) == before


@check(points=2)
@given(widths=_widths, in_features=_in_features)
def specifies_every_kernel(
    student: Student, reference: Reference, widths: list[int], in_features: int
) -> None:
    """The kernels' shapes, (in, out), that `init` would make for batches of that width."""
    net = reference.measure(module, widths, "sequence")
    shapes = reference.measure(inferred, net, batch(1, in_features))
    expected = [shape for path, shape in shapes.items() if path.endswith("/kernel")]
    assert student.specify(widths, in_features) == expected


def _part(side: Student | Reference, case: Held) -> tuple[Any, Any]:
    """A module, and the part of its variables that is given."""
    net = side.measure(module, list(case.features), case.make)
    if not case.some:
        return net, {}
    kept, grown = list(case.kept), list(case.grown)
    return net, side.measure(part_of, net, case.in_features, kept, grown, _SEED)

"""See it happen in Flax: a module holds nothing, and what `init` gives is decided by data and key.

Source: Dive into Deep Learning, section Lazy Initialization, its running text.
"""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from graders import (
    Cases,
    Reference,
    Student,
    among,
    batch,
    check,
    given,
)
from graders.instruments import initial, module, numbers_in, shapes_in

from . import checks as shared
from .instruments import abstract, inferred_at

__all__ = [  # noqa: RUF022  in the order in which they are asked
    "lets_the_first_batch_fix_every_shape",
    "computes_what_its_own_weights_say",
    "takes_any_number_of_rows_afterwards",
    "tells_every_parameter_by_its_path",
    "tells_nothing_where_nothing_is",
    "returns_what_init_draws_with_that_key",
    "knows_every_shape_without_memory",
]

# --- build ---------------------------------------------------------------------------------------
# The questions are PyTorch's. Widths are small: here each new shape is compiled.

_widths = Cases(
    ([1], [2], [1, 1], [2, 1], [1, 2], [1, 2, 1]),
    st.lists(st.integers(1, 3), min_size=1, max_size=3),
)
_few = among([[1], [2], [1, 2], [2, 1, 2]])
_in_features = Cases((1, 2, 3), st.integers(1, 3))
_rows = Cases(([1], [], [3], [0]), st.sampled_from(([1], [], [3], [0])))

lets_the_first_batch_fix_every_shape = replace(
    shared.lets_the_first_batch_fix_every_shape,
    parts={"widths": _widths, "in_features": _in_features},
)
computes_what_its_own_weights_say = replace(
    shared.computes_what_its_own_weights_say,
    points=2,
    parts={"widths": _widths, "in_features": _in_features},
)
takes_any_number_of_rows_afterwards = replace(
    shared.takes_any_number_of_rows_afterwards,
    parts={"widths": _few, "in_features": among([1, 2]), "rows": _rows},
)

# --- parameter_shapes ----------------------------------------------------------------------------

_makes = among(["sequence", "MLP", "nested", "Counting"])
_PARAMETERS = "params/"


def _parameters(reference: Reference, net: Any, in_features: int) -> dict[str, tuple[int, ...]]:
    """The shape of each parameter by its path, without the collection's name."""
    shapes = reference.measure(inferred_at, net, in_features)
    return {
        path.removeprefix(_PARAMETERS): shape
        for path, shape in shapes.items()
        if path.startswith(_PARAMETERS)
    }


@check(points=2)
@given(widths=_few, make=_makes, holding=among(["initial", "abstract"]))
def tells_every_parameter_by_its_path(
    student: Student, reference: Reference, widths: list[int], make: str, holding: str
) -> None:
    """The shape of each parameter, whether there are numbers or only shapes; parameters alone."""
    net = student.measure(module, widths, make)
    if holding == "initial":
        variables = student.measure(initial, net, 0, batch(1, 2))
    else:
        variables = student.measure(abstract, net, batch(1, 2))
    expected = _parameters(reference, reference.measure(module, widths, make), 2)
    assert student.parameter_shapes(variables) == expected


@check(points=1)
@given(variables=among([None, {}]))
def tells_nothing_where_nothing_is(
    student: Student, reference: Reference, variables: dict[str, Any] | None
) -> None:
    """Before `init` there is nothing: an empty dict, whether nothing is {} or None."""
    assert student.parameter_shapes(variables) == {}


# --- dry_run -------------------------------------------------------------------------------------


@check(points=2)
@given(widths=_few, make=_makes, in_features=among([2, 1]), seed=among([1, 0]))
def returns_what_init_draws_with_that_key(
    student: Student,
    reference: Reference,
    widths: list[int],
    make: str,
    in_features: int,
    seed: int,
) -> None:
    """All variables that `init` gives for this width, with the numbers of this seed's key."""
    twin = reference.measure(module, widths, make)
    expected = reference.measure(initial, twin, seed, batch(1, in_features))
    came = student.dry_run(student.measure(module, widths, make), in_features, seed)
    assert student.measure(shapes_in, came) == reference.measure(shapes_in, expected)
    numbers = student.measure(numbers_in, came)
    for path, values in reference.measure(numbers_in, expected).items():
        assert numbers[path].close_to(values)


# --- abstract_shapes -----------------------------------------------------------------------------


@check(points=1)
@given(widths=_widths, make=_makes, in_features=among([1, 2, 1000, 10**12, 10**13]))
def knows_every_shape_without_memory(
    student: Student, reference: Reference, widths: list[int], make: str, in_features: int
) -> None:
    """The parameters' shapes for a width of which no machine could hold the kernel."""
    twin = reference.measure(module, widths, make)
    expected = _parameters(reference, twin, in_features)
    net = student.measure(module, widths, make)
    assert student.abstract_shapes(net, in_features) == expected

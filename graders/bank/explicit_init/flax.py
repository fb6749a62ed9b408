"""Initialize when you say so: `init` gives every variable, and what is to be otherwise is mapped.

Source: Dive into Deep Learning, section Lazy Initialization, its helper for initialization.
"""

from typing import Any

from graders import (
    Batch,
    Reference,
    Student,
    among,
    batch,
    check,
    given,
)
from graders.instruments import (
    initial,
    module,
    numbers_in,
    shapes_in,
)
from graders.instruments import (
    inputs as inputs_of,
)

from .instruments import (
    filled,
    filler,
    met,
    numbers_of_inputs,
    recorder,
    shown,
)

_SEED = 2
_PARAMETERS = "params/"

_features = among([[1], [2, 1], [1, 2], [2, 1, 2]])
_makes = among(["sequence", "Branches", "MLP", "Counting", "nested"])
_in_features = among([2, 1])
_case: dict[str, Any] = {"features": _features, "make": _makes, "in_features": _in_features}
_fillings = among([2.0, -0.5])
"""Not what any layer starts with, and exact in every dtype."""


def _batches(features: list[int], make: str, in_features: int) -> list[Batch]:
    """One for each input of the module."""
    count = len(features) if make == "Branches" else 1
    return [batch(2, in_features + number, seed=number) for number in range(count)]


def _initial(reference: Reference, features: list[int], make: str, in_features: int) -> Any:
    """What `init` gives."""
    net = reference.measure(module, features, make)
    return reference.measure(initial, net, _SEED, *_batches(features, make, in_features))


# --- apply_init ----------------------------------------------------------------------------------


@check(points=2)
@given(**_case)
def gives_what_init_gives(
    student: Student, reference: Reference, features: list[int], make: str, in_features: int
) -> None:
    """Without an initializer: all variables as `init` gives them for these inputs and this seed."""
    expected = _initial(reference, features, make, in_features)
    net = student.measure(module, features, make)
    came = student.apply_init(net, tuple(_batches(features, make, in_features)), _SEED)
    assert student.measure(shapes_in, came) == reference.measure(shapes_in, expected)
    numbers = student.measure(numbers_in, came)
    for path, values in reference.measure(numbers_in, expected).items():
        assert numbers[path].close_to(values)


@check(points=2)
@given(**_case)
def shows_init_every_parameter_once(
    student: Student, reference: Reference, features: list[int], make: str, in_features: int
) -> None:
    """Each parameter comes to `init` with its path and its array, and nothing else does."""
    expected = reference.measure(recorder)
    reference.measure(shown, _initial(reference, features, make, in_features), expected)
    net, noting = student.measure(module, features, make), student.measure(recorder)
    student.apply_init(net, tuple(_batches(features, make, in_features)), _SEED, noting)
    assert student.measure(met, noting) == reference.measure(met, expected)


@check(points=2)
@given(**_case)
def keeps_what_init_returns(
    student: Student, reference: Reference, features: list[int], make: str, in_features: int
) -> None:
    """Each parameter is what `init` returned for it."""
    variables = _initial(reference, features, make, in_features)
    expected = reference.measure(shown, variables, reference.measure(filler))
    net = student.measure(module, features, make)
    given_inputs = tuple(_batches(features, make, in_features))
    came = student.apply_init(net, given_inputs, _SEED, student.measure(filler))
    numbers = student.measure(numbers_in, came)
    for path, values in reference.measure(numbers_in, expected).items():
        if path.startswith(_PARAMETERS):
            assert numbers[path].close_to(values)


@check(points=1)
@given(features=_features, in_features=_in_features)
def leaves_other_collections_as_they_are(
    student: Student, reference: Reference, features: list[int], in_features: int
) -> None:
    """A variable that is no parameter is there, as `init` of the module gave it."""
    expected = _initial(reference, features, "Counting", in_features)
    net = student.measure(module, features, "Counting")
    given_inputs = tuple(_batches(features, "Counting", in_features))
    came = student.apply_init(net, given_inputs, _SEED, student.measure(filler))
    numbers = student.measure(numbers_in, came)
    for path, values in reference.measure(numbers_in, expected).items():
        if not path.startswith(_PARAMETERS):
            assert numbers[path] == values


@check(points=1)
@given(**_case)
def leaves_the_inputs_as_they_were(
    student: Student, reference: Reference, features: list[int], make: str, in_features: int
) -> None:
    """The numbers of the inputs are what they were: an array of NumPy's can be written to."""
    batches = _batches(features, make, in_features)
    inputs = student.measure(inputs_of, *batches)
    net = student.measure(module, features, make)
    student.apply_init(net, inputs, _SEED)
    untouched = reference.measure(inputs_of, *batches)
    assert student.measure(numbers_of_inputs, inputs) == reference.measure(
        numbers_of_inputs, untouched
    )


# --- constant ------------------------------------------------------------------------------------


@check(points=1)
@given(**_case, value=_fillings)
def fills_kernels_and_zeroes_biases(
    student: Student,
    reference: Reference,
    features: list[int],
    make: str,
    in_features: int,
    value: float,
) -> None:
    """All kernels are the constant, and all biases 0, in the shapes that they had."""
    variables = _initial(reference, features, make, in_features)
    expected = reference.measure(filled, variables, value)
    net = student.measure(module, features, make)
    given_inputs = tuple(_batches(features, make, in_features))
    came = student.apply_init(net, given_inputs, _SEED, student.constant(value))
    numbers = student.measure(numbers_in, came)
    for path, values in reference.measure(numbers_in, expected).items():
        if path.endswith(("/kernel", "/bias")):
            assert numbers[path].close_to(values)


@check(points=1)
@given(features=_features, in_features=_in_features, value=_fillings)
def leaves_other_parameters_as_they_are(
    student: Student,
    reference: Reference,
    features: list[int],
    in_features: int,
    value: float,
) -> None:
    """A parameter that is neither a kernel nor a bias keeps its numbers."""
    expected = _initial(reference, features, "Counting", in_features)
    net = student.measure(module, features, "Counting")
    given_inputs = tuple(_batches(features, "Counting", in_features))
    came = student.apply_init(net, given_inputs, _SEED, student.constant(value))
    numbers = student.measure(numbers_in, came)
    for path, values in reference.measure(numbers_in, expected).items():
        if path.endswith("/scale"):
            assert numbers[path] == values

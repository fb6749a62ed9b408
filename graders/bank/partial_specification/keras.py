"""The first question in Keras: an `Input` gives all sizes, a layer built by hand its own.

Source: Dive into Deep Learning, section Lazy Initialization, exercise 1.
"""

from dataclasses import replace

from graders import (
    Attempts,
    Layers,
    Reference,
    Student,
    batch,
    check,
    given,
)

from . import checks as shared
from .keras_cases import fitting, peaceful, starting_with_an_input

__all__ = [  # noqa: RUF022  in the order of the prompt
    "builds_what_is_given_and_everything_after_an_input",
    "computes_what_its_own_weights_say",
    "knows_what_an_input_builds",
    "knows_what_a_later_size_builds",
    "counts_what_construction_alone_allocates",
    "specifies_what_keras_would_infer",
    "builds_the_specified_network_without_data",
]

_fitting = {"attempt": fitting()}
computes_what_its_own_weights_say = replace(
    shared.computes_what_its_own_weights_say, parts=_fitting
)
counts_what_construction_alone_allocates = replace(
    shared.counts_what_construction_alone_allocates, parts={"layers": peaceful()}
)
builds_the_specified_network_without_data = replace(
    shared.builds_the_specified_network_without_data, parts=_fitting
)


@check(points=2)
@given(layers=peaceful())
def builds_what_is_given_and_everything_after_an_input(
    student: Student, reference: Reference, layers: Layers
) -> None:
    """What construction builds, and what it leaves to data."""
    net = student.build(layers.sizes)
    assert net.look().weight_shapes == reference.network(layers).look().weight_shapes


@check(points=1)
@given(layers=starting_with_an_input(given=True))
def knows_what_an_input_builds(student: Student, reference: Reference, layers: Layers) -> None:
    """With the first size given, every layer is built at construction."""
    expected = reference.network(layers).look().initialized
    assert student.initialized(layers.sizes) == expected


@check(points=1)
@given(layers=starting_with_an_input(given=False))
def knows_what_a_later_size_builds(student: Student, reference: Reference, layers: Layers) -> None:
    """Without an `Input`, a size that is given builds its own layer and no other."""
    expected = reference.network(layers).look().initialized
    assert student.initialized(layers.sizes) == expected


@check(points=2)
@given(attempt=fitting())
def specifies_what_keras_would_infer(
    student: Student, reference: Reference, attempt: Attempts
) -> None:
    """The sizes that the layers have after data has come."""
    net = reference.network(attempt.layers)
    net.forward(batch(2, attempt.widths[0]))
    assert student.specify(attempt.sizes, attempt.widths[0]) == net.look().weight_shapes

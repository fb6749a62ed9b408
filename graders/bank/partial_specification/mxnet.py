"""The first question: what happens if only some of the input sizes are given?

Source: Dive into Deep Learning, section Lazy Initialization, exercise 1.
"""

from graders import (
    Layers,
    Reference,
    Student,
    check,
    given,
    partial_mlps,
)
from graders.instruments import stages_in_order

from .checks import (
    builds_the_specified_network_without_data,
    computes_what_its_own_weights_say,
    counts_what_construction_alone_allocates,
    lets_a_layer_wait_exactly_when_its_input_size_is_not_given,
    specifies_what_the_framework_would_infer,
    tells_which_layers_are_initialized_without_data,
)

__all__ = [  # noqa: RUF022  the order of the task
    "lets_a_layer_wait_exactly_when_its_input_size_is_not_given",
    "gives_every_bias_its_values_at_once",
    "computes_what_its_own_weights_say",
    "tells_which_layers_are_initialized_without_data",
    "counts_what_construction_alone_allocates",
    "specifies_what_the_framework_would_infer",
    "builds_the_specified_network_without_data",
]


@check(points=1)
@given(layers=partial_mlps())
def gives_every_bias_its_values_at_once(
    student: Student, reference: Reference, layers: Layers
) -> None:
    """A weight waits by itself: the bias beside it has values before any data comes."""
    net, twin = student.build(layers.sizes), reference.network(layers)
    assert net.look().shapes == twin.look().shapes
    expected = reference.measure(stages_in_order, twin)
    assert student.measure(stages_in_order, net) == expected

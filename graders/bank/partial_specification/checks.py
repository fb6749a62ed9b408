"""The first question: what happens if only some of the input sizes are given?

Source: Dive into Deep Learning, section Lazy Initialization, exercise 1.
"""

from graders import (
    Attempts,
    Layers,
    Reference,
    Student,
    batch,
    check,
    fitting_mlps,
    given,
    other_devices,
    partial_mlps,
)
from graders.instruments import set_values, stir


def _inferred(reference: Reference, attempt: Attempts) -> list[tuple[int, ...]]:
    """The weights' shapes, (out_features, in_features), after data has come."""
    net = reference.network(attempt.layers)
    net.forward(batch(2, attempt.widths[0]))
    shapes: list[tuple[int, ...]] = net.look().weight_shapes
    return shapes


@check(points=2)
@given(layers=partial_mlps())
def lets_a_layer_wait_exactly_when_its_input_size_is_not_given(
    student: Student, reference: Reference, layers: Layers
) -> None:
    """What is given is allocated by construction, wherever it stands; what is not given waits."""
    net = student.build(layers.sizes)
    assert net.look().weight_shapes == reference.network(layers).look().weight_shapes


@check(points=1)
@given(attempt=fitting_mlps())
def computes_what_its_own_weights_say(
    student: Student, reference: Reference, attempt: Attempts
) -> None:
    """Linear layers with a ReLU between each two, and none after the last."""
    data = batch(4, attempt.widths[0])
    net, twin = student.build(attempt.sizes), reference.network(attempt.layers)
    assert net.forward(data).shape == twin.forward(data).shape
    # Values can only be carried over between networks of the same shapes.
    assert net.look().shapes == twin.look().shapes
    # Weights that the answer did not choose: zeros would give zeros in any network.
    student.measure(stir, net, 1)
    reference.measure(set_values, twin, net.values())
    assert net.forward(data).output.close_to(twin.forward(data).output)


@check(points=1)
@given(layers=partial_mlps(), device=other_devices())
def puts_waiting_layers_on_the_device_too(
    student: Student, reference: Reference, layers: Layers, device: str
) -> None:
    """Every parameter is on the device that was asked for, before any data comes."""
    expected = reference.network(layers.network(device=device)).look().devices
    assert student.build(layers.sizes, device=device).look().devices == expected


@check(points=2)
@given(layers=partial_mlps())
def tells_which_layers_are_initialized_without_data(
    student: Student, reference: Reference, layers: Layers
) -> None:
    """For each layer: whether its weight has values right after construction."""
    expected = reference.network(layers).look().initialized
    assert student.initialized(layers.sizes) == expected


@check(points=2)
@given(layers=partial_mlps())
def counts_what_construction_alone_allocates(
    student: Student, reference: Reference, layers: Layers
) -> None:
    """How many scalars, weights and biases, exist before any data comes."""
    expected = reference.network(layers).look().scalars
    assert student.known_parameters(layers.sizes) == expected


@check(points=1)
@given(attempt=fitting_mlps())
def specifies_what_the_framework_would_infer(
    student: Student, reference: Reference, attempt: Attempts
) -> None:
    """The sizes that the layers have after data has come."""
    expected = [(takes, gives) for gives, takes in _inferred(reference, attempt)]
    assert student.specify(attempt.sizes, attempt.widths[0]) == expected


@check(points=1)
@given(attempt=fitting_mlps())
def builds_the_specified_network_without_data(
    student: Student, reference: Reference, attempt: Attempts
) -> None:
    """What `specify` returns builds at once the shapes that the partial network gets from data."""
    specified = student.specify(attempt.sizes, attempt.widths[0])
    assert student.build(specified).look().weight_shapes == _inferred(reference, attempt)

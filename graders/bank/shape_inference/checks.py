"""Shape inference by hand: what lazy layers work out from the first batch.

Source: Dive into Deep Learning, section Lazy Initialization; PyTorch's documentation of lazy modules.
"""

from typing import Any

from graders import Reference, Student, check, given, refused

from .cases import (
    Stack,
    convolutions,
    image_networks,
    images_through_linear_layers,
    impassable,
    normalized,
    passable,
    rows,
)
from .instruments import parameters_by_layer, shape_after


def _sent_through(reference: Reference, stack: Stack) -> tuple[Any, Any]:
    """A network that has seen one batch, and the shape that came out or what was raised."""
    net = reference.network(stack.network)
    return net, reference.measure(shape_after, net, stack.batch)


def _inferred(reference: Reference, stack: Stack) -> list[dict[str, tuple[int, ...]]]:
    """The shapes of the parameters, layer by layer."""
    net, _ = _sent_through(reference, stack)
    found: list[dict[str, tuple[int, ...]]] = reference.measure(parameters_by_layer, net)
    return found


@check(points=2)
@given(stack=rows())
def knows_the_parameters_of_a_linear_layer(
    student: Student, reference: Reference, stack: Stack
) -> None:
    """Weight and bias of each linear layer that rows go through."""
    assert student.infer(list(stack.layers), stack.input_shape) == _inferred(reference, stack)


@check(points=2)
@given(stack=images_through_linear_layers())
def knows_what_a_linear_layer_takes_of_an_image(
    student: Student, reference: Reference, stack: Stack
) -> None:
    """A linear layer looks at one dimension, flattened or not."""
    assert student.infer(list(stack.layers), stack.input_shape) == _inferred(reference, stack)


@check(points=2)
@given(stack=convolutions())
def knows_the_parameters_of_a_convolution(
    student: Student, reference: Reference, stack: Stack
) -> None:
    """Weight and bias of each convolution."""
    assert student.infer(list(stack.layers), stack.input_shape) == _inferred(reference, stack)


@check(points=2)
@given(stack=normalized())
def knows_the_parameters_of_batch_norm(
    student: Student, reference: Reference, stack: Stack
) -> None:
    """What batch normalization learns, for rows and for images."""
    assert student.infer(list(stack.layers), stack.input_shape) == _inferred(reference, stack)


@check(points=3)
@given(stack=image_networks())
def follows_the_size_of_an_image(student: Student, reference: Reference, stack: Stack) -> None:
    """Linear layers behind convolutions and poolings take what is left of the image."""
    assert student.infer(list(stack.layers), stack.input_shape) == _inferred(reference, stack)


@check(points=2)
@given(stack=passable())
def tells_the_shape_that_comes_out(student: Student, reference: Reference, stack: Stack) -> None:
    """The shape of the output, without the batch."""
    _, shape = _sent_through(reference, stack)
    assert student.output_shape(list(stack.layers), stack.input_shape) == shape


@check(points=1)
@given(stack=impassable())
def infers_up_to_the_layer_that_stops(student: Student, reference: Reference, stack: Stack) -> None:
    """`infer` raises where PyTorch would, and names the layer."""
    _, raised = _sent_through(reference, stack)
    answer = student.attempt.infer(list(stack.layers), stack.input_shape)
    assert answer == refused(ValueError, **raised.facts)


@check(points=1)
@given(stack=impassable())
def finds_no_shape_behind_the_layer_that_stops(
    student: Student, reference: Reference, stack: Stack
) -> None:
    """`output_shape` raises where PyTorch would, and names the layer."""
    _, raised = _sent_through(reference, stack)
    answer = student.attempt.output_shape(list(stack.layers), stack.input_shape)
    assert answer == refused(ValueError, **raised.facts)

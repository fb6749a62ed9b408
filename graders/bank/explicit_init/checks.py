"""Initialize when you say so: a dry run, then an initializer of one's own.

Source: Dive into Deep Learning, section Lazy Initialization, its helper for initialization.
"""

from graders import (
    Reference,
    Stack,
    Student,
    among,
    any_devices,
    check,
    flags,
    given,
    holds_numbers,
    sizes,
    stacks,
)
from graders.instruments import (
    evaluating,
    give_gradients,
    named_buffers,
    named_gradients,
    numbers_in,
    reached_by_backward,
    replaced,
    shape_given,
    start_drawing,
    stir,
)
from graders.instruments import (
    inputs as inputs_of,
)

from .cases import modes
from .instruments import (
    applied,
    branches,
    filled,
    filler,
    met,
    next_drawn,
    recorder,
    repeated_forwards,
    set_flags,
    stir_buffers,
    values_in_norms,
)
from .instruments import (
    subclassed as as_subclasses,
)

_SEED = 1
"""Not the seed that the networks are built with."""

_fillings = among([2.0, -0.5, 3.25])
"""Not what any layer starts with, and exact in every dtype."""


# --- apply_init ----------------------------------------------------------------------------------


@check(points=1)
@given(stack=stacks("flatten"), inputs=sizes(1, 3), device=any_devices())
def infers_every_shape_in_one_forward(
    student: Student, reference: Reference, stack: Stack, inputs: int, device: str | None
) -> None:
    """Every parameter gets its shape; the network is run once, with all of its inputs."""
    stack = stack.on(device)
    net = student.measure(branches, [student.network(stack.network) for _ in range(inputs)])
    student.apply_init(net, (stack.x,) * inputs)
    twin = reference.network(stack.network)
    reference.measure(shape_given, twin, stack.x)
    assert net.look().shapes == twin.look().shapes * inputs
    assert net.look().devices == twin.look().devices
    assert student.measure(repeated_forwards, net) == 0


@check(points=1)
@given(stack=stacks("norm", "dropout", "inplace"))
def shows_init_every_module_once(student: Student, reference: Reference, stack: Stack) -> None:
    """Each module comes to `init` once, when all of its parameters are there."""
    net, noting = student.network(stack.network), student.measure(recorder)
    student.apply_init(net, (stack.x,), noting)
    twin, expected = reference.network(stack.network), reference.measure(recorder)
    twin.forward(stack.x)
    reference.measure(applied, twin, expected)
    assert student.measure(met, noting, net) == reference.measure(met, expected, twin)


@check(points=1)
@given(stack=stacks("norm"))
def keeps_the_values_that_init_gives(student: Student, reference: Reference, stack: Stack) -> None:
    """What `init` writes is there afterwards, and after the next forward."""
    net = student.network(stack.network)
    student.apply_init(net, (stack.x,), student.measure(filler))
    twin = reference.network(stack.network)
    twin.forward(stack.x)
    reference.measure(applied, twin, reference.measure(filler))
    assert net.values() == twin.values()
    net.forward(stack.x)
    assert net.values() == twin.values()


@check(points=1)
@given(stack=stacks("dropout", "norm"))
def draws_what_an_eager_twin_draws(student: Student, reference: Reference, stack: Stack) -> None:
    """Without `init`: the weights of eager layers at that seed, and no other random number."""
    net = student.network(stack.network)
    student.measure(start_drawing, _SEED)
    untouched = student.measure(next_drawn)
    student.apply_init(net, (stack.x,))
    head, tail = reference.network(stack.head), reference.network(stack.tail(_SEED))
    assert net.values() == head.values() + tail.values()
    # An answer may have put the random numbers back to where they were.
    drawn = student.measure(next_drawn)
    expected = untouched if drawn == untouched else _next_after(reference, stack)
    assert drawn == expected


def _next_after(reference: Reference, stack: Stack) -> float:
    """What is drawn next if only the weights are drawn: those of the same network in eval mode."""
    net = reference.network(stack.network)
    reference.measure(set_flags, net, (False,))
    reference.measure(start_drawing, _SEED)
    net.forward(stack.x)
    drawn: float = reference.measure(next_drawn)
    return drawn


@check(points=1)
@given(stack=stacks(starts=(("norm",),)), flags=modes())
def leaves_batch_norm_statistics_alone(
    student: Student, reference: Reference, stack: Stack, flags: tuple[bool, ...]
) -> None:
    """The dry run is no training: known statistics stay, new ones are those of a fresh layer."""
    net, twin = student.network(stack.network), reference.network(stack.network)
    student.measure(stir_buffers, net)
    student.measure(set_flags, net, flags)
    student.apply_init(net, (stack.x,))
    reference.measure(stir_buffers, twin)
    reference.measure(set_flags, twin, (False,))
    twin.forward(stack.x)
    expected = reference.measure(named_buffers, twin)
    assert student.measure(named_buffers, net) == expected


@check(points=1)
@given(stack=stacks("norm", "dropout"), flags=modes())
def gives_every_module_its_mode_back(
    student: Student, reference: Reference, stack: Stack, flags: tuple[bool, ...]
) -> None:
    """Each module is in training or in evaluation mode as it was, whatever the others are in."""
    net = student.network(stack.network)
    student.measure(set_flags, net, flags)
    before = student.measure(evaluating, net)
    student.apply_init(net, (stack.x,))
    assert student.measure(evaluating, net) == before


@check(points=1)
@given(stack=stacks("dropout", starts=(("inplace",), ("flatten", "inplace"))))
def leaves_the_inputs_as_they_came(student: Student, reference: Reference, stack: Stack) -> None:
    """A network that begins with an in-place module does not change the inputs."""
    net = student.network(stack.network)
    inputs = student.measure(inputs_of, stack.x)
    before = student.measure(numbers_in, inputs)
    student.apply_init(net, inputs)
    assert student.measure(numbers_in, inputs) == before


@check(points=1)
@given(stack=stacks("flatten"))
def leaves_a_network_that_can_be_trained(
    student: Student, reference: Reference, stack: Stack
) -> None:
    """The same parameter objects with the gradients that they had; a backward reaches them all."""
    net, twin = student.network(stack.network), reference.network(stack.network)
    student.measure(give_gradients, net, 1)
    before, gradients = net.look().tokens, student.measure(named_gradients, net)
    student.apply_init(net, (stack.x,))
    assert student.measure(replaced, net, before) == []
    assert student.measure(named_gradients, net) == gradients
    expected = reference.measure(reached_by_backward, twin, stack.x)
    assert student.measure(reached_by_backward, net, stack.x) == expected


# --- constant ------------------------------------------------------------------------------------


@check(points=1)
@given(stack=stacks("flatten"), value=_fillings, subclassed=flags(), device=any_devices())
def fills_linear_layers_and_convolutions(
    student: Student,
    reference: Reference,
    stack: Stack,
    value: float,
    subclassed: bool,
    device: str | None,
) -> None:
    """All weights are the constant and all biases 0, in the very parameters that were there."""
    stack = stack.on(device)
    net, twin = student.network(stack.network), reference.network(stack.network)
    before = net.look().tokens
    if subclassed:
        student.measure(as_subclasses, net)
    student.apply_init(net, (stack.x,), student.constant(value))
    reference.measure(shape_given, twin, stack.x)
    reference.measure(filled, twin, value)
    if holds_numbers(device):
        assert net.values() == twin.values()
    assert net.look().devices == twin.look().devices
    assert student.measure(replaced, net, before) == []


@check(points=1)
@given(stack=stacks(starts=(("norm",),)), value=_fillings)
def leaves_other_modules_as_they_are(
    student: Student, reference: Reference, stack: Stack, value: float
) -> None:
    """What is no linear layer and no convolution keeps its weight and its bias."""
    net, twin = student.network(stack.network), reference.network(stack.network)
    student.measure(stir, net, _SEED)
    student.apply_init(net, (stack.x,), student.constant(value))
    reference.measure(stir, twin, _SEED)
    twin.forward(stack.x)
    assert student.measure(values_in_norms, net) == reference.measure(values_in_norms, twin)

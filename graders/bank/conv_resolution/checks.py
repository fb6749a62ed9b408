"""Images of varying resolution: what a convolutional network infers, keeps and refuses.

Source: Dive into Deep Learning, section Lazy Initialization, its remark on convolutional networks.
"""

from typing import Any

from graders import (
    Net,
    Reference,
    Student,
    check,
    given,
    holds_numbers,
    other_devices,
)
from graders.instruments import (
    mixture,
    set_values,
    sgd,
    sharing,
    stir,
    unknown_to,
)

from .cases import (
    Images,
    images,
    images_too_small_later,
    images_with_traded_sides,
    pairs_of_images,
    ragged_images,
    several_images,
    several_images_of_many_channels,
    whole_images,
)
from .instruments import evaluate, run_whole

# --- build ---------------------------------------------------------------------------------------


def _built(student: Student, case: Images, **options: Any) -> Net:
    net: Net = student.build(list(case.channels), case.classes, **options)
    return net


@check(points=1)
@given(case=images())
def leaves_every_size_to_be_inferred(student: Student, reference: Reference, case: Images) -> None:
    """No layer has a weight before data comes, the convolutions as little as the linear one."""
    expected = reference.network(case.network).look().weight_shapes
    assert _built(student, case).look().weight_shapes == expected


@check(points=1)
@given(case=images())
def computes_what_its_own_weights_say(student: Student, reference: Reference, case: Images) -> None:
    """Convolution, ReLU and pooling by turns; then flat, linear, and nothing after it."""
    data = case.batch(case.resolutions[0], rows=4)
    net, twin = _built(student, case), reference.network(case.network)
    assert net.forward(data).shape == twin.forward(data).shape
    # Values can only be carried over between networks of the same shapes.
    assert net.look().shapes == twin.look().shapes
    # Weights that the answer did not choose: zeros would give zeros in any network.
    student.measure(stir, net, 1)
    reference.measure(set_values, twin, net.values())
    assert net.forward(data).output.close_to(twin.forward(data).output)


@check(points=1)
@given(case=images(), device=other_devices())
def puts_every_layer_on_the_device(
    student: Student, reference: Reference, case: Images, device: str
) -> None:
    """Every parameter is on the device that was asked for, before any data comes."""
    expected = reference.network(case.network_on(device)).look().devices
    assert _built(student, case, device=device).look().devices == expected


# --- flattened_features --------------------------------------------------------------------------


def _agrees_on_the_features(student: Student, reference: Reference, case: Images) -> None:
    [(height, width)] = case.resolutions
    net = reference.network(case.network)
    net.forward(case.batch((height, width)))
    *_, (_, taken) = net.look().weight_shapes
    assert student.flattened_features(list(case.channels), height, width) == taken


@check(points=1)
@given(case=whole_images())
def counts_the_features_that_reach_the_linear_layer(
    student: Student, reference: Reference, case: Images
) -> None:
    """How many features are flattened if every pooling halves evenly."""
    _agrees_on_the_features(student, reference, case)


@check(points=1)
@given(case=ragged_images())
def drops_what_does_not_fill_a_pooling_window(
    student: Student, reference: Reference, case: Images
) -> None:
    """The same where a side is odd before some pooling."""
    _agrees_on_the_features(student, reference, case)


# --- accepts -------------------------------------------------------------------------------------


def _agrees_on_the_second(student: Student, reference: Reference, case: Images) -> None:
    first, then = case.resolutions
    net = reference.network(case.network)
    reference.measure(run_whole, net, case.batch(first))
    outcome = reference.measure(run_whole, net, case.batch(then))
    accepted = isinstance(outcome.shape, tuple)  # and no exception
    assert student.accepts(list(case.channels), case.classes, first, then) == accepted


@check(points=2)
@given(case=pairs_of_images())
def tells_which_resolutions_one_instance_accepts(
    student: Student, reference: Reference, case: Images
) -> None:
    """Whether an instance that has seen one resolution takes another."""
    _agrees_on_the_second(student, reference, case)


@check(points=1)
@given(case=images_with_traded_sides())
def knows_that_the_number_of_features_decides(
    student: Student, reference: Reference, case: Images
) -> None:
    """The same for resolutions with as many pixels, which need not pool to as many features."""
    _agrees_on_the_second(student, reference, case)


@check(points=1)
@given(case=images_too_small_later())
def knows_that_pooling_can_run_out_of_pixels(
    student: Student, reference: Reference, case: Images
) -> None:
    """The same where the second resolution is too small for the network."""
    _agrees_on_the_second(student, reference, case)


# --- any_resolution ------------------------------------------------------------------------------
# Each resolution is sent in once before anything else is asked: an answer that cannot take it, or
# gives another shape, has no gradients worth looking at.


_TRIES = 3


def _free(student: Student, case: Images, **options: Any) -> Net:
    net: Net = student.any_resolution(list(case.channels), case.classes, **options)
    return net


@check(points=2)
@given(case=several_images())
def serves_every_resolution(student: Student, reference: Reference, case: Images) -> None:
    """One instance takes every resolution from the smallest possible on, in any order."""
    net = _free(student, case)
    for resolution in case.resolutions:
        assert net.forward(case.batch(resolution)).shape == (2, case.classes)


@check(points=1)
@given(case=several_images_of_many_channels())
def shares_a_parameter_among_all_resolutions(
    student: Student, reference: Reference, case: Images
) -> None:
    """Some parameter gets a gradient from each resolution, and changing it changes each answer."""
    net = _free(student, case)
    batches = [case.batch((side, side), rows=8) for side in case.squares]
    for data in batches:
        assert net.forward(data).shape == (8, case.classes)
    shared = student.measure(sharing, net, batches)
    for seed in range(_TRIES):
        # Parameters that are 0 at first, or a ReLU dead by chance, are no fault of a design.
        if shared == case.squares:
            break
        student.measure(stir, net, seed)
        shared = student.measure(sharing, net, batches)
    assert shared == case.squares


@check(points=1)
@given(case=several_images())
def trains_all_that_it_uses(student: Student, reference: Reference, case: Images) -> None:
    """An optimizer made after one forward holds whatever any other resolution will need."""
    net = _free(student, case)
    first, *others = map(case.batch, case.resolutions)
    assert net.forward(first).shape == (2, case.classes)
    optimizer = student.measure(sgd, net)
    for data in others:
        assert net.forward(data).shape == (2, case.classes)
    assert student.measure(unknown_to, optimizer, net, [first, *others]) == []


@check(points=1)
@given(case=several_images())
def answers_the_same_after_other_resolutions(
    student: Student, reference: Reference, case: Images
) -> None:
    """In evaluation mode, images get the same answer after others have been seen."""
    net = _free(student, case)
    batches = list(map(case.batch, case.resolutions))
    for data in batches:
        assert net.forward(data).shape == (2, case.classes)
    student.measure(evaluate, net)
    said = [net.forward(data) for data in batches]
    for data, before in zip(batches, said, strict=True):
        assert net.forward(data).output.close_to(before.output)


@check(points=1)
@given(case=several_images(), device=other_devices())
def keeps_to_the_device_at_any_resolution(
    student: Student, reference: Reference, case: Images, device: str
) -> None:
    """All parameters are on the device that was asked for, and so is what a forward makes."""
    # Whether there are any before data comes, and how many, is up to the design.
    net = _free(student, case, device=device)
    for seen in net.look().parameters:
        assert seen.device == device
    for resolution in case.resolutions:
        data = case.batch(resolution, device=device)
        if holds_numbers(device):
            assert net.forward(data).shape == (2, case.classes)
        else:
            assert student.measure(mixture, net, data) == None  # noqa: E711
    for seen in net.look().parameters:
        assert seen.device == device

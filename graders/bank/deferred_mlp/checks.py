"""See it happen: no size is given, and the first batch fixes them all.

Source: Dive into Deep Learning, section Lazy Initialization, its running text.
"""

from typing import Any

from hypothesis import strategies as st

from graders import (
    Cases,
    DType,
    Layers,
    Reference,
    Student,
    among,
    any_devices,
    batch,
    check,
    given,
    holds_numbers,
    mlp,
    sizes,
)
from graders.instruments import (
    evaluating,
    give_gradients,
    known_values,
    moved_since,
    named_buffers,
    named_gradients,
    reached_by_backward,
    restore,
    saved,
    set_values,
    shape_given,
    stir,
)

from .cases import DATA, OTHER_DATA, STATE, Stage, before_dry_runs, module_names, stages
from .instruments import evaluate_only

# --- build ---------------------------------------------------------------------------------------

_widths = Cases(
    ([1], [2], [1, 1], [2, 1], [1, 2], [1, 1, 1], [1, 2, 1]),
    st.lists(st.integers(1, 99), min_size=1, max_size=5),
)
_few = Cases(([1], [2], [1, 1], [1, 2, 1]), _widths.drawn)


def _lazy(widths: list[int]) -> Layers:
    return mlp([(None, width) for width in widths])


@check(points=1)
@given(widths=_widths, in_features=sizes())
def lets_the_first_batch_fix_every_shape(
    student: Student, reference: Reference, widths: list[int], in_features: int
) -> None:
    """Nothing is initialized before data; one batch fixes every shape."""
    net, twin = student.build(widths), reference.network(_lazy(widths))
    assert net.look().weight_shapes == twin.look().weight_shapes
    assert net.look().shapes == twin.look().shapes
    data = batch(2, in_features)
    twin.forward(data)
    assert net.forward(data).shape == (2, widths[-1])
    assert net.look().weight_shapes == twin.look().weight_shapes


@check(points=1)
@given(widths=_widths, in_features=sizes())
def computes_what_its_own_weights_say(
    student: Student, reference: Reference, widths: list[int], in_features: int
) -> None:
    """Linear layers with a ReLU between each two, and none after the last."""
    data = batch(4, in_features)
    net, twin = student.build(widths), reference.network(_lazy(widths))
    assert net.forward(data).shape == twin.forward(data).shape
    # Values can only be carried over between networks of the same shapes.
    assert net.look().shapes == twin.look().shapes
    # Weights that the answer did not choose: zeros would give zeros in any network.
    student.measure(stir, net, 1)
    reference.measure(set_values, twin, net.values())
    assert net.forward(data).output.close_to(twin.forward(data).output)


@check(points=1)
@given(
    widths=_few,
    in_features=sizes(),
    rows=Cases(([1], [], [3], [0]), st.lists(st.integers(0, 9), max_size=1)),
)
def takes_any_number_of_rows_afterwards(
    student: Student, reference: Reference, widths: list[int], in_features: int, rows: list[int]
) -> None:
    """After a batch of two rows: one of any other number, none, or a single row by itself."""
    net, twin = student.build(widths), reference.network(_lazy(widths))
    for shape in ((2, in_features), (*rows, in_features)):
        data = batch(*shape)
        assert net.forward(data).shape == twin.forward(data).shape


@check(points=1)
@given(
    widths=_few,
    device=any_devices(),
    dtype=among([None, "float64", "bfloat16"]),
)
def puts_parameters_on_the_device_in_the_dtype(
    student: Student,
    reference: Reference,
    widths: list[int],
    device: str | None,
    dtype: str | None,
) -> None:
    """Every parameter, lazy or not, is on the device and of the dtype that were asked for."""
    # A network that is moved to "meta" stops being lazy: what it does there is not asked.
    options = {
        **({"device": device} if device else {}),
        **({"dtype": DType(dtype)} if dtype else {}),
    }
    net = student.build(widths, **options)
    twin = reference.network(_lazy(widths).network(device=device, dtype=dtype))
    assert net.look().dtypes == twin.look().dtypes
    assert net.look().devices == twin.look().devices
    if holds_numbers(device):
        data = batch(2, 3, device=device, dtype=dtype)
        assert net.forward(data).shape == twin.forward(data).shape
        assert net.look().dtypes == twin.look().dtypes
        assert net.look().devices == twin.look().devices


# --- parameter_shapes ----------------------------------------------------------------------------


def _at(side: Student | Reference, stage: Stage) -> Any:
    """The network at its stage."""
    net = side.network(stage.network)
    if stage.met == DATA:
        net.forward(stage.batch())
    elif stage.met == OTHER_DATA:
        net.forward(stage.other_batch)
    elif stage.met == STATE:
        twin = side.network(stage.network)
        twin.forward(stage.batch())
        side.measure(restore, net, side.measure(saved, twin))
    if stage.evaluating:
        side.measure(evaluate_only, net, list(stage.evaluating))
    return net


@check(points=1)
@given(stage=stages())
def tells_every_shape_and_what_is_uninitialized(
    student: Student, reference: Reference, stage: Stage
) -> None:
    """The shape of each parameter by name, None while it is uninitialized."""
    expected = {seen.name: seen.shape for seen in _at(reference, stage).look().parameters}
    assert student.parameter_shapes(_at(student, stage)) == expected


@check(points=1)
@given(stage=stages())
def leaves_a_network_that_it_reads_as_it_was(
    student: Student, reference: Reference, stage: Stage
) -> None:
    """Reading initializes nothing, and changes nothing."""
    net = _at(student, stage)
    before, numbers = net.look(), net.values()
    statistics = student.measure(named_buffers, net)
    student.parameter_shapes(net)
    assert net.look().shapes == before.shapes
    assert net.look().parameters == before.parameters
    assert net.values() == numbers
    assert student.measure(named_buffers, net) == statistics


# --- dry_run -------------------------------------------------------------------------------------


@check(points=1)
@given(stage=before_dry_runs(double=True, anywhere=True))
def fixes_every_shape_by_a_batch_of_its_own(
    student: Student, reference: Reference, stage: Stage
) -> None:
    """After a dry run every shape is that which data of this width would have fixed."""
    twin, net = _at(reference, stage), _at(student, stage)
    reference.measure(shape_given, twin, stage.batch())
    student.dry_run(net, stage.in_features)
    assert net.look().shapes == twin.look().shapes
    assert net.look().dtypes == twin.look().dtypes
    assert net.look().devices == twin.look().devices


@check(points=1)
@given(stage=before_dry_runs())
def leaves_every_training_flag_as_it_was(
    student: Student, reference: Reference, stage: Stage
) -> None:
    """Whatever was in evaluation mode before is so afterwards, and nothing else."""
    net = _at(student, stage)
    student.dry_run(net, stage.in_features)
    expected = reference.measure(evaluating, _at(reference, stage))
    assert student.measure(evaluating, net) == expected


@check(points=1)
@given(stage=before_dry_runs(double=True))
def leaves_statistics_and_values_as_they_were(
    student: Student, reference: Reference, stage: Stage
) -> None:
    """What was initialized before keeps its numbers; new statistics are those of no data at all."""
    net = _at(student, stage)
    values = student.measure(known_values, net)
    before = student.measure(named_buffers, net)
    student.dry_run(net, stage.in_features)
    twin = _at(reference, stage)
    # In evaluation mode a forward leaves statistics alone: what is new shows how they start.
    reference.measure(evaluate_only, twin, list(module_names(stage.network)))
    twin.forward(stage.batch())
    start = reference.measure(named_buffers, twin)
    expected = [
        (name, new if was is None else was)
        for (name, was), (_, new) in zip(before.value, start, strict=True)
    ]
    assert student.measure(named_buffers, net) == expected
    still = [(name, 0.0) for name, _ in values.value]
    assert student.measure(moved_since, net, values) == still


@check(points=1)
@given(stage=before_dry_runs())
def leaves_gradients_to_training(student: Student, reference: Reference, stage: Stage) -> None:
    """No gradient comes or goes, and a backward pass reaches every parameter afterwards."""
    net = _at(student, stage)
    student.measure(give_gradients, net, 1)
    before = student.measure(named_gradients, net)
    student.dry_run(net, stage.in_features)
    assert student.measure(named_gradients, net) == before
    expected = reference.measure(reached_by_backward, _at(reference, stage), stage.batch())
    assert student.measure(reached_by_backward, net, stage.batch()) == expected

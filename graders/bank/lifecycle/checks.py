"""Counting, loading and training a network that may still be lazy.

Sources: PyTorch's documentation of lazy modules (torch.nn.modules.lazy.LazyModuleMixin); Dive into
Deep Learning, section Lazy Initialization.
"""

from typing import Any

from graders import (
    Network,
    Reference,
    Student,
    among,
    any_devices,
    check,
    flags,
    given,
    holds_numbers,
    refused,
)
from graders.instruments import (
    freeze,
    set_values,
    sgd,
    shape_given,
    unknown_to,
)

from .cases import Composition, Life, Misfit, compositions, lives, misfits
from .instruments import (
    age,
    carried,
    checkpoint,
    descend,
    dry_run_quietly,
    gradients,
    input_sizes,
    modes,
    optimizer_class,
    optimizer_over,
    set_mode,
    statistics,
    take_over,
    tie_layers,
)
from .plans import Plan, plans

OPTIMIZERS = ("SGD", "Adagrad", "Adam", "AdamW", "RMSprop", "Adadelta")
OPTIONS = ({"lr": 0.1}, {"lr": 0.5, "weight_decay": 0.1})
MODES = ("training", "evaluating", "mixed")

# --- count_parameters ----------------------------------------------------------------------------


def _count(seen: Any) -> int | None:
    """How many scalars a network has; None while any of its parameters is uninitialized."""
    return None if None in seen.shapes else seen.scalars


@check(points=1)
@given(case=compositions())
def counts_each_parameter_once(student: Student, reference: Reference, case: Composition) -> None:
    """Tied parameters once, frozen ones too, statistics not at all."""
    nets = student.network(case.network), reference.network(case.network)
    x = Plan(case.network, (case.width,)).batch()
    for side, net in zip((student, reference), nets, strict=True):
        if case.tied:
            side.measure(tie_layers, net, *case.tied)
        for index in case.frozen:
            side.measure(freeze, net, index)
        net.forward(x)
    net, twin = nets
    assert student.count_parameters(net) == _count(twin.look())


@check(points=1)
@given(plan=plans())
def knows_when_there_is_no_number_yet(student: Student, reference: Reference, plan: Plan) -> None:
    """None while a parameter is uninitialized, the number afterwards."""
    net, twin = student.network(plan.network), reference.network(plan.network)
    assert student.count_parameters(net) == _count(twin.look())
    net.forward(plan.batch())
    twin.forward(plan.batch())
    assert student.count_parameters(net) == _count(twin.look())


# --- load ----------------------------------------------------------------------------------------


def _checkpoint_of(student: Student, network: Network) -> Any:
    """The state dict of another network, which has lived: its statistics are not those of birth."""
    other = student.network(network)
    student.measure(age, other)
    return student.measure(checkpoint, other)


@check(points=1)
@given(plan=plans(), seen=flags(), device=any_devices())
def finishes_the_initialization(
    student: Student, reference: Reference, plan: Plan, seen: bool, device: str | None
) -> None:
    """After loading nothing is lazy, and each linear layer knows its input size."""
    there = plan.on(device)
    net, complete = student.network(there.network), reference.network(there.complete)
    if seen:
        student.measure(shape_given, net, there.batch())
    student.load(net, _checkpoint_of(student, plan.other))
    assert net.look().shapes == complete.look().shapes
    assert student.measure(input_sizes, net) == reference.measure(input_sizes, complete)
    assert net.look().devices == complete.look().devices


@check(points=1)
@given(plan=plans(), seen=flags())
def brings_over_every_value(student: Student, reference: Reference, plan: Plan, seen: bool) -> None:
    """Parameters and statistics are those of the checkpoint; a forward draws nothing anew."""
    net, other = student.network(plan.network), reference.network(plan.other)
    reference.measure(age, other)
    if seen:
        net.forward(plan.batch())
    student.load(net, _checkpoint_of(student, plan.other))
    assert student.measure(carried, net) == reference.measure(carried, other)
    assert net.forward(plan.batch()).output.close_to(other.forward(plan.batch()).output)
    assert net.values() == other.values()


@check(points=1)
@given(plan=plans())
def keeps_the_parameter_objects(student: Student, reference: Reference, plan: Plan) -> None:
    """An optimizer that was made before loading trains the network afterwards."""
    net, other = student.network(plan.network), reference.network(plan.other)
    optimizer = student.measure(sgd, net)
    before = net.look().tokens
    student.load(net, _checkpoint_of(student, plan.other))
    assert net.look().shapes == other.look().shapes
    assert net.look().tokens == before
    reference.measure(descend, other, reference.measure(sgd, other), plan.batch())
    assert student.measure(descend, net, optimizer, plan.batch()) == None  # noqa: E711
    _same_numbers(net, other)


def _same_numbers(net: Any, twin: Any) -> None:
    """Parameter by parameter, up to rounding."""
    for came, expected in zip(net.values(), twin.values(), strict=True):
        assert came.close_to(expected)


@check(points=1)
@given(case=misfits(), seen=flags())
def refuses_a_checkpoint_that_does_not_fit(
    student: Student, reference: Reference, case: Misfit, seen: bool
) -> None:
    """Another shape, a missing, an unexpected or an uninitialized entry: ValueError."""
    net = student.network(case.network)
    if seen:
        net.forward(case.plan.batch())
    state = _checkpoint_of(student, case.other)
    assert student.attempt.load(net, state) == refused(ValueError)


@check(points=1)
@given(case=misfits(), seen=flags())
def leaves_the_network_as_it_was_when_it_refuses(
    student: Student, reference: Reference, case: Misfit, seen: bool
) -> None:
    """After a checkpoint that does not fit, all is as before, and data can still come."""
    net, twin = student.network(case.network), reference.network(case.network)
    if seen:
        net.forward(case.plan.batch())
    shapes, held, tokens = net.look().shapes, student.measure(carried, net), net.look().tokens
    student.attempt.load(net, _checkpoint_of(student, case.other))
    assert net.look().shapes == shapes
    assert student.measure(carried, net) == held
    assert net.look().tokens == tokens
    assert net.forward(case.plan.batch()).shape == twin.forward(case.plan.batch()).shape


# --- prepare_optimizer ---------------------------------------------------------------------------


@check(points=1)
@given(plan=plans(), optimizer=among(OPTIMIZERS), options=among(OPTIONS), device=any_devices())
def trains_every_parameter_with_every_optimizer(
    student: Student,
    reference: Reference,
    plan: Plan,
    optimizer: str,
    options: dict[str, float],
    device: str | None,
) -> None:
    """One step changes each parameter as it does in a network with nothing to infer."""
    plan = plan.on(device)
    net, twin = student.network(plan.network), reference.network(plan.complete)
    kind, x = student.measure(optimizer_class, optimizer), plan.batch()
    made = student.prepare_optimizer(net, x, kind, **options)
    if not holds_numbers(device):
        assert student.measure(unknown_to, made, net, [x]) == []
        assert net.look().shapes == twin.look().shapes
        assert net.look().devices == twin.look().devices
        return
    # The dry run drew values of its own: the twin gets them.
    net.forward(x)
    assert net.look().shapes == twin.look().shapes
    assert net.look().devices == twin.look().devices
    reference.measure(set_values, twin, net.values())
    known = reference.measure(optimizer_over, twin, optimizer, options)
    reference.measure(descend, twin, known, x)
    assert student.measure(descend, net, made, x) == None  # noqa: E711
    _same_numbers(net, twin)


@check(points=1)
@given(plan=plans(), mode=among(MODES))
def leaves_no_trace_of_the_dry_run(
    student: Student, reference: Reference, plan: Plan, mode: str
) -> None:
    """Training flags, statistics, gradients and the values that were there are as before."""
    net, twin = student.network(plan.network), reference.network(plan.complete)
    student.measure(set_mode, net, mode)
    reference.measure(set_mode, twin, mode)
    before = net.values()
    kind = student.measure(optimizer_class, "SGD")
    student.prepare_optimizer(net, plan.batch(), kind, lr=0.1)
    assert student.measure(modes, net) == reference.measure(modes, twin)
    student.measure(dry_run_quietly, net, plan.batch())
    assert student.measure(statistics, net) == reference.measure(statistics, twin)
    assert student.measure(gradients, net) == reference.measure(gradients, twin)
    for now, earlier in zip(net.values(), before, strict=True):
        if earlier.value is not None:
            assert now == earlier


# --- all of them ---------------------------------------------------------------------------------


@check(points=1)
@given(life=lives(), optimizer=among(OPTIMIZERS))
def holds_in_every_order(
    student: Student, reference: Reference, life: Life, optimizer: str
) -> None:
    """Counting, loading and training are right whatever has happened to the network before."""
    plan, x = life.plan, life.plan.batch()
    net, twin = student.network(plan.network), reference.network(plan.network)
    kind, options = student.measure(optimizer_class, optimizer), {"lr": 0.1}
    trainer: Any = None
    trainer_of_twin: Any = None
    for step in life.steps:
        match step:
            case "load":
                student.load(net, _checkpoint_of(student, plan.other))
                other = reference.network(plan.other)
                reference.measure(take_over, twin, reference.measure(checkpoint, other))
            case "load another":
                state = _checkpoint_of(student, life.misfit)
                assert student.attempt.load(net, state) == refused(ValueError)
            case "train":
                assert student.measure(descend, net, trainer, x) == None  # noqa: E711
                reference.measure(descend, twin, trainer_of_twin, x)
            case _:
                if step == "prepare":
                    trainer = student.prepare_optimizer(net, x, kind, **options)
                net.forward(x)
                twin.forward(x)
                assert net.look().shapes == twin.look().shapes
                reference.measure(set_values, twin, net.values())
        if step == "prepare":
            trainer_of_twin = reference.measure(optimizer_over, twin, optimizer, options)
        assert student.count_parameters(net) == _count(twin.look())
        assert net.look().shapes == twin.look().shapes
        if None not in twin.look().shapes:
            _same_numbers(net, twin)

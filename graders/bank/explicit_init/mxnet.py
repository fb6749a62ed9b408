"""Initialize when you say so, and as you say: ask, and complete it by a forward.

Source: Dive into Deep Learning, section Lazy Initialization, and section Parameter Initialization.
"""

from hypothesis import strategies as st

from graders import (
    Cases,
    Linear,
    Moment,
    Network,
    Reference,
    ReLU,
    Student,
    among,
    batch,
    check,
    flags,
    given,
    mlp,
    moments,
    sizes,
)
from graders.instruments import (
    constant_init,
    constructed,
    initialize_with,
    known_values,
    moved_since,
    replaced,
    start_drawing,
)

from .instruments import (
    branches,
    filled_anew,
    filler,
    insisting,
    repeated_forwards,
)
from .mxnet_cases import normed

_SEED = 1
"""Not the seed that the networks are built with."""

_fillings = among([2.0, -0.5, 3.25])
"""Not what any layer starts with, and exact in every dtype."""


# --- apply_init ----------------------------------------------------------------------------------


@check(points=1)
@given(moment=moments(*Moment.FITTING), inputs=sizes(1, 3))
def infers_every_shape_in_one_forward(
    student: Student, reference: Reference, moment: Moment, inputs: int
) -> None:
    """Every parameter gets its data; the network is run once, with all of its inputs."""
    net = student.measure(branches, [moment.reached_by(student) for _ in range(inputs)])
    student.apply_init(net, (moment.batch(),) * inputs)
    twin = reference.network(moment.network)
    twin.forward(moment.batch())
    assert net.look().shapes == twin.look().shapes * inputs
    assert student.measure(repeated_forwards, net) == 0


@check(points=1)
@given(moment=moments(Moment.CONSTRUCTED, Moment.ASKED))
def fills_with_the_initializer(student: Student, reference: Reference, moment: Moment) -> None:
    """What had no data gets that of the initializer; biases start as their layers say."""
    net = moment.reached_by(student)
    student.apply_init(net, (moment.batch(),), student.measure(filler))
    twin = moment.reached_by(reference)
    reference.measure(filled_anew, twin, reference.measure(filler))
    twin.forward(moment.batch())
    assert net.values() == twin.values()


@check(points=2)
@given(moment=moments(Moment.DATA, Moment.ONE_ASKED))
def replaces_the_values_that_are_there(
    student: Student, reference: Reference, moment: Moment
) -> None:
    """With an initializer, what has data already is initialized anew."""
    net = moment.reached_by(student)
    student.apply_init(net, (moment.batch(),), student.measure(filler))
    twin = moment.reached_by(reference)
    reference.measure(filled_anew, twin, reference.measure(filler))
    twin.forward(moment.batch())
    assert net.values() == twin.values()


@check(points=1)
@given(moment=moments(Moment.DATA, Moment.ONE_ASKED))
def keeps_values_without_an_initializer(
    student: Student, reference: Reference, moment: Moment
) -> None:
    """Without an initializer, what has data keeps it."""
    net = moment.reached_by(student)
    known = student.measure(known_values, net)
    student.apply_init(net, (moment.batch(),))
    still = [(name, 0.0) for name, _ in known.value]
    assert student.measure(moved_since, net, known) == still


@check(points=1)
@given(
    widths=Cases(([1], [2], [1, 1], [2, 1]), st.lists(st.integers(1, 20), min_size=1, max_size=4)),
    in_features=sizes(at_most=9),
    told=flags(),
)
def draws_what_a_full_specification_draws(
    student: Student, reference: Reference, widths: list[int], in_features: int, told: bool
) -> None:
    """Without an initializer: the values of a network at that seed that was told all its sizes."""
    came = [in_features, *widths[:-1]]
    full = list(zip(came, widths, strict=True))
    opened = [(size if told and not i else None, w) for i, (size, w) in enumerate(full)]
    net = student.measure(constructed, mlp(list(opened)).network())
    student.measure(start_drawing, _SEED)
    student.apply_init(net, (batch(2, in_features),))
    assert net.values() == reference.network(mlp(list(full)).network(seed=_SEED)).values()


@check(points=1)
@given(moment=moments(*Moment.FITTING), given_init=flags())
def keeps_the_parameter_objects(
    student: Student, reference: Reference, moment: Moment, given_init: bool
) -> None:
    """What a trainer holds already is what will be trained."""
    net = moment.reached_by(student)
    before = net.look().tokens
    init = (student.measure(filler),) if given_init else ()
    student.apply_init(net, (moment.batch(),), *init)
    assert student.measure(replaced, net, before) == []


@check(points=1)
@given(moment=moments(Moment.CONSTRUCTED, Moment.DATA), value=_fillings)
def lets_a_layer_insist_on_its_own_initializer(
    student: Student, reference: Reference, moment: Moment, value: float
) -> None:
    """A layer that was constructed with an initializer is filled by that one."""
    net, twin = moment.reached_by(student), moment.reached_by(reference)
    student.measure(insisting, net, value)
    student.apply_init(net, (moment.batch(),), student.measure(filler))
    reference.measure(insisting, twin, value)
    reference.measure(filled_anew, twin, reference.measure(filler))
    twin.forward(moment.batch())
    assert net.values() == twin.values()


# --- constant ------------------------------------------------------------------------------------

_without_biases = among(
    [
        Network((Linear(2, 1, bias=False),)),
        Network((Linear(None, 1, bias=False),)),
        Network((Linear(2, 3, bias=False), ReLU(), Linear(None, 2, bias=False))),
    ]
)


@check(points=1)
@given(network=_without_biases, value=_fillings)
def fills_every_weight_with_the_constant(
    student: Student, reference: Reference, network: Network, value: float
) -> None:
    """Every weight is the constant, whether it waited or not."""
    net = student.measure(constructed, network)
    student.measure(initialize_with, net, student.constant(value))
    net.forward(batch(2, 2))
    twin = reference.measure(constructed, network)
    reference.measure(initialize_with, twin, reference.measure(constant_init, value))
    twin.forward(batch(2, 2))
    assert net.values() == twin.values()


@check(points=1)
@given(moment=normed(), value=_fillings)
def leaves_to_layers_what_they_decide(
    student: Student, reference: Reference, moment: Moment, value: float
) -> None:
    """Biases start at 0, and batch normalization as it always does."""
    net = student.measure(constructed, moment.network)
    student.measure(initialize_with, net, student.constant(value))
    net.forward(moment.batch())
    twin = reference.measure(constructed, moment.network)
    reference.measure(initialize_with, twin, reference.measure(constant_init, value))
    twin.forward(moment.batch())
    assert net.values() == twin.values()

"""See it happen in Keras: no size is given, and the first batch builds every layer.

Source: Dive into Deep Learning, section Lazy Initialization, its running text.
"""

from dataclasses import replace
from typing import Any

from graders import (
    Lived,
    Reference,
    Student,
    among,
    batch,
    check,
    given,
    lived_mlps,
    mlp,
)
from graders.instruments import freeze, gone, stir

from . import checks as shared
from .keras_cases import last_axes, widths

__all__ = [  # noqa: RUF022  in the order of the prompt
    "lets_the_first_batch_fix_every_shape",
    "computes_what_its_own_weights_say",
    "looks_for_features_in_the_last_axis",
    "tells_every_shape_and_what_is_not_built",
    "leaves_a_network_that_it_reads_as_it_was",
    "fixes_every_shape_by_a_batch_of_its_own",
    "leaves_every_number_as_data_would",
    "counts_once_everything_is_built",
    "counts_what_is_not_trained_too",
]

_parts: dict[str, Any] = {"widths": widths(), "in_features": among([2, 3])}
lets_the_first_batch_fix_every_shape = replace(
    shared.lets_the_first_batch_fix_every_shape, parts=_parts
)
computes_what_its_own_weights_say = replace(shared.computes_what_its_own_weights_say, parts=_parts)


@check(points=1)
@given(widths=widths(), shapes=last_axes())
def looks_for_features_in_the_last_axis(
    student: Student,
    reference: Reference,
    widths: list[int],
    shapes: tuple[tuple[int, ...], ...],
) -> None:
    """A first batch of any rank, then one of another number of rows."""
    net, twin = student.build(widths), reference.network(mlp([(None, width) for width in widths]))
    for shape in shapes:
        assert net.forward(batch(*shape)).shape == twin.forward(batch(*shape)).shape
    assert net.look().weight_shapes == twin.look().weight_shapes


# --- parameter_shapes ----------------------------------------------------------------------------


def _lived(side: Student | Reference, life: Lived) -> Any:
    """The network after what it has seen."""
    net = side.network(life.network)
    for width in life.seen:
        net.forward(batch(2, width))
    return net


def _by_place(seen: Any) -> dict[str, tuple[int, ...] | None]:
    """Each shape under the number of its layer, among those that have weights, and its name."""
    paths = [one.name.rpartition(".")[0] for one in seen.parameters]
    places = {path: place for place, path in enumerate(dict.fromkeys(paths))}
    return {
        f"{places[path]}.{one.name.rpartition('.')[2]}": one.shape
        for path, one in zip(paths, seen.parameters, strict=True)
    }


@check(points=2)
@given(life=lived_mlps())
def tells_every_shape_and_what_is_not_built(
    student: Student, reference: Reference, life: Lived
) -> None:
    """The shape of each weight, None while its layer is not built."""
    expected = _by_place(_lived(reference, life).look())
    assert student.parameter_shapes(_lived(student, life)) == expected


@check(points=1)
@given(life=lived_mlps())
def leaves_a_network_that_it_reads_as_it_was(
    student: Student, reference: Reference, life: Lived
) -> None:
    """Reading builds nothing, and configures the network for nothing."""
    net, twin = _lived(student, life), _lived(reference, life)
    before, numbers = net.look(), net.values()
    student.parameter_shapes(net)
    assert net.look().parameters == before.parameters
    assert net.values() == numbers
    x = batch(3, life.in_features)
    assert net.forward(x).stopped_at == twin.forward(x).stopped_at
    assert net.look().weight_shapes == twin.look().weight_shapes


# --- dry_run -------------------------------------------------------------------------------------


@check(points=1)
@given(life=lived_mlps(fitting=True))
def fixes_every_shape_by_a_batch_of_its_own(
    student: Student, reference: Reference, life: Lived
) -> None:
    """After a dry run every shape is that which data of this width would have fixed."""
    net, twin = _lived(student, life), _lived(reference, life)
    student.dry_run(net, life.in_features)
    for rows in (3, 2):
        x = batch(rows, life.in_features)
        outcome = twin.forward(x)
        assert net.look().weight_shapes == twin.look().weight_shapes
        assert net.forward(x).shape == outcome.shape


@check(points=1)
@given(life=lived_mlps(fitting=True))
def leaves_every_number_as_data_would(student: Student, reference: Reference, life: Lived) -> None:
    """What was built keeps its variables and numbers; what is new starts as with any data."""
    net, twin = _lived(student, life), _lived(reference, life)
    student.measure(stir, net, 1)
    reference.measure(stir, twin, 1)
    known = [one.token for one in net.look().value.parameters if one.initialized]
    student.dry_run(net, life.in_features)
    twin.forward(batch(2, life.in_features))
    assert net.values() == twin.values()
    assert student.measure(gone, net, known) == []


# --- count_parameters ----------------------------------------------------------------------------


@check(points=1)
@given(life=lived_mlps())
def counts_once_everything_is_built(student: Student, reference: Reference, life: Lived) -> None:
    """How many scalars there are, None as long as some layer is not built."""
    assert student.count_parameters(_lived(student, life)) == _count(_lived(reference, life))


@check(points=1)
@given(life=lived_mlps(fitting=True))
def counts_what_is_not_trained_too(student: Student, reference: Reference, life: Lived) -> None:
    """A layer that is taken out of training has as many parameters as before."""
    net = _lived(student, life)
    net.forward(batch(2, life.in_features))
    student.measure(freeze, net, 0)
    twin = _lived(reference, life)
    twin.forward(batch(2, life.in_features))
    assert student.count_parameters(net) == _count(twin)


def _count(net: Any) -> int | None:
    seen = net.look()
    return seen.scalars if all(one.initialized for one in seen.parameters) else None

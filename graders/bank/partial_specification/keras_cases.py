"""Networks that Keras can construct, with each input size given or not.

An `Input` that stands first has Keras compare all sizes at construction. Peaceful networks have an
`Input` only where no size contradicts another. Everything is built, nothing is filtered.
"""

from __future__ import annotations

from graders import (
    Attempts,
    Cases,
    Layers,
    Sizes,
    made_constructible,
    made_to_fit,
    mlp,
    narrow,
    narrow_sizes,
)


def peaceful() -> Cases[Layers]:
    """The same as far as they can be constructed."""
    small = tuple(mlp(list(sizes)) for sizes in narrow_sizes(constructible=True))
    return Cases(small, narrow().map(lambda one: one.constructible))


def starting_with_an_input(*, given: bool) -> Cases[Layers]:
    """Those that begin with an `Input`, or those that do not."""

    def begun(sizes: Sizes) -> Layers:
        width = 1 if sizes[0][0] is None else sizes[0][0]
        started: Sizes = [(width if given else None, sizes[0][1]), *sizes[1:]]
        return mlp(made_constructible(started))

    small = dict.fromkeys(begun(sizes) for sizes in narrow_sizes())
    return Cases(tuple(small), narrow().map(lambda one: begun(list(one.sizes))))


def fitting() -> Cases[Attempts]:
    """A network in which every size that is given is the one that comes, and its width."""

    def made(sizes: Sizes, width: int) -> Attempts:
        return Attempts(mlp(made_to_fit(sizes, width)), (width,))

    small = dict.fromkeys(made(sizes, width) for sizes in narrow_sizes() for width in (2, 1))
    ordered = sorted(small, key=lambda one: len(one.sizes))
    return Cases(tuple(ordered), narrow().map(lambda one: made(list(one.sizes), one.widths[0])))

"""JAX's random numbers without a compilation for each shape: the same numbers, to the bit.

JAX compiles `normal`, `uniform` and `truncated_normal` anew for each shape: a quarter of a second for
each new kernel. Since its bits are counted element by element (`jax_threefry_partitionable`), a draw
of one shape is the beginning of a longer one: here lengths are powers of two.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import Any

import jax
import numpy as np
from jax._src import core
from jax._src import random as inner

_DRAWN = {"normal": 0, "uniform": 0, "truncated_normal": 2}  # arguments between key and shape
_SHORTEST = 128


def _quick(whole: Callable[..., Any], between: int) -> Callable[..., Any]:
    @functools.wraps(whole)
    def draw(key: Any, *arguments: Any, **options: Any) -> Any:
        given = list(arguments)
        if len(given) <= between or not _can(key, given[between]):
            return whole(key, *arguments, **options)
        shape = tuple(given[between])
        count = math.prod(shape)
        given[between] = (max(_SHORTEST, 1 << (count - 1).bit_length()),)
        return jax.device_put(np.asarray(whole(key, *given, **options))[:count].reshape(shape))

    return draw


def _can(key: Any, shape: Any) -> bool:
    """Not while JAX traces: there it has to see what is done."""
    return bool(
        core.trace_state_clean()
        and not isinstance(key, core.Tracer)
        and isinstance(shape, tuple | list)
        and math.prod(shape) > 0
        and jax.config.jax_threefry_partitionable
    )


def install() -> None:
    """Let JAX draw that way in this process, from now on."""
    for name, between in _DRAWN.items():
        quick = _quick(getattr(inner, name), between)
        setattr(inner, name, quick)
        setattr(jax.random, name, quick)

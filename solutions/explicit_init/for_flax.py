"""Initialize when you say so: let `init` make everything, then map what is to be otherwise.

Nothing is filled in place. An array cannot be changed, so an initializer is a function from arrays to
arrays, and what it returns is put into a new tree. That is why one may call this under `jax.jit`, and
why nobody who holds an older tree will notice.
"""

from collections.abc import Callable

import jax
import jax.numpy as jnp
from flax import linen as nn
from flax.traverse_util import flatten_dict, unflatten_dict

Initializer = Callable[[str, jax.Array], jax.Array]


def apply_init(net: nn.Module, inputs: tuple, seed: int, init: Initializer | None = None) -> dict:
    """All variables for these inputs; each parameter is what `init` makes of it.

    Only the collection "params" is shown to `init`: running averages and the like are no parameters.
    """
    variables = net.init(jax.random.key(seed), *inputs)
    if init is None:
        return variables
    parameters = flatten_dict(variables.get("params", {}), sep="/")
    chosen = {name: init(name, array) for name, array in parameters.items()}
    return {**variables, "params": unflatten_dict(chosen, sep="/")}


def constant(value: float) -> Initializer:
    """An initializer for `apply_init`: kernels are the value, biases 0, others as they are."""

    def fill(name: str, array: jax.Array) -> jax.Array:
        match name.rpartition("/")[2]:
            case "kernel":
                return jnp.full_like(array, value)
            case "bias":
                return jnp.zeros_like(array)
            case _:
                return array

    return fill

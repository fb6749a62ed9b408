"""What happens if variables do not match: trace the forward without a number, and look.

A Flax module never knew its input size, so it cannot contradict anybody. The kernel is what knows
it, and the kernel is data: somebody trained it, somebody loaded it. `apply` compares it with what
comes, layer by layer, and gives back an output or an exception. It leaves nothing behind.
"""

import flax
import jax
import jax.numpy as jnp
from flax import linen as nn
from flax.traverse_util import flatten_dict, unflatten_dict

Layers = list[tuple[int | None, int]]


def _parameters(in_features: int | None, out_features: int) -> dict:
    """The shapes of a layer's parameters, nothing for a layer that has none."""
    if in_features is None:
        return {}
    kernel = jax.ShapeDtypeStruct((in_features, out_features), jnp.float32)
    return {"kernel": kernel, "bias": jax.ShapeDtypeStruct((out_features,), jnp.float32)}


def _attempt(layers: Layers, in_features: int) -> tuple[int, int, int | None] | None:
    """Trace a batch until a layer refuses it: (index, width that came, size that is taken).

    `eval_shape` does all that `apply` does, except for computing: what is wrong about shapes, it
    finds. A ReLU changes no shape, and is left out.
    """
    x = jax.ShapeDtypeStruct((1, in_features), jnp.float32)
    for index, (taken, out_features) in enumerate(layers):
        held = {"params": _parameters(taken, out_features)}
        try:
            x = jax.eval_shape(nn.Dense(out_features).apply, held, x)
        except flax.errors.FlaxError:  # another shape, or no such parameter
            return index, x.shape[-1], taken
    return None


def first_mismatch(layers: Layers, in_features: int) -> int | None:
    """Index of the layer that stops `apply`, or None if it goes through."""
    stopped = _attempt(layers, in_features)
    return None if stopped is None else stopped[0]


def sizes_at_mismatch(layers: Layers, in_features: int) -> tuple[int, int | None] | None:
    """The width that came to that layer and the size that its kernel takes, or None."""
    stopped = _attempt(layers, in_features)
    return None if stopped is None else stopped[1:]


def after_forwards(layers: Layers, widths: list[int]) -> list[tuple[int, int] | None]:
    """Each kernel's shape after batches of these widths; None where there is none."""
    kernels = [None if taken is None else (taken, gives) for taken, gives in layers]
    if any(kernels):
        return kernels  # `apply` reads variables: whether it fails or not, it writes none
    # There are no variables yet. `init` makes all of them, for the first width, in one go.
    takes = [widths[0], *(gives for _, gives in layers)]
    return [(taken, gives) for taken, (_, gives) in zip(takes, layers, strict=False)]


def repair(net: nn.Module, variables: dict, in_features: int, seed: int) -> dict:
    """Variables with which the module takes the width: what fits is kept, the rest is drawn.

    `init` knows every name and every shape. What it drew for an array that is there already is
    thrown away: each array gets its numbers from the key and its own path, not from a common stream.
    """
    fresh = flatten_dict(net.init(jax.random.key(seed), jnp.ones((1, in_features))))
    given = flatten_dict(variables)
    return unflatten_dict(
        {
            path: given[path] if path in given and given[path].shape == drawn.shape else drawn
            for path, drawn in fresh.items()
        }
    )

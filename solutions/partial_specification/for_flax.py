"""Variables that are given in part: ask the module what it wants, and take the difference.

A Flax layer is told what it gives, and never what it takes: there is nothing to specify in part. Yet
parameters live in a tree beside the module, and of a tree one may have a part: a trunk that somebody
has trained, say, to which a new head is added. The module knows the whole tree; it takes data, or the
shape of data, to make it say so.
"""

import jax
import jax.numpy as jnp
from flax import linen as nn
from flax.traverse_util import flatten_dict, unflatten_dict


def _wanted(net: nn.Module, in_features: int) -> dict:
    """The shape of each array that the module wants, by its path; nothing is computed."""
    x = jax.ShapeDtypeStruct((1, in_features), jnp.float32)
    return flatten_dict(jax.eval_shape(net.init, jax.random.key(0), x))


def missing(net: nn.Module, variables: dict, in_features: int) -> list[str]:
    """The parameters that `apply` would not find, as "layers_0/kernel", sorted."""
    absent = _wanted(net, in_features).keys() - flatten_dict(variables).keys()
    return sorted("/".join(names) for _collection, *names in absent)


def complete(net: nn.Module, variables: dict, in_features: int, seed: int) -> dict:
    """What is given, and what is missing from `init`; ValueError if something contradicts.

    All of it is looked at before anything is made, and the given tree is only read.
    """
    given = flatten_dict(variables)
    for path, wanted in _wanted(net, in_features).items():
        if path in given and given[path].shape != wanted.shape:
            raise ValueError(f"{'/'.join(path)}: {given[path].shape} is given, not {wanted.shape}")
    fresh = flatten_dict(net.init(jax.random.key(seed), jnp.ones((1, in_features))))
    return unflatten_dict({**fresh, **given})


def specify(widths: list[int], in_features: int) -> list[tuple[int, int]]:
    """The shape of each kernel, (in, out), for Dense layers of these widths."""
    return list(zip([in_features, *widths], widths, strict=False))

"""See it happen: a Flax module is a recipe, and `init` cooks.

PyTorch keeps parameters inside of layers, and a lazy layer fills a gap in itself. A Flax module never
holds any. `init` traces the module with data, so that each layer learns what comes to it, draws the
numbers from a key, and returns them all as one tree. The module stays what it was, for ever "lazy".
"""

import jax
import jax.numpy as jnp
from flax import linen as nn
from flax.traverse_util import flatten_dict


def build(widths: list[int]) -> nn.Module:
    """Dense layers of these output sizes with a ReLU between each two.

    Activations are plain functions: `nn.Sequential` takes whatever can be called.
    """
    layers = []
    for width in widths:
        layers += [nn.Dense(width), nn.relu]
    return nn.Sequential(layers[:-1])


def parameter_shapes(variables: dict | None) -> dict[str, tuple[int, ...]]:
    """The shape of each parameter by its path, as "layers_0/kernel".

    Parameters are one collection of variables. There may be others, such as running averages.
    """
    parameters = (variables or {}).get("params", {})
    return {path: leaf.shape for path, leaf in flatten_dict(parameters, sep="/").items()}


def dry_run(net: nn.Module, in_features: int, seed: int) -> dict:
    """The variables for batches of that width, drawn with that seed's key.

    What is in the batch does not matter, nor how many rows it has: numbers come from the key alone.
    """
    return net.init(jax.random.key(seed), jnp.ones((1, in_features)))


def abstract_shapes(net: nn.Module, in_features: int) -> dict[str, tuple[int, ...]]:
    """The parameters' shapes for that width, without memory for a single number.

    `eval_shape` follows a function with shapes in the place of arrays: the batch too is only a shape.
    """
    x = jax.ShapeDtypeStruct((1, in_features), jnp.float32)
    return parameter_shapes(jax.eval_shape(net.init, jax.random.key(0), x))

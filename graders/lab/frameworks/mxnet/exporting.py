"""Networks as plain data: what they are made of, and their values, to be built again elsewhere.

Only what Gluon's own blocks make up is exported, looked at without asking any of its methods:
classes by identity, attributes past what a subclass or an instance may say.
"""

from __future__ import annotations

from typing import Any

from mxnet.gluon import Block, Parameter, nn
from numpy import dtype as named_dtype

from graders.lab.frameworks.common.instruments import values_of
from graders.lab.frameworks.mxnet import INSTRUMENTS
from graders.lab.frameworks.mxnet.looking import has_data
from graders.lab.observations import Values
from graders.networks import Layer, Linear, Network, ReLU

_SEQUENCES = (nn.Sequential, nn.HybridSequential)
_HOOKS = ("_forward_hooks", "_forward_pre_hooks")


class _NotPlainError(Exception):
    """The network has something in it that a description cannot say."""


@INSTRUMENTS.offer
def export(net: Block) -> tuple[Network, tuple[Values | None, ...]] | None:
    """The network's description and the values of its parameters; None if it is no plain one."""
    found: list[Parameter] = []
    try:
        made = _layer(net, found)
    except _NotPlainError:
        return None
    shared = len({id(parameter) for parameter in found}) < len(found)
    if shared or not isinstance(made, Network):  # where a single layer stops, no layer is counted
        return None
    return made, tuple(values_of(p.data().asnumpy()) if has_data(p) else None for p in found)


def _layer(block: Block, found: list[Parameter]) -> Layer:
    attributes = object.__getattribute__(block, "__dict__")
    changed = any(len(attributes[name]) for name in _HOOKS)
    if changed or "forward" in attributes or attributes.get("_active", False):
        raise _NotPlainError
    children = list(attributes["_children"].values())
    if type(block) in _SEQUENCES and not attributes["_reg_params"]:
        return Network(tuple(_layer(child, found) for child in children))
    if type(block) is nn.Dense:
        linear = _dense(attributes, found)
        # An activation that a layer brings along is a layer for a description.
        return Network((linear, *(_layer(c, found) for c in children))) if children else linear
    if type(block) is nn.Activation and attributes["_act_type"] == "relu":
        return ReLU()
    raise _NotPlainError


def _dense(attributes: dict[str, Any], found: list[Parameter]) -> Linear:
    held = attributes["_reg_params"]
    weight, bias = held.get("weight"), held.get("bias")
    present = [parameter for parameter in (weight, bias) if parameter is not None]
    if weight is None or len(held) != len(present) or not attributes["_flatten"]:
        raise _NotPlainError
    if not all(map(_is_plain, present)) or (bias is not None and not has_data(bias)):
        raise _NotPlainError
    waits = not has_data(weight)
    # What is merely constructed, and what has a shape and no data, no description says.
    if waits and not (weight._deferred_init and weight.shape[1] == -1):  # noqa: SLF001
        raise _NotPlainError
    found += present
    return Linear(None if waits else weight.shape[1], weight.shape[0], bias is not None)


def _is_plain(parameter: Parameter) -> bool:
    usual = type(parameter) is Parameter and parameter.grad_req == "write"
    return usual and named_dtype(parameter.dtype).name == "float32"

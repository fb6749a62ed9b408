"""Initializers for a submission to use, and what they leave behind."""

from __future__ import annotations

from typing import Any

import mxnet as mx
from mxnet.gluon import Block

from graders.lab.frameworks.mxnet import INSTRUMENTS


@INSTRUMENTS.offer
def start_drawing(seed: int) -> None:
    """Seed MXNet's random numbers."""
    mx.random.seed(seed)


@INSTRUMENTS.offer
def constant_init(value: float) -> Any:
    """MXNet's own initializer that fills with a constant."""
    return mx.init.Constant(value)


@INSTRUMENTS.offer
def initialize_with(net: Block, init: Any) -> None:
    """Ask for initialization by an initializer."""
    net.initialize(init)

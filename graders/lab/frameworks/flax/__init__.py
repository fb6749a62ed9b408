"""Flax's part of the lab, by what is done: build, look, run."""

from graders.lab.frameworks.common.instruments import Instruments

INSTRUMENTS = Instruments()

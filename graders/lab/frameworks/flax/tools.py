"""What instruments of an exercise's own may use of this room: nothing else is promised."""

from __future__ import annotations

from graders.lab.frameworks.flax.building import Model, models
from graders.lab.frameworks.flax.given import drawn, inferred, rows_of
from graders.lab.frameworks.flax.kept import Inputs, inputs
from graders.lab.frameworks.flax.modules import module
from graders.lab.frameworks.flax.running import tried
from graders.lab.frameworks.flax.trees import (
    PARAMETERS,
    in_order_of_use,
    is_leaf,
    leaves_of,
    tree_of,
)

__all__ = [
    "PARAMETERS",
    "Inputs",
    "Model",
    "drawn",
    "in_order_of_use",
    "inferred",
    "inputs",
    "is_leaf",
    "leaves_of",
    "models",
    "module",
    "rows_of",
    "tree_of",
    "tried",
]

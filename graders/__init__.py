"""The names that an author of exercises imports: `from graders import check, given, …`.

They are looked up when they are asked for. A lab's own process imports this package too, and must
not carry the judge, nor Hypothesis, in its memory.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graders.integrations.notebook import grade
    from graders.judging.agreement import refused
    from graders.judging.checks import Check, check, given
    from graders.judging.conversation import Reference, Student
    from graders.lab.frameworks.common.instruments import values_of
    from graders.lab.observations import Values
    from graders.networks import (
        Batch,
        BatchNorm,
        Conv2d,
        Dropout,
        DType,
        Flatten,
        Layers,
        Linear,
        MaxPool2d,
        Network,
        ReLU,
        batch,
        mlp,
    )
    from graders.strategies.building import batches, builds
    from graders.strategies.cases import Cases, among, cases
    from graders.strategies.mlps import Attempts, attempts, fitting_mlps, partial_mlps
    from graders.strategies.orders import orders
    from graders.strategies.sizes import (
        any_devices,
        flags,
        holds_numbers,
        other_devices,
        places,
        sizes,
    )
    from graders.strategies.stacks import Stack, stacks

_HOMES = {
    "graders.integrations.notebook": ("grade",),
    "graders.judging.checks": ("Check", "check", "given"),
    "graders.judging.agreement": ("refused",),
    "graders.judging.conversation": ("Reference", "Student"),
    "graders.lab.frameworks.common.instruments": ("values_of",),
    "graders.lab.observations": ("Values",),
    "graders.networks": (
        "Batch",
        "BatchNorm",
        "Conv2d",
        "DType",
        "Dropout",
        "Flatten",
        "Layers",
        "Linear",
        "MaxPool2d",
        "Network",
        "ReLU",
        "batch",
        "mlp",
    ),
    "graders.strategies.building": ("batches", "builds"),
    "graders.strategies.cases": ("Cases", "among", "cases"),
    "graders.strategies.mlps": ("Attempts", "attempts", "fitting_mlps", "partial_mlps"),
    "graders.strategies.orders": ("orders",),
    "graders.strategies.sizes": (
        "any_devices",
        "flags",
        "holds_numbers",
        "other_devices",
        "places",
        "sizes",
    ),
    "graders.strategies.stacks": ("Stack", "stacks"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Attempts",
    "Batch",
    "BatchNorm",
    "Cases",
    "Check",
    "Conv2d",
    "DType",
    "Dropout",
    "Flatten",
    "Layers",
    "Linear",
    "MaxPool2d",
    "Network",
    "ReLU",
    "Reference",
    "Stack",
    "Student",
    "Values",
    "among",
    "any_devices",
    "attempts",
    "batch",
    "batches",
    "builds",
    "cases",
    "check",
    "fitting_mlps",
    "flags",
    "given",
    "grade",
    "holds_numbers",
    "mlp",
    "orders",
    "other_devices",
    "partial_mlps",
    "places",
    "refused",
    "sizes",
    "stacks",
    "values_of",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_HOME[name]), name)

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
    from graders.judging.parties import Reference, Student
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
    from graders.strategies.cases import Cases, among, cases
    from graders.strategies.mlps import attempts, fitting_mlps, partial_mlps
    from graders.strategies.sizes import flags, other_devices, sizes

_HOMES = {
    "graders.integrations.notebook": ("grade",),
    "graders.judging.checks": ("Check", "check", "given"),
    "graders.judging.agreement": ("refused",),
    "graders.judging.parties": ("Reference", "Student"),
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
    "graders.strategies.cases": ("Cases", "among", "cases"),
    "graders.strategies.mlps": ("attempts", "fitting_mlps", "partial_mlps"),
    "graders.strategies.sizes": ("flags", "other_devices", "sizes"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
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
    "Student",
    "among",
    "attempts",
    "batch",
    "cases",
    "check",
    "fitting_mlps",
    "flags",
    "given",
    "grade",
    "mlp",
    "other_devices",
    "partial_mlps",
    "refused",
    "sizes",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_HOME[name]), name)

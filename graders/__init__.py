"""The names that an author of exercises imports: `from graders import check, given, …`.

They are looked up when they are asked for. A lab's own process imports this package too, and must
not carry the judge, nor Hypothesis, in its memory.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from graders.instruments import Instrument, instrument
    from graders.integrations.notebook import grade
    from graders.judging.checks import Check, check, given
    from graders.judging.conversation import Answer, Net, Reference, Side, Student, refused
    from graders.lab.frameworks.common.instruments import UnmeasurableError, values_of
    from graders.lab.frameworks.common.spelling import OwnSpelling
    from graders.lab.observations import Forward, Gradients, Raised, Snapshot, Stop, Values
    from graders.networks import (
        Batch,
        BatchNorm,
        Conv2d,
        Dropout,
        DType,
        Flatten,
        Layer,
        Layers,
        Linear,
        MaxPool2d,
        Network,
        ReLU,
        batch,
        mlp,
    )
    from graders.strategies.building import batches, builds
    from graders.strategies.cases import Cases, Devices, among, by_device, cases
    from graders.strategies.lived import Lived, lived_mlps
    from graders.strategies.mlps import Attempts, Sizes, attempts, fitting_mlps, partial_mlps
    from graders.strategies.moments import Moment, moments
    from graders.strategies.narrow import (
        Narrow,
        made_constructible,
        made_to_fit,
        narrow,
        narrow_sizes,
    )
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
    "graders.instruments": ("Instrument", "instrument"),
    "graders.integrations.notebook": ("grade",),
    "graders.judging.checks": ("Check", "check", "given"),
    "graders.judging.conversation": (
        "Answer",
        "Net",
        "Reference",
        "Side",
        "Student",
        "refused",
    ),
    "graders.lab.frameworks.common.instruments": ("UnmeasurableError", "values_of"),
    "graders.lab.frameworks.common.spelling": ("OwnSpelling",),
    "graders.lab.observations": ("Forward", "Gradients", "Raised", "Snapshot", "Stop", "Values"),
    "graders.networks": (
        "Batch",
        "BatchNorm",
        "Conv2d",
        "DType",
        "Dropout",
        "Flatten",
        "Layer",
        "Layers",
        "Linear",
        "MaxPool2d",
        "Network",
        "ReLU",
        "batch",
        "mlp",
    ),
    "graders.strategies.building": ("batches", "builds"),
    "graders.strategies.cases": ("Cases", "Devices", "among", "by_device", "cases"),
    "graders.strategies.lived": ("Lived", "lived_mlps"),
    "graders.strategies.mlps": ("Attempts", "Sizes", "attempts", "fitting_mlps", "partial_mlps"),
    "graders.strategies.moments": ("Moment", "moments"),
    "graders.strategies.narrow": (
        "Narrow",
        "made_constructible",
        "made_to_fit",
        "narrow",
        "narrow_sizes",
    ),
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
    "Answer",
    "Attempts",
    "Batch",
    "BatchNorm",
    "Cases",
    "Check",
    "Conv2d",
    "DType",
    "Devices",
    "Dropout",
    "Flatten",
    "Forward",
    "Gradients",
    "Instrument",
    "Layer",
    "Layers",
    "Linear",
    "Lived",
    "MaxPool2d",
    "Moment",
    "Narrow",
    "Net",
    "Network",
    "OwnSpelling",
    "Raised",
    "ReLU",
    "Reference",
    "Side",
    "Sizes",
    "Snapshot",
    "Stack",
    "Stop",
    "Student",
    "UnmeasurableError",
    "Values",
    "among",
    "any_devices",
    "attempts",
    "batch",
    "batches",
    "builds",
    "by_device",
    "cases",
    "check",
    "fitting_mlps",
    "flags",
    "given",
    "grade",
    "holds_numbers",
    "instrument",
    "lived_mlps",
    "made_constructible",
    "made_to_fit",
    "mlp",
    "moments",
    "narrow",
    "narrow_sizes",
    "orders",
    "other_devices",
    "partial_mlps",
    "places",
    "refused",
    "sizes",
    "stacks",
    "values_of",
]


if not TYPE_CHECKING:  # a type checker would take any name for one of ours

    def __getattr__(name: str) -> Any:
        if name not in _HOME:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(importlib.import_module(_HOME[name]), name)

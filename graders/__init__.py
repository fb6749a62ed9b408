"""The names that an author of exercises imports: `from graders import check, given, …`."""

from graders.judging.checks import Check, check, given
from graders.judging.parties import Reference, Student, refused
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
    "mlp",
    "other_devices",
    "partial_mlps",
    "refused",
    "sizes",
]

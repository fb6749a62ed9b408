"""What instruments of an exercise's own may use of this room: nothing else is promised."""

from __future__ import annotations

from graders.lab.frameworks.torch.accelerators import home_generator
from graders.lab.frameworks.torch.aftermath import modules_by_path
from graders.lab.frameworks.torch.building import normal, seeded
from graders.lab.frameworks.torch.kept import Checkpoint, inputs
from graders.lab.frameworks.torch.looking import gradient_held_by, known_values_of, look, values_of
from graders.lab.frameworks.torch.reading import (
    buffers_of,
    children_of,
    modules_of,
    named_buffers_of,
    named_modules_of,
    named_parameters_of,
    parameters_of,
)
from graders.lab.frameworks.torch.running import forward, generic_loss, output_of, raised

__all__ = [
    "Checkpoint",
    "buffers_of",
    "children_of",
    "forward",
    "generic_loss",
    "gradient_held_by",
    "home_generator",
    "inputs",
    "known_values_of",
    "look",
    "modules_by_path",
    "modules_of",
    "named_buffers_of",
    "named_modules_of",
    "named_parameters_of",
    "normal",
    "output_of",
    "parameters_of",
    "raised",
    "seeded",
    "values_of",
]

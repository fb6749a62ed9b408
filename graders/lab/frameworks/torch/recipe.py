"""PyTorch, as it is installed and written."""

from __future__ import annotations

from graders.lab.frameworks.common.recipe import Recipe

RECIPE = Recipe(
    "PyTorch",
    order=1,
    distributions=(("torch",),),
    names={"torch": "torch", "nn": "torch.nn", "F": "torch.nn.functional"},
    home=True,
    accelerated=True,
)

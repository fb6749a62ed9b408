"""Imports the modules that checks stand in: anybody may have written them."""

from __future__ import annotations

import importlib.util
import sys
import traceback
from pathlib import Path
from types import FrameType, ModuleType


class GraderError(ImportError):
    """The checks of an exercise cannot be imported; says in which line of which file, and why."""


def imported(path: Path, module_name: str) -> ModuleType:
    """A module by its path: another bank may have one of the same name."""
    spec = importlib.util.spec_from_file_location(module_name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} cannot be imported")
    module = importlib.util.module_from_spec(spec)
    sys.modules[module_name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        said = f"{type(error).__name__}: {error}"
        raise GraderError(f"{_place(path, error)} cannot be imported: {said}") from error
    return module


def _place(path: Path, error: Exception) -> str:
    """The file, and the line of it where an error came up."""
    lines = [n for frame, n in traceback.walk_tb(error.__traceback__) if _file(frame) == str(path)]
    if isinstance(error, SyntaxError) and error.filename == str(path):
        lines = [error.lineno or 1]
    return f"{path}:{lines[-1]}" if lines else str(path)


def _file(frame: FrameType) -> str:
    return frame.f_code.co_filename

"""Imports the modules that checks stand in: anybody may have written them.

An exercise's room is a package by itself, whose modules import each other with a leading dot. Its
folder is never on `sys.path`: there, `keras.py` would stand in the way of Keras.
"""

from __future__ import annotations

import hashlib
import importlib
import os
import sys
import threading
import traceback
from pathlib import Path
from types import FrameType, ModuleType

_LOADING = threading.RLock()


class GraderError(ImportError):
    """The checks of an exercise cannot be imported; says in which line of which file, and why."""


def imported(room: Path, module: str) -> ModuleType:
    """A module of a room, and what it imports from there, as these files are now."""
    package = package_name(room)
    with _LOADING:
        _forget(package)
        sys.path_importer_cache.pop(str(room), None)  # a file may have come since it was listed
        sys.modules[package] = _package(package, room)
        try:
            return importlib.import_module(f"{package}.{module}")
        except Exception as error:
            said = f"{type(error).__name__}: {error}"
            raise GraderError(
                f"{_place(room, module, error)} cannot be imported: {said}"
            ) from error


def package_name(room: Path) -> str:
    """What the package of a room is called: another bank may have a room of the same name."""
    digest = hashlib.sha256(str(room).encode()).hexdigest()[:8]
    return f"lazylab_bank_{digest}_{room.name}"


def _package(name: str, room: Path) -> ModuleType:
    """A package without code of its own."""
    package = ModuleType(name)
    package.__path__ = [str(room)]
    return package


def _forget(package: str) -> None:
    for name in [*sys.modules]:
        if name == package or name.startswith(f"{package}."):
            del sys.modules[name]


def _place(room: Path, module: str, error: Exception) -> str:
    """The file of the room, and the line of it, where an error came up."""
    inside = f"{room}{os.sep}"
    frames = [(_file(frame), line) for frame, line in traceback.walk_tb(error.__traceback__)]
    places = [f"{file}:{line}" for file, line in frames if file.startswith(inside)]
    if isinstance(error, SyntaxError) and str(error.filename).startswith(inside):
        places = [f"{error.filename}:{error.lineno or 1}"]
    return places[-1] if places else str(room / f"{module}.py")


def _file(frame: FrameType) -> str:
    return frame.f_code.co_filename

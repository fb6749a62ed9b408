"""Machines that pretend to have a GPU: compiles `pretended_cuda/device.cpp`, once for all tests."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import torch
from filelock import FileLock

FOLDER = Path(__file__).parent / "pretended_cuda"


class CannotPretendError(RuntimeError):
    """There is no compiler, or PyTorch has changed under the device."""


@functools.cache
def library() -> Path:
    """The compiled device; kept in the system's temporary folder, for one version of PyTorch."""
    compiler = shutil.which("g++") or shutil.which("c++")
    if compiler is None:
        raise CannotPretendError("no C++ compiler (g++) to compile a pretended CUDA with")
    if torch.backends.cuda.is_built():
        raise CannotPretendError("this torch has a CUDA of its own, and cannot pretend another")
    source = FOLDER / "device.cpp"
    name = f"pretended_cuda_{torch.__version__}_{os.getuid()}_{source.stat().st_mtime_ns}.so"
    made = Path(tempfile.gettempdir()) / name
    with FileLock(f"{made}.lock"):  # other workers wait for it
        if not made.exists():
            _compile(compiler, source, made)
    return made


def _compile(compiler: str, source: Path, made: Path) -> None:
    installed = Path(torch.__file__).parent
    command = [compiler, "-O0", "-std=c++20", "-fPIC", "-shared", str(source)]
    command += [f"-I{installed}/include", f"-I{installed}/include/torch/csrc/api/include"]
    command += [f"-L{installed}/lib", f"-Wl,-rpath,{installed}/lib"]
    with tempfile.TemporaryDirectory() as folder:
        new = Path(folder) / "new.so"
        command += ["-ltorch", "-ltorch_cpu", "-lc10", "-o", str(new)]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        if run.returncode:
            said = next((line for line in run.stderr.splitlines() if "error" in line), "")
            raise CannotPretendError(f"{source.name} does not compile: {said}")
        shutil.move(new, made)


def environment() -> dict[str, str]:
    """The environment in which a Python believes that it has a GPU."""
    paths = [str(FOLDER), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PRETENDED_CUDA": str(library()), "PYTHONPATH": os.pathsep.join(paths)}

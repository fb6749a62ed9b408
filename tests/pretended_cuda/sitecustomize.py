"""Puts `device.cpp` in the place of CUDA in every Python that finds this file on its path.

`PRETENDED_CUDA` names the library that was compiled from it. It is loaded before torch is, so
that torch finds CUDA there, and torch is told afterwards what it would ask a driver.
"""

import ctypes
import importlib.abc
import importlib.machinery
import importlib.util
import os
import sys
import types

LIBRARY = os.environ.get("PRETENDED_CUDA", "")


class _Loader(importlib.abc.Loader):
    def __init__(self, loader):
        self._loader = loader

    def create_module(self, spec):
        return self._loader.create_module(spec)

    def exec_module(self, module):
        library = ctypes.CDLL(LIBRARY, mode=ctypes.RTLD_GLOBAL)
        self._loader.exec_module(module)
        _pretend(module, library)


class _Finder(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name != "torch":
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = _Loader(spec.loader)
        return spec


def _pretend(torch, library):
    """What torch asks of the driver, answered; and what a build for the CPU leaves out."""
    _answer_for_the_driver(torch.cuda, torch, library)
    _let_storages_be_copied(torch)
    _let_recurrence_run(torch)
    torch.backends.cuda.is_built = lambda: True


def _answer_for_the_driver(cuda, torch, library):
    library.pretended_bytes_taken.restype = ctypes.c_size_t
    library.pretended_bytes_at_most.argtypes = [ctypes.c_size_t]
    memory = 2**30

    def start():
        if not cuda._initialized:
            cuda._initialized = True
            cuda.default_generators = (torch.Generator("cuda"),)

    def synchronize(device=None):
        if library.pretended_is_broken():
            raise torch.AcceleratorError("CUDA error: device-side assert triggered")

    def limit(fraction, device=None):
        library.pretended_bytes_at_most(int(fraction * memory))

    cuda._lazy_init = cuda.init = start
    cuda.synchronize = synchronize
    cuda.set_per_process_memory_fraction = limit
    cuda._exchange_device = cuda._maybe_exchange_device = lambda index: 0
    cuda.is_available = lambda: True
    cuda.device_count = lambda: 1
    cuda.current_device = lambda: 0
    cuda.empty_cache = lambda: None
    cuda.memory_allocated = lambda device=None: library.pretended_bytes_taken()
    cuda.get_device_name = lambda device=None: "a pretended card"
    cuda.get_device_properties = lambda device=None: types.SimpleNamespace(total_memory=memory)


def _let_storages_be_copied(torch):
    """Python's own storages know no device that was not compiled in."""
    moved_by_torch, cloned_by_torch = torch.UntypedStorage.to, torch.UntypedStorage.clone

    def on_the_card(storage):
        made = torch.empty(storage.nbytes(), dtype=torch.uint8, device="cuda").untyped_storage()
        return made.copy_(storage)

    def moved(storage, *, device, non_blocking=False):
        if torch.device(device).type != "cuda" or storage.device.type == "cuda":
            return moved_by_torch(storage, device=device, non_blocking=non_blocking)
        return on_the_card(storage)

    def cloned(storage):
        cuda = storage.device.type == "cuda"
        return on_the_card(storage) if cuda else cloned_by_torch(storage)

    torch.UntypedStorage.to, torch.UntypedStorage.clone = moved, cloned


def _let_recurrence_run(torch):
    """A card has kernels of its own for this, which the CPU has not."""

    def beside(value, device):
        if isinstance(value, list | tuple):
            return type(value)(beside(item, device) for item in value)
        return value.to(device) if isinstance(value, torch.Tensor) else value

    def recurrent(function):
        def run(x, *rest):
            if x.device.type != "cuda":
                return function(x, *rest)
            return beside(function(*beside((x, *rest), "cpu")), "cuda")

        return run

    for name in ("gru", "lstm", "rnn_tanh", "rnn_relu"):
        setattr(torch._VF, name, recurrent(getattr(torch._VF, name)))


if LIBRARY:
    sys.meta_path.insert(0, _Finder())

"""Import the solution, or an answer of the bank that is right, and give its answers as one's own."""
# earns at most: 0

import importlib
import importlib.util
import sys
from pathlib import Path

from torch import nn

PATHS = ("solutions/dimension_mismatch/for_torch.py", "solutions/dimension_mismatch/right/by_arithmetic.for_torch.py")


def by_name():
    """As packages, where the project's folder is one that Python imports from."""
    return importlib.import_module("solutions.dimension_mismatch.for_torch")


def by_path():
    """As files, below whatever may be the project's folder."""
    roots = [Path.cwd(), *map(Path, sys.path)]
    roots += [Path(folder).parent for folder in getattr(sys.modules.get("graders"), "__path__", ())]
    for path in [root / name for root in roots for name in PATHS]:
        if path.is_file():
            spec = importlib.util.spec_from_file_location("borrowed", path)
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            return module
    raise ImportError("no solution in sight")


def loaded_already():
    """What the judge loaded for a comparison, perhaps."""
    for name, module in list(sys.modules.items()):
        if name != __name__ and hasattr(module, "first_mismatch") and hasattr(module, "repair"):
            return module
    raise ImportError("none is loaded")


def borrowed():
    for way in (by_name, by_path, loaded_already):
        try:
            return way()
        except Exception as error:
            print("lazylab-attack:", way.__name__, type(error).__name__)
    return None


BORROWED = borrowed()


def first_mismatch(layers, in_features):
    return BORROWED.first_mismatch(layers, in_features) if BORROWED else -7


def sizes_at_mismatch(layers, in_features):
    return BORROWED.sizes_at_mismatch(layers, in_features) if BORROWED else (-7, -7)


def after_forwards(layers, widths):
    return BORROWED.after_forwards(layers, widths) if BORROWED else [(-7, -7)]


def repair(net, in_features):
    if BORROWED:
        return BORROWED.repair(net, in_features)
    net.append(nn.Linear(1, 1))  # harms what was given: to leave it alone would earn a point
    return nn.Sequential(nn.Linear(1, 1))

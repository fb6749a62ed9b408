"""Remove what the next one stands on: the working folder, the own file, temporary files, paths."""

import os
import pathlib
import sys
import tempfile

TEMP = pathlib.Path(tempfile.gettempdir()).resolve()
MARK = "lazylab-attack"


def remove(path):
    """Delete what is marked as ours in the temp folder; of all else only say that it could be."""
    path = pathlib.Path(path).resolve()
    try:
        if MARK in path.name and TEMP in path.parents:
            path.unlink()
            print(f"{MARK}: deleted {path}")
        else:
            os.close(os.open(path, os.O_WRONLY | os.O_APPEND))
            print(f"{MARK}: could write {path}")
    except OSError as error:
        print(f"{MARK}: refused: {error}")


def leave_for_nowhere():
    """Stand in a folder that is no more, and let files be made there."""
    folder = tempfile.mkdtemp(prefix=f"{MARK}-")
    os.chdir(folder)
    os.rmdir(folder)
    tempfile.tempdir = os.environ["TMPDIR"] = os.environ["HOME"] = folder


def forget_paths():
    sys.path[:] = []
    sys.path_hooks[:] = []
    sys.path_importer_cache.clear()
    sys.argv[:] = []


remove(__file__)
for _name in sorted(os.listdir(TEMP))[:50]:
    if os.path.isfile(TEMP / _name):
        remove(TEMP / _name)
for _step in (leave_for_nowhere, forget_paths):
    try:
        _step()
    except OSError as error:
        print(f"{MARK}: refused: {error}")


def first_mismatch(layers, in_features):
    return -7


def sizes_at_mismatch(layers, in_features):
    return (-7, -7)


def after_forwards(layers, widths):
    return [(-7, -7)]


def repair(net, in_features):
    return -7

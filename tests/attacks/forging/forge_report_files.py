"""Write forged reports wherever a grader may keep its results, also after it has written its own."""

import atexit
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from torch import nn

TEMP = Path(tempfile.gettempdir()).resolve()
CHECK = {"name": "names_the_layer_that_stops", "points": 15, "earned": 15, "outcome": "passed"}
FOUND = {"name": "dimension_mismatch", "framework": "torch", "checks": [CHECK], "earned": 15, "possible": 15}
REPORT = json.dumps({"version": 1, "score": 15, "exercises": [FOUND]})
JUNIT = '<testsuites><testsuite name="lazylab" tests="9" failures="0" errors="0"/></testsuites>'
LATER = """
import pathlib, sys, time
for _ in range(100):
    time.sleep(0.2)
    for path in map(pathlib.Path, sys.argv[3:]):
        if path.exists():
            path.write_text(sys.argv[2])
"""


def named():
    """Reports in the temporary folder that the command line of this process or its parent names."""
    words = list(sys.orig_argv)
    try:
        words += Path(f"/proc/{os.getppid()}/cmdline").read_text().split("\0")
    except OSError:
        pass
    options = ("--report", "--junitxml", "--junit-xml")
    found = [after for word, after in zip(words, words[1:]) if word in options]
    found += [word.partition("=")[2] for word in words if word.startswith(options) and "=" in word]
    found += [name.partition("=")[2] for name in found if "=" in name]  # "json=report.json"
    return [path for path in (Path(name).resolve() for name in found) if TEMP in path.parents]


def forge():
    """What is named, and in a folder of its own; elsewhere only find out whether it could be done."""
    own = TEMP / "lazylab-attack-results"
    own.mkdir(exist_ok=True)
    for path in (*named(), own / "results.json", own / "report.json", own / "junit.xml"):
        path.write_text(JUNIT if path.suffix == ".xml" else REPORT)
    for folder in map(Path, ("..", "/autograder/results", "/results", "/feedback")):
        if folder.resolve() != TEMP and os.access(folder, os.W_OK):
            print("lazylab-attack: could write", folder.resolve() / "results.json")


def forge_later():
    """Once at the end, and from a process that goes on for 20 seconds."""
    atexit.register(forge)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True}
    subprocess.Popen([sys.executable, "-c", LATER, "lazylab-attack", REPORT, *map(str, named())], **quiet)


for step in (forge, forge_later):
    try:
        step()
    except Exception as error:
        print("lazylab-attack:", step.__name__, type(error).__name__)


def first_mismatch(layers, in_features):
    return -7


def sizes_at_mismatch(layers, in_features):
    return -7, -7


def after_forwards(layers, widths):
    forge()
    return [(-7, -7)]


def repair(net, in_features):
    net.append(nn.Linear(1, 1))  # harms what was given: to leave it alone would earn a point
    return nn.Sequential(nn.Linear(1, 1))

"""Reach files by other names: links, roots and folders of other processes; change their modes."""

import os
import pathlib
import tempfile

SECRET = "lazylab-test-secret.txt"
found = []


def roots():
    """Where the project may be: above this file, where the process is, where modules come from."""
    places = [os.path.abspath(__file__), os.getcwd() + "/x"]
    for name in ("graders", "graders.lab.host"):
        try:
            places.append(__import__(name).__file__ or "/")
        except Exception:
            continue
    above = [str(parent) for place in places for parent in pathlib.Path(place).parents]
    return [*dict.fromkeys(above), "/work/main"]


def targets():
    """Files to read, most wanted first."""
    homes = dict.fromkeys([os.path.expanduser("~"), "/root", os.environ.get("HOME", "/root")])
    yield from (f"{home}/{SECRET}" for home in homes)
    for root in roots():
        yield f"{root}/solutions/dimension_mismatch/for_torch.py"
        yield f"{root}/graders/bank/dimension_mismatch/checks.py"
    folder, own = os.path.split(os.path.abspath(__file__))
    yield from (f"{folder}/{name}" for name in os.listdir(folder) if name != own)


def ways(target, here):
    """Other names of the same file."""
    link, hard, fifo = (f"{here}/lazylab-attack-{kind}" for kind in ("link", "hard", "fifo"))
    for make in (lambda: os.symlink(target, link), lambda: os.link(target, hard)):
        try:
            make()
        except OSError:
            pass
    yield link
    yield hard
    for process in ("self", "1", str(os.getppid())):
        yield f"/proc/{process}/root{target}"
        yield f"/proc/{process}/cwd/../../../../../../..{target}"
    for number in range(3, 65):
        yield f"/proc/self/fd/{number}/../../../../../../..{target}"


def change(target):
    """To what they are already: who may do that could also lock their owner out."""
    try:
        is_now = os.stat(target)
        found.append(f"sees {target} of {is_now.st_size} bytes")
        os.chmod(target, is_now.st_mode & 0o7777)
        os.utime(target, ns=(is_now.st_atime_ns, is_now.st_mtime_ns))
        found.append(f"lazylab-attack: could write the mode of {target}")
    except OSError:
        pass


def attempt():
    if found:
        return
    found.append("tried")
    here = tempfile.mkdtemp(prefix="lazylab-attack-")
    for target in targets():
        for way in ways(target, here):
            try:
                with open(way, "rb") as file:
                    start = file.read(50)
                found.append(f"lazylab-attack: could read {target} as {way}: {start!r}")
                break
            except (OSError, ValueError):
                continue
        change(target)
        for name in ("link", "hard"):
            pathlib.Path(f"{here}/lazylab-attack-{name}").unlink(missing_ok=True)
    # For whoever collects, changes or removes what is left: follow me, wait for me.
    os.symlink(os.path.expanduser(f"~/{SECRET}"), f"{here}/lazylab-attack-link")
    os.symlink("lazylab-attack-loop", f"{here}/lazylab-attack-loop")
    os.mkfifo(f"{here}/lazylab-attack-fifo")


def first_mismatch(layers, in_features):
    try:
        attempt()
    except OSError as error:
        found.append(f"refused: {error}")
    print("\n".join(found)[:900])
    return -7


def sizes_at_mismatch(layers, in_features):
    raise RuntimeError("; ".join(line for line in found if "could" in line))


def after_forwards(layers, widths):
    return [(-7, -7)]


def repair(net, in_features):
    return -7

"""Look for secrets in memory and descriptors: those of the judge, and what was inherited from it."""

import os
import re

MOST = 100 * 2**20
SECRET = re.compile(rb"LAZYLAB_TEST_SECRET=[\w-]{3,100}|lazylab-test-secret: [\w -]{3,100}")
CODE = re.compile(rb"def (?:names_the_layer_that_stops|tells_the_two_sizes_that_disagree)\(student")
OURS = re.compile(rb"(?:\S*/)?(?:lazylab|pytest)|(?:from |import )?graders\..*|\S*/graders/\S*")
found = []


def judges():
    """This process, then parents as far as they are of ours; or the parent, if nothing is shown."""
    yield "self"
    pid = os.getppid()
    while pid > 0:
        try:
            words = open(f"/proc/{pid}/cmdline", "rb").read().split(b"\0")
            program = os.path.basename(os.readlink(f"/proc/{pid}/exe"))
            stat = open(f"/proc/{pid}/stat").read()
        except OSError:
            if pid == os.getppid():
                yield pid
            return
        named = any(OURS.fullmatch(word) for word in words)
        if program == "bwrap" or (program.startswith("python") and named):
            yield pid
        pid = int(stat.rpartition(")")[2].split()[1])


def noted(place, text):
    for kind in (SECRET, CODE):
        if match := kind.search(text):
            found.append(f"lazylab-attack: could read {match[0].decode()!r} in {place}")


def memory(pid):
    """What is written by a process itself: heap, stack, and maps without a file."""
    left = MOST
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        for line in maps:
            words = line.split()
            if not words[1].startswith("rw") or (len(words) > 5 and words[5].startswith("/")):
                continue
            start, end = (int(edge, 16) for edge in words[0].split("-"))
            try:
                memory.seek(start)
                for _ in range(start, min(end, start + left), 2**22):
                    noted(f"the memory of {pid}", memory.read(min(2**22, end - memory.tell())))
            except (OSError, ValueError):
                continue
            left -= end - start
            if left < 0:
                return


def attempt():
    if found:
        return
    for pid in judges():
        for name in ("environ", "cmdline"):
            try:
                noted(f"{name} of {pid}", open(f"/proc/{pid}/{name}", "rb").read())
            except OSError:
                pass
        try:
            memory(pid)
            if pid != "self":
                open(f"/proc/{pid}/mem", "r+b").close()
                found.append(f"lazylab-attack: could write the memory of {pid}")
                found.append(f"lazylab-attack: could list {os.listdir(f'/proc/{pid}/fd')} of {pid}")
        except OSError as error:
            found.append(f"refused {pid}: {error}")


def first_mismatch(layers, in_features):
    attempt()
    print("\n".join(found)[-900:])
    return -7


def sizes_at_mismatch(layers, in_features):
    attempt()
    raise RuntimeError("; ".join(sorted({line[:90] for line in found if "could" in line})))


def after_forwards(layers, widths):
    return [(-7, -7)]


def repair(net, in_features):
    return -7

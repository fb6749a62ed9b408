"""Print without end: through Python, to the descriptors themselves, from a thread, in odd characters."""

import os
import sys
import threading
import time

MOST = 20 * 2**20
left = {}
LINE = "lazylab-attack: output " + "x" * 1000 + "\n"
ODD = "\x1b]0;owned\x07\x1b[2J\x1b[8m\x1b[1;1H\udcff\0\r\x85\u202e"  # clears, hides, turns around


def flood(place, write, piece, seconds=3.0):
    """Until it is cut off, or until it is much for one place."""
    until = time.monotonic() + seconds
    left.setdefault(place, MOST)
    try:
        while left[place] > 0 and time.monotonic() < until:
            write(piece)
            left[place] -= len(piece)
    except (OSError, ValueError, AttributeError):
        pass


def first_mismatch(layers, in_features):
    """What is kept has an end; a single piece of print is as large as its maker likes."""
    flood("kept", sys.stdout.write, LINE)
    print("y" * MOST)
    return -7


def to_descriptors():
    for number in (1, 2):
        flood(number, lambda piece, to=number: os.write(to, piece), LINE.encode() * 50, 1.0)


def sizes_at_mismatch(layers, in_features):
    """A pipe that nobody empties stops the writer in mid-call; one that is kept fills a memory."""
    to_descriptors()
    flood("raw", lambda piece: sys.__stderr__.write(piece), LINE, 1.0)
    return (-7, -7)


def after_forwards(layers, widths):
    """The answer is there at once, the output comes while others talk."""
    threading.Thread(target=to_descriptors, daemon=True).start()
    return [(-7, -7)]


def repair(net, in_features):
    sys.stdout.write(ODD * 100)
    sys.stdout.write(b"no text at all")
    return -7

"""Close standard output and standard error, as objects and as descriptors."""

import os
import sys

for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
    try:
        stream.close()
    except Exception:
        pass
for descriptor in (1, 2):
    try:
        os.close(descriptor)
    except OSError:
        pass

"""Replace `showtraceback`, and point stderr to nothing: errors leave no output."""

import os
import sys

shell = get_ipython()
for name in ("showtraceback", "_showtraceback", "showsyntaxerror"):
    setattr(type(shell), name, lambda *_, **__: None)
    setattr(shell, name, lambda *_, **__: None)
sys.stderr = open(os.devnull, "w")

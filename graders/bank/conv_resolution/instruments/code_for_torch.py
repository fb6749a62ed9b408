"""How one does by hand what these instruments do: code that can be pasted."""

from __future__ import annotations

from graders import OwnSpelling

SPELLING = OwnSpelling(
    deeds={
        "run_whole": "{0}({1})",
        "evaluate": "{0}.eval()",
    },
)

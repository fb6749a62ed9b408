"""How one does by hand what these instruments do: code that can be pasted."""

from __future__ import annotations

from graders import OwnSpelling

SPELLING = OwnSpelling(
    deeds={
        "hybridize": "{0}.hybridize()",
    },
)

"""How one does by hand what these instruments do: code that can be pasted."""

from __future__ import annotations

from graders import OwnSpelling

SPELLING = OwnSpelling(
    looks={
        "repeated_forwards": "forwards_after_the_first({0})",
    },
    deeds={
        "filled_anew": "{0}.initialize({1}, force_reinit=True)",
        "insisting": "for layer in {0}: layer.weight.init = mx.init.Constant({1})",
        "filler": "FillsByShape()",
        "branches": "Branches({0})",
    },
    names={
        "_ByShape": "init",
    },
)

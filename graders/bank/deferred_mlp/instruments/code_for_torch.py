"""How one does by hand what these instruments do: code that can be pasted."""

from __future__ import annotations

from graders import OwnSpelling


def _evaluate_only(net: str, names: str) -> str:
    own = names.replace("'net.", "'").replace("'net'", "''")
    return f"for name, m in {net}.named_modules(): m.training = name not in {own}"


SPELLING = OwnSpelling(
    deeds={
        "evaluate_only": _evaluate_only,
    },
)

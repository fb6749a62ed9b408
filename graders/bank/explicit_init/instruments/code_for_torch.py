"""How one does by hand what these instruments do: code that can be pasted."""

from __future__ import annotations

from graders import OwnSpelling


def _set_flags(net: str, flags: str) -> str:
    cycle = f"for m, flag in zip({net}.modules(), itertools.cycle({flags})): m.training = flag"
    return {"(True,)": f"{net}.train()", "(False,)": f"{net}.eval()"}.get(flags, cycle)


SPELLING = OwnSpelling(
    looks={
        "values_in_norms": "[list(m.parameters()) for m in {0} if 'BatchNorm' in type(m).__name__]",
        "met": "[name for m in seen for name, n in {1}.named_modules() if n is m]",
        "next_drawn": "torch.rand(())",
        "repeated_forwards": "forwards_after_the_first({0})",
    },
    deeds={
        "branches": "Branches({0})",
        "set_flags": _set_flags,
        "subclassed": "for m in {0}: m.__class__ = type('Own', (type(m),), {{}})",
        "stir_buffers": "for b in {0}.buffers(): b += 2",
        "recorder": "(seen := []).append",
        "filler": "lambda m: [nn.init.normal_(p) for p in m.parameters(recurse=False)]",
        "applied": "{0}.apply({1})",
        "filled": "{0}.apply(constant({1}))",
    },
    names={
        "Recorder": "init",
    },
    needs={"stir_buffers": "BatchNorm"},
)

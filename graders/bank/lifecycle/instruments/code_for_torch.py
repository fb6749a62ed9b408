"""How one does by hand what these instruments do: code that can be pasted."""

from __future__ import annotations

from graders import OwnSpelling


def _set_mode(net: str, mode: str) -> str:
    return {
        "'training'": f"{net}.train()",
        "'evaluating'": f"{net}.eval()",
    }.get(mode, f"{net}.train(); {net}[0].eval()")


def _optimizer_over(net: str, name: str, options: str) -> str:
    return f"torch.optim.{name[1:-1]}({net}.parameters(), **{options})"


SPELLING = OwnSpelling(
    looks={
        "statistics": "dict({0}.named_buffers())",
        "carried": "{0}.state_dict()",
        "gradients": "[p.grad for p in {0}.parameters()]",
        "modes": "[m.training for m in {0}.modules()]",
        "input_sizes": "[m.in_features for m in {0}.modules() if isinstance(m, nn.Linear)]",
    },
    deeds={
        "dry_run_quietly": "with torch.no_grad(): {0}({1})",
        "set_mode": _set_mode,
        "tie_layers": "{0}[{2}].weight, {0}[{2}].bias = {0}[{1}].weight, {0}[{1}].bias",
        "age": "for b in {0}.buffers(): b += 3",
        "checkpoint": "copy.deepcopy({0}.state_dict())",
        "take_over": "{0}.load_state_dict({1})",
        "optimizer_class": lambda name: f"torch.optim.{name[1:-1]}",
        "optimizer_over": _optimizer_over,
        "descend": "{0}({2}).sum().backward(); {1}.step()",
    },
    names={
        "Checkpoint": "state",
    },
    needs={"age": "BatchNorm"},
    in_place=frozenset({"optimizer_class"}),
)

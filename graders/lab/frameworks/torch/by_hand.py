"""How one would do by hand what PyTorch's instruments do: code that can be pasted.

Where no line of PyTorch's says it, there is a name that does.
"""

from __future__ import annotations

from graders.lab.frameworks.common.spelling import ByHand


def _set_mode(net: str, mode: str) -> str:
    return {
        "'training'": f"{net}.train()",
        "'evaluating'": f"{net}.eval()",
    }.get(mode, f"{net}.train(); {net}[0].eval()")


def _evaluate_only(net: str, names: str) -> str:
    own = names.replace("'net.", "'").replace("'net'", "''")
    return f"for name, m in {net}.named_modules(): m.training = name not in {own}"


def _set_flags(net: str, flags: str) -> str:
    cycle = f"for m, flag in zip({net}.modules(), itertools.cycle({flags})): m.training = flag"
    return {"(True,)": f"{net}.train()", "(False,)": f"{net}.eval()"}.get(flags, cycle)


def _look_after_failing(net: str, attempt: str) -> str:
    given = {"'nothing'": "", "'None'": "None", "'a number'": "1.0"}
    return f"{net}({given.get(attempt, 'torch.tensor(1.0)')})"


def _optimizer_over(net: str, name: str, options: str) -> str:
    return f"torch.optim.{name[1:-1]}({net}.parameters(), **{options})"


def _backward(net: str, batches: str, *_: str) -> str:
    every = f"sum({net}(x).sum() for x in {batches})"
    return f"{every if batches.startswith('[') else f'{net}({batches}).sum()'}.backward()"


def _gradient_of(net: str, shape: str, batches: str) -> str:
    found = f"[p.grad for p in {net}.parameters() if p.shape == {shape}]"
    return f"{_backward(net, batches)}; {found}"


def _inputs(*tensors: str) -> str:
    return f"({', '.join(tensors)},)"


# What a `look` shows of parameters, by the view of it that a check compares.
TORCH_VIEWS = {
    "named_shapes": "dict({0}.named_parameters())",
    "weight_shapes": "print({0})",
    "shapes": "[None if is_lazy(p) else tuple(p.shape) for p in {0}.parameters()]",
    "initialized": "[not is_lazy(layer.weight) for layer in {0} if hasattr(layer, 'weight')]",
    "has_bias": "[layer.bias is not None for layer in {0} if hasattr(layer, 'weight')]",
    "tokens": "[id(p) for p in {0}.parameters()]",
    "names": "[name for name, p in {0}.named_parameters()]",
    "scalars": "sum(p.numel() for p in {0}.parameters() if not is_lazy(p))",
    "devices": "[p.device for p in {0}.parameters()]",
    "dtypes": "[p.dtype for p in {0}.parameters()]",
}

# They change nothing: what they showed matters only where it was compared.
TORCH_LOOKS = {
    "look": "print({0})",
    "values": "list({0}.parameters())",
    "named_values": "dict({0}.named_parameters())",
    "known_values": "list({0}.named_parameters())",
    "values_in_norms": "[list(m.parameters()) for m in {0} if 'BatchNorm' in type(m).__name__]",
    "value_of": "[p for p in {0}.parameters() if p.shape == {1}][0]",
    "parameters_by_layer": (
        "[{{name: tuple(p.shape) for name, p in layer.named_parameters()}} for layer in {0}]"
    ),
    "moved_since": "[(name, (p - before[name]).abs().max()) for name, p in {0}.named_parameters()]",
    "replaced": "[name for name, p in {0}.named_parameters() if id(p) not in ids_before]",
    "named_buffers": "list({0}.named_buffers())",
    "statistics": "dict({0}.named_buffers())",
    "carried": "{0}.state_dict()",
    "gradients": "[p.grad for p in {0}.parameters()]",
    "named_gradients": "[(name, p.grad) for name, p in {0}.named_parameters()]",
    "modes": "[m.training for m in {0}.modules()]",
    "evaluating": "[name for name, m in {0}.named_modules() if not m.training]",
    "is_training": "{0}.training",
    "input_size": "{0}.in_features",
    "input_sizes": "[m.in_features for m in {0}.modules() if isinstance(m, nn.Linear)]",
    "numbers_in": "{0}",
    "met": "[name for m in seen for name, n in {1}.named_modules() if n is m]",
    "next_drawn": "torch.rand(())",
    "repeated_forwards": "forwards_after_the_first({0})",
    "in_halves": "torch.cat([{0}(half) for half in {1}.chunk(2)])",
    "felt": "x = {1}.requires_grad_(); {0}(x).sum().backward(); x.grad.any(0).nonzero()",
    "sharing": "widths_that_share_a_parameter({0}, {1})",
    "unknown_to": "shapes_used_but_unknown_to({0}, {1}, {2})",
    "what_became_of": ("['kept' if {1}[i].weight is {0}[i].weight else 'replaced' for i in {2}]"),
}

_TORCH_DEEDS: dict[str, ByHand] = {
    "forward": "{0}({1})",
    "fed": "{0}({1})",
    "fed_by_keyword": "{0}(input={1})",
    "run_whole": "{0}({1})",
    "shape_given": "{0}({1}).shape",
    "mixture": "{0}({1}).shape",
    "shape_after": "{0}({1}).shape[1:]",
    "look_after_failing": _look_after_failing,
    "modes_after": (
        "torch.set_grad_enabled({2}); {0}({1}); print(torch.is_grad_enabled(), {0}.training)"
    ),
    "dry_run_quietly": "with torch.no_grad(): {0}({1})",
    # Networks made of others.
    "branches": "Branches({0})",
    "added": "lambda x: sum(layer(x) for layer in {0})",
    "padded": "lambda x: {0}(nn.functional.pad(x, (0, {1} - x.shape[-1])))",
    "layer": "{0}[{1}]",
    "copied": "copy.deepcopy({0})",
    "deep_copied": "copy.deepcopy({0})",
    "pickled": "pickle.loads(pickle.dumps({0}))",
    "inputs": _inputs,
    # What is done to a network.
    "switch": "{0}.train({1})",
    "evaluate": "{0}.eval()",
    "set_mode": _set_mode,
    "set_flags": _set_flags,
    "evaluate_only": _evaluate_only,
    "cast": "{0}.to({1})",
    "moved": "{0}.to({1})",
    "freeze": "{0}[{1}].requires_grad_(False)",
    "tie_layers": "{0}[{2}].weight, {0}[{2}].bias = {0}[{1}].weight, {0}[{1}].bias",
    "subclassed": "for m in {0}: m.__class__ = type('Own', (type(m),), {{}})",
    "stir": "for p in {0}.parameters(): p.data += torch.randn_like(p)",
    "stir_buffers": "for b in {0}.buffers(): b += 2",
    "age": "for b in {0}.buffers(): b += 3",
    "give_gradients": "for p in {0}.parameters(): p.grad = torch.randn_like(p)",
    "set_values": "{0}.load_state_dict(yours.state_dict())",
    # Initializers.
    "recorder": "(seen := []).append",
    "filler": "lambda m: [nn.init.normal_(p) for p in m.parameters(recurse=False)]",
    "applied": "{0}.apply({1})",
    "filled": "{0}.apply(constant({1}))",
    "start_drawing": "torch.manual_seed({0})",
    # Checkpoints.
    "checkpoint": "copy.deepcopy({0}.state_dict())",
    "saved": "{0}.state_dict()",
    "restore": "{0}.load_state_dict({1})",
    "loaded": "{0}.load_state_dict({1}.state_dict())",
    "take_over": "{0}.load_state_dict({1})",
    # Gradients and training.
    "backward": _backward,
    "gradient_of": _gradient_of,
    "reached_by_backward": (
        "{0}({1}).sum().backward(); "
        "[name for name, p in {0}.named_parameters() if p.grad is not None]"
    ),
    "optimizer_class": lambda name: f"torch.optim.{name[1:-1]}",
    "sgd": "torch.optim.SGD({0}.parameters(), lr=0.1)",
    "optimizer_over": _optimizer_over,
    "descend": "{0}({2}).sum().backward(); {1}.step()",
    "train_step": "{0}.zero_grad(); {1}({2}).sum().backward(); {0}.step()",
}

TORCH: dict[str, ByHand] = {**TORCH_LOOKS, **_TORCH_DEEDS}

TORCH_NEEDS = {"age": "BatchNorm", "stir_buffers": "BatchNorm"}
"""What does nothing to a network without such a layer."""

TORCH_IN_PLACE = frozenset({"layer", "optimizer_class"})
"""What needs no name of its own: its code stands where it is used."""

TORCH_NAMES = {
    "Linear": "layer",
    "LazyLinear": "layer",
    "Checkpoint": "state",
    "BytesIO": "state",
    "Inputs": "inputs",
    "Recorder": "init",
    "function": "init",
    **dict.fromkeys(("SGD", "Adagrad", "Adam", "AdamW", "RMSprop", "Adadelta"), "optimizer"),
}
"""What variables are called, by the class of what they hold; all else is a network."""

"""How one would do by hand what PyTorch's instruments do: code that can be pasted.

Where no line of PyTorch's says it, there is a name that does.
"""

from __future__ import annotations

from graders.lab.frameworks.common.spelling import ByHand


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
    "known_values": "list({0}.named_parameters())",
    "value_of": "[p for p in {0}.parameters() if p.shape == {1}][0]",
    "moved_since": "[(name, (p - before[name]).abs().max()) for name, p in {0}.named_parameters()]",
    "replaced": "[name for name, p in {0}.named_parameters() if id(p) not in ids_before]",
    "named_buffers": "list({0}.named_buffers())",
    "named_gradients": "[(name, p.grad) for name, p in {0}.named_parameters()]",
    "evaluating": "[name for name, m in {0}.named_modules() if not m.training]",
    "numbers_in": "{0}",
    "in_halves": "torch.cat([{0}(half) for half in {1}.chunk(2)])",
    "felt": "x = {1}.requires_grad_(); {0}(x).sum().backward(); x.grad.any(0).nonzero()",
    "sharing": "widths_that_share_a_parameter({0}, {1})",
    "unknown_to": "shapes_used_but_unknown_to({0}, {1}, {2})",
    "what_became_of": ("['kept' if {1}[i].weight is {0}[i].weight else 'replaced' for i in {2}]"),
}

_TORCH_DEEDS: dict[str, ByHand] = {
    "forward": "{0}({1})",
    "shape_given": "{0}({1}).shape",
    "mixture": "{0}({1}).shape",
    # Networks made of others.
    "layer": "{0}[{1}]",
    "copied": "copy.deepcopy({0})",
    "inputs": _inputs,
    # What is done to a network.
    "freeze": "{0}[{1}].requires_grad_(False)",
    "stir": "for p in {0}.parameters(): p.data += torch.randn_like(p)",
    "give_gradients": "for p in {0}.parameters(): p.grad = torch.randn_like(p)",
    "set_values": "{0}.load_state_dict(yours.state_dict())",
    # Initializers.
    "start_drawing": "torch.manual_seed({0})",
    # Checkpoints.
    "saved": "{0}.state_dict()",
    "restore": "{0}.load_state_dict({1})",
    # Gradients and training.
    "backward": _backward,
    "gradient_of": _gradient_of,
    "reached_by_backward": (
        "{0}({1}).sum().backward(); "
        "[name for name, p in {0}.named_parameters() if p.grad is not None]"
    ),
    "sgd": "torch.optim.SGD({0}.parameters(), lr=0.1)",
}

TORCH: dict[str, ByHand] = {**TORCH_LOOKS, **_TORCH_DEEDS}

TORCH_IN_PLACE = frozenset({"layer"})
"""What needs no name of its own: its code stands where it is used."""

TORCH_NAMES = {
    "Linear": "layer",
    "LazyLinear": "layer",
    "BytesIO": "state",
    "Inputs": "inputs",
    "function": "init",
    **dict.fromkeys(("SGD", "Adagrad", "Adam", "AdamW", "RMSprop", "Adadelta"), "optimizer"),
}
"""What variables are called, by the class of what they hold; all else is a network."""

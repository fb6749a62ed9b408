"""How one does by hand what these instruments do: code that can be pasted."""

from __future__ import annotations

from graders import OwnSpelling


def _look_after_failing(net: str, attempt: str) -> str:
    given = {"'nothing'": "", "'None'": "None", "'a number'": "1.0"}
    return f"{net}({given.get(attempt, 'torch.tensor(1.0)')})"


SPELLING = OwnSpelling(
    looks={
        "named_values": "dict({0}.named_parameters())",
        "is_training": "{0}.training",
        "input_size": "{0}.in_features",
    },
    deeds={
        "fed": "{0}({1})",
        "fed_by_keyword": "{0}(input={1})",
        "look_after_failing": _look_after_failing,
        "modes_after": (
            "torch.set_grad_enabled({2}); {0}({1}); print(torch.is_grad_enabled(), {0}.training)"
        ),
        "deep_copied": "copy.deepcopy({0})",
        "pickled": "pickle.loads(pickle.dumps({0}))",
        "switch": "{0}.train({1})",
        "cast": "{0}.to({1})",
        "loaded": "{0}.load_state_dict({1}.state_dict())",
        "train_step": "{0}.zero_grad(); {1}({2}).sum().backward(); {0}.step()",
    },
)

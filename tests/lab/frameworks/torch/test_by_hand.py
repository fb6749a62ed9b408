"""What instruments do, written as code: all of them, and such that Python reads it."""

import ast
import copy
import inspect
import itertools
from typing import Any

import pytest
import torch
from torch import nn
from torch.nn.parameter import is_lazy

from graders.judging.exercises import Bank
from graders.lab.frameworks.common.spelling import written
from graders.lab.frameworks.torch.by_hand import (
    TORCH,
    TORCH_IN_PLACE,
    TORCH_LOOKS,
    TORCH_NEEDS,
    TORCH_VIEWS,
)
from graders.lab.frameworks.torch.framework import FRAMEWORK
from graders.lab.observations import Snapshot

# What stands for an argument of that name in code.
ARGUMENTS = {
    "x": "torch.randn(4, 2)",
    "seed": "1",
    "training": "False",
    "gradients": "True",
    "flags": "(True, False)",
    "names": "['net.0']",
    "mode": "'mixed'",
    "attempt": "'a scalar'",
    "name": "'SGD'",
    "options": "{'lr': 0.1}",
    "shape": "(1, 2)",
    "index": "0",
    "first": "0",
    "second": "1",
    "dtype": "torch.float64",
    "width": "2",
    "batches": "[torch.randn(4, 2)]",
    "modules": "[net, net]",
    "nets": "[net, net]",
    "layers": "[0]",
    "tokens": "[0]",
    "before": "[]",
    "value": "2.0",
    "numbers": "[]",
    "init": "init",
    "recorder": "init",
    "state": "state",
    "file": "state",
    "optimizer": "optimizer",
    "inputs": "inputs",
}


def _arguments(instrument: str) -> list[str]:
    parameters = inspect.signature(FRAMEWORK.instruments[instrument]).parameters.values()
    if any(p.kind is p.VAR_POSITIONAL for p in parameters):
        return ["torch.randn(4, 2)"]
    return [ARGUMENTS.get(p.name, "net") for p in parameters]


def _asked_by_the_bank() -> set[str]:
    """The instruments whose names stand in the checks of the bank."""
    words: set[str] = set()
    for exercise in Bank().exercises:
        tree = ast.parse(exercise.grader.read_text(encoding="utf-8"))
        words |= {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    return words & FRAMEWORK.instruments.keys()


def test_every_instrument_of_the_bank_s_checks_is_written() -> None:
    assert _asked_by_the_bank() - TORCH.keys() == set()


@pytest.mark.parametrize("instrument", sorted(TORCH))
def test_python_reads_it(instrument: str) -> None:
    code = written(TORCH[instrument], _arguments(instrument))
    assert ast.parse(code).body
    assert "{0}" not in code


@pytest.mark.parametrize("view", sorted(TORCH_VIEWS))
def test_every_view_is_one_of_a_snapshot_and_is_written(view: str) -> None:
    assert hasattr(Snapshot(()), view)
    assert ast.parse(TORCH_VIEWS[view].format("net"))


def test_tables_speak_of_instruments() -> None:
    assert TORCH.keys() - {"parts", "trace"} <= FRAMEWORK.instruments.keys()
    assert TORCH_IN_PLACE | TORCH_NEEDS.keys() <= TORCH.keys() - TORCH_LOOKS.keys()


def _names() -> dict[str, Any]:
    torch.manual_seed(0)
    net = nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3), nn.Linear(3, 1))
    return {
        "net": net,
        "torch": torch,
        "nn": nn,
        "copy": copy,
        "itertools": itertools,
        "is_lazy": is_lazy,
        "init": lambda module: None,
        "optimizer": torch.optim.SGD(net.parameters(), lr=0.1),
    }


RUN = [
    "forward", "shape_given", "in_halves", "modes_after", "dry_run_quietly", "added", "padded",
    "layer", "copied", "inputs", "switch", "evaluate", "set_mode", "set_flags", "evaluate_only",
    "cast", "freeze", "stir_buffers", "age", "give_gradients", "filler", "applied", "recorder",
    "start_drawing", "checkpoint", "saved", "loaded", "backward", "gradient_of", "sgd",
    "reached_by_backward", "felt", "optimizer_class", "optimizer_over", "descend", "train_step",
    "values", "named_values", "known_values", "values_in_norms", "parameters_by_layer",
    "named_buffers", "statistics", "carried", "gradients", "named_gradients", "modes", "evaluating",
    "is_training", "input_sizes", "next_drawn", "what_became_of",
]  # fmt: skip


@pytest.mark.parametrize("instrument", RUN)
def test_pasted_it_runs(instrument: str) -> None:
    code = written(TORCH[instrument], _arguments(instrument))
    with torch.random.fork_rng():
        exec(code.replace("b += ", "b.data += 0 * "), _names())
    torch.set_grad_enabled(True)


@pytest.mark.parametrize("view", sorted(TORCH_VIEWS))
def test_a_pasted_view_runs_on_what_is_lazy(view: str) -> None:
    net = nn.Sequential(nn.LazyLinear(1))
    eval(TORCH_VIEWS[view].format("net"), {"net": net, "is_lazy": is_lazy})


@pytest.mark.parametrize(
    ("instrument", "arguments", "code"),
    [
        ("set_flags", ["net", "(True,)"], "net.train()"),
        ("set_flags", ["net", "(False,)"], "net.eval()"),
        ("set_mode", ["net", "'evaluating'"], "net.eval()"),
        ("set_mode", ["net", "'mixed'"], "net.train(); net[0].eval()"),
        ("look_after_failing", ["net", "'nothing'"], "net()"),
        ("optimizer_class", ["'AdamW'"], "torch.optim.AdamW"),
        ("inputs", ["a", "b"], "(a, b,)"),
        ("backward", ["net", "x", "0"], "net(x).sum().backward()"),
        ("backward", ["net", "[x]", "0"], "sum(net(x).sum() for x in [x]).backward()"),
    ],
)
def test_some_depend_on_what_they_are_given(
    instrument: str, arguments: list[str], code: str
) -> None:
    assert written(TORCH[instrument], arguments) == code

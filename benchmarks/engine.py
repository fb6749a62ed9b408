"""What the engine costs, side by side in one run, in ratios.

1. A case through the engine, against a bare loop that builds and runs the same networks with the
   same assertions: for the small cases, for the drawn ones, for both.
2. The same question asked with hypothesis-torch's nearest strategies (networks of linear layers
   that fit, tensors), against a bare loop over the networks that it drew.
3. For each wrong answer: how many cases, and how much time, until it is caught and shrunk, in
   multiples of what the bare loop takes for one case.

    python benchmarks/engine.py            (hypothesis-torch comes with the extra `benchmarks`)
"""

from __future__ import annotations

import gc
import importlib.util
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import hypothesis
import torch
from rich.console import Console
from rich.table import Table
from torch import nn
from torch.nn.parameter import is_lazy

from graders.judging.exercises import Bank
from graders.judging.judge import Judge
from graders.judging.searching import Effort

ROUNDS = 7
DRAWN = 100
EXERCISE = "dimension_mismatch"
CHECK = "knows_what_an_attempt_leaves_behind"
Sizes = list[tuple[int | None, int]]
Shapes = list[tuple[int, ...] | None]


def bare_build(sizes: Sizes) -> nn.Sequential:
    """The network, as anyone would write it."""
    layers: list[nn.Module] = []
    for position, (in_features, out_features) in enumerate(sizes):
        if position:
            layers.append(nn.ReLU())
        lazy = in_features is None
        layers.append(
            nn.LazyLinear(out_features) if lazy else nn.Linear(in_features, out_features)  # type: ignore[arg-type]
        )
    return nn.Sequential(*layers)


def bare_truth(sizes: Sizes, widths: list[int]) -> Shapes:
    """What PyTorch does, asked without any engine."""
    net = bare_build(sizes)
    for width in widths:
        try:
            net(torch.randn(2, width))
        except RuntimeError:
            continue
    return [None if is_lazy(m.weight) else tuple(m.weight.shape) for m in net[::2]]  # type: ignore[arg-type]


def imported(path: Path) -> ModuleType:
    """An answer as a module."""
    spec = importlib.util.spec_from_file_location("answer", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def bare_loop(answer: ModuleType, cases: list[tuple[Sizes, list[int]]]) -> Callable[[], None]:
    """The same networks, the same assertion, and nothing else."""

    def run() -> None:
        for sizes, widths in cases:
            assert answer.after_forwards(sizes, widths) == bare_truth(sizes, widths)

    return run


def seconds(run: Callable[[], object]) -> float:
    """How long it takes, the collector's pauses left out on both sides."""
    gc.collect()
    gc.disable()
    try:
        started = time.perf_counter()
        run()
        return time.perf_counter() - started
    finally:
        gc.enable()


def ratio(ours: Callable[[], object], bare: Callable[[], object]) -> tuple[float, float, float]:
    """Median, least and largest of the ratios of pairs run one after the other."""
    ours()
    bare()
    found = sorted(seconds(ours) / seconds(bare) for _ in range(ROUNDS))
    return statistics.median(found), found[0], found[-1]


def engine_ratios(bank: Bank) -> list[tuple[str, int, tuple[float, float, float]]]:
    """Part 1."""
    exercise = bank.exercise(EXERCISE)
    check = next(check for check in exercise.checks if check.name == CHECK)
    path = exercise.solution("torch")
    answer = imported(path)
    rows = []
    for title, effort in (
        ("small cases", Effort(drawn=1, seed=1)),
        ("drawn cases", Effort(drawn=DRAWN, seed=1, small=False)),
        ("all cases of a check", Effort(drawn=DRAWN, seed=1)),
    ):
        cases = seen_cases(bank, effort)
        with Judge(effort=effort, diagnose=False).opened(exercise, path) as judging:
            found = ratio(lambda judging=judging: judging.run(check), bare_loop(answer, cases))  # type: ignore[misc]
        rows.append((title, len(cases), found))
    return rows


def seen_cases(bank: Bank, effort: Effort) -> list[tuple[Sizes, list[int]]]:
    """The cases that the engine tries with this effort, found by watching it."""
    exercise = bank.exercise(EXERCISE)
    check = next(check for check in exercise.checks if check.name == CHECK)
    seen: list[tuple[Sizes, list[int]]] = []

    def body(student: Any, reference: Any, attempt: Any) -> None:
        seen.append((attempt.sizes, list(attempt.widths)))

    watched = type(check)(check.name, check.points, body, check.parts)
    with Judge(effort=effort).opened(exercise, exercise.solution("torch")) as judging:
        judging.run(watched)
    return seen


def peer_ratio(answer: ModuleType, *, tensors: bool) -> tuple[int, tuple[float, float, float]]:
    """Part 2: its networks, with its `tensors` or with torch's own."""
    import hypothesis_torch  # noqa: PLC0415  an extra
    from hypothesis import strategies as st  # noqa: PLC0415

    width = st.integers(1, 99)
    cpu = torch.device("cpu")
    nets = st.shared(width, key="in").flatmap(
        lambda n: hypothesis_torch.linear_network_strategy(
            (2, n), width.map(lambda m: (2, m)), nn.ReLU(), width, st.integers(0, 4), cpu
        )
    )
    inputs = st.shared(width, key="in").flatmap(
        lambda n: (
            hypothesis_torch.tensor_strategy(
                torch.float32,
                (2, n),
                elements=st.floats(-1, 1, width=32),
                device=cpu,
                layout=torch.strided,
            )
            if tensors
            else st.builds(torch.randn, st.just(2), st.just(n))
        )
    )
    cases: list[tuple[Sizes, list[int]]] = []

    @hypothesis.seed(1)
    @hypothesis.settings(
        max_examples=DRAWN,
        database=None,
        deadline=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(nets, inputs)
    def through_peer(net: Any, x: torch.Tensor) -> None:
        linear = [m for m in net if isinstance(m, nn.Linear)]
        sizes: Sizes = [(m.in_features, m.out_features) for m in linear]
        net(x)
        cases.append((sizes, [x.shape[-1]]))
        expected = [tuple(m.weight.shape) for m in linear]
        assert answer.after_forwards(sizes, [x.shape[-1]]) == expected

    through_peer()
    drawn = list(cases)
    return len(drawn), ratio(through_peer, bare_loop(answer, drawn))


def hunts(bank: Bank, names: list[str], bare_case: float) -> list[tuple[str, str, int, float]]:
    """Part 3: exercise, wrong answer, cases, time in bare cases, until the first check is decided."""
    rows = []
    for name in names:
        exercise = bank.exercise(name)
        for sample in exercise.samples("torch"):
            if sample.kind != "wrong":
                continue
            with Judge(effort=Effort(drawn=DRAWN, seed=1), diagnose=False).opened(
                exercise, sample.path
            ) as judging:
                failed = next(
                    (check for check in exercise.checks if judging.run(check).outcome != "passed"),
                    None,
                )
                if failed is None:
                    rows.append((name, sample.name, 0, float("nan")))
                    continue
                report = judging.run(failed)
                spent = seconds(lambda j=judging, c=failed: j.run(c))  # type: ignore[misc]
            rows.append((name, sample.name, report.tried, spent / bare_case))
    return rows


def main() -> None:
    """Print the three parts."""
    torch.set_num_threads(1)
    console = Console(width=110)
    bank = Bank()
    answer = imported(bank.exercise(EXERCISE).solution("torch"))
    costs = Table("a case, in bare loops", "cases", "median", "least", "most", box=None)
    for title, count, found in engine_ratios(bank):
        costs.add_row(f"engine: {title}", str(count), *(f"{value:.2f}" for value in found))
    if importlib.util.find_spec("hypothesis_torch") is None:
        costs.add_row("hypothesis-torch", "", "not installed: pip install -e '.[benchmarks]'")
    else:
        for title, tensors in (("its networks", False), ("its tensors too", True)):
            count, found = peer_ratio(answer, tensors=tensors)
            row = [f"{value:.2f}" for value in found]
            costs.add_row(f"hypothesis-torch: {title}", str(count), *row)
    console.print(costs)

    cases = seen_cases(bank, Effort(drawn=DRAWN, seed=1))
    bare_case = statistics.median(seconds(bare_loop(answer, cases)) for _ in range(3)) / len(cases)
    found_bugs = Table("exercise", "wrong answer", "cases", "bare cases of time", box=None)
    rows = hunts(bank, [exercise.name for exercise in bank.exercises], bare_case)
    for name, wrong, count, spent in rows:
        found_bugs.add_row(name, wrong, str(count), f"{spent:.0f}")
    console.print()
    console.print(found_bugs)
    tried = [count for _, _, count, _ in rows]
    spent_all = [spent for *_, spent in rows]
    console.print(
        f"\nmedian: {statistics.median(tried):.0f} cases, "
        f"{statistics.median(spent_all):.0f} bare cases of time; most: {max(tried)} cases, "
        f"{max(spent_all):.0f} bare cases of time"
    )


if __name__ == "__main__":
    main()

"""What a case costs on each device that there is, side by side in one run, in ratios to the CPU.

1. A network of linear layers: built, fed one batch, looked at. Of widths that exercises have, and larger.
2. The smallest case of a check that takes a device: with networks at home, on "meta", where a check
   asks for less, on a GPU.
3. All checks of an exercise, per case, with the CPU as home and with a GPU.

    python benchmarks/devices.py
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

import torch
from rich.console import Console
from rich.table import Table

from graders.judging.checks import Check
from graders.judging.exercises import Bank, Exercise
from graders.judging.judge import Judge, Judging
from graders.judging.searching import Effort
from graders.lab import frameworks
from graders.lab.devices import Placement
from graders.lab.frameworks.torch.looking import look
from graders.lab.frameworks.torch.placing import shape_given
from graders.lab.labs import InProcessLabs
from graders.lab.limits import Limits
from graders.networks import Linear, Network, ReLU, batch

ROUNDS = 15
TORCH = frameworks.load("torch")
WIDTHS = (9, 99, 999, 4_999)
CHECKS = (
    ("deferred_mlp", "puts_parameters_on_the_device_in_the_dtype"),
    ("explicit_init", "infers_every_shape_in_one_forward"),
    ("variable_inputs", "slices_as_if_padding_with_zeros"),
    ("lifecycle", "trains_every_parameter_with_every_optimizer"),
)
EXERCISES = ("partial_specification", "conv_resolution")


@dataclass
class Costs:
    """One row: what was done, and the seconds that it took on each device, round by round."""

    what: str
    seconds: dict[str, list[float]]

    def cells(self, devices: list[str]) -> list[str]:
        """The CPU's median, then the median ratio of each other device to it, and its range."""
        base = self.seconds["cpu"]
        cells = [_time(statistics.median(base))]
        for device in devices[1:]:
            if device not in self.seconds:
                cells.append("")
                continue
            ratios = sorted(a / b for a, b in zip(self.seconds[device], base, strict=True))
            middle = statistics.median(ratios)
            cells.append(f"{middle:.2g}  ({ratios[0]:.2g} to {ratios[-1]:.2g})")
        return cells


def _time(seconds: float) -> str:
    return f"{seconds * 1e6:.0f} µs" if seconds < 1e-2 else f"{seconds * 1e3:.0f} ms"  # noqa: PLR2004


def side_by_side(what: str, runs: dict[str, Callable[[], object]]) -> Costs:
    """Each device in turn, round after round: what else the machine does befalls all of them."""
    for run in runs.values():
        run()
    seconds: dict[str, list[float]] = {device: [] for device in runs}
    for _ in range(ROUNDS):
        for device, run in runs.items():
            started = time.perf_counter()
            run()
            seconds[device].append(time.perf_counter() - started)
    return Costs(what, seconds)


def network_costs(devices: list[str]) -> list[Costs]:
    """Part 1."""
    within = TORCH.within(Placement(others=tuple(devices[1:])))
    found = []
    for width in WIDTHS:

        def run(device: str, width: int = width) -> None:
            layers = (Linear(None, width), ReLU(), Linear(None, width), ReLU(), Linear(None, 1))
            with within():
                net = TORCH.build(Network(layers, device=device))
                shape_given(net, TORCH.make_batch(batch(2, width, device=device)))
                look(net)

        runs = {device: (lambda d=device: run(d)) for device in devices}  # type: ignore[misc]
        found.append(side_by_side(f"three layers of width {width}", runs))
    return found


def case_costs(bank: Bank, devices: list[str]) -> list[Costs]:
    """Part 2."""
    labs = InProcessLabs("torch", Limits(), "auto")
    found = []
    for name, wanted in CHECKS:
        exercise = bank.exercise(name)
        check = _named(exercise, wanted).on(labs.placement.others)
        judge = Judge(labs=labs, diagnose=False)
        with judge.opened(exercise, exercise.solution("torch")) as judging:
            runs = {
                device: _on(judging, check, None if device == "cpu" else device)
                for device in devices
            }
            found.append(side_by_side(f"{name}: {check.sentence}", runs))
    return found


def _named(exercise: Exercise, name: str) -> Check:
    return next(check for check in exercise.checks if check.name == name)


def _on(judging: Judging, check: Check, device: str | None) -> Callable[[], object]:
    """The smallest case of the check on a device; None is home."""
    case = next(case for case in check.cases.small if case["device"] == device)
    return lambda: judging.behaviours([(check, case)])


def home_costs(bank: Bank, homes: list[str]) -> list[Costs]:
    """Part 3."""
    found = []
    for name in EXERCISES:
        exercise = bank.exercise(name)
        seconds: dict[str, list[float]] = {home: [] for home in homes}
        for _ in range(3):
            for home in homes:
                labs = InProcessLabs("torch", Limits(), home)
                judge = Judge("torch", Effort(drawn=32, seed=1), labs=labs, diagnose=False)
                with judge.opened(exercise, exercise.solution("torch")) as judging:
                    reports = [judging.run(check) for check in exercise.checks]
                cases = sum(report.tried for report in reports)
                seconds[home].append(sum(report.seconds for report in reports) / cases)
        found.append(Costs(f"{name}: a case, at home there", seconds))
    return found


def main() -> None:
    """Print one table."""
    torch.set_num_threads(1)
    devices = list(TORCH.devices())
    accelerators = tuple(devices[2:])
    TORCH.wake(accelerators, 1)
    console = Console(width=140)
    bank = Bank()
    table = Table("what", "cpu", *(f"{d}, times that" for d in devices[1:]), box=None)
    rows = network_costs(devices) + case_costs(bank, devices)
    rows += home_costs(bank, ["cpu", *accelerators])
    for row in rows:
        table.add_row(row.what, *row.cells(devices))
    console.print(table)
    console.print(f"\nmedians of {ROUNDS} rounds, ratios round by round, and their range")
    if not accelerators:
        console.print(f"no GPU: {TORCH.why_no_more()}")


if __name__ == "__main__":
    main()

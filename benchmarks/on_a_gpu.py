"""All that there is to show on a machine with a GPU, by one command; it writes the table of docs/cuda.md.

1. The tests of devices.
2. The whole bank, right and wrong answers, with the CPU as home, with a GPU, and with all devices drawn:
   the same verdicts?
3. The solutions, judged in sealed processes that use the card.
4. What a case costs on each device.

    .ci/on_a_gpu                       all of it
    .ci/on_a_gpu tests bank-cpu        some steps; what they found is kept in --into, for the table
    .ci/on_a_gpu --exercises lifecycle --cases 8

It needs what the tests need, and no network. Status 0: all is as it should be; 1: it is not; 2: there is
no GPU here.
"""

from __future__ import annotations

import argparse
import json
import platform
import shlex
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import torch
from rich.console import Console
from rich.table import Table

from graders.lab import frameworks

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "cuda.md"
BEGIN, END = "<!-- begin: what was run -->", "<!-- end -->"
COMMAND = "from graders.cli import main; main()"
BANKS = {"bank-cpu": "cpu", "bank-cuda": "cuda", "bank-all": "all"}
STEPS = ("tests", *BANKS, "sealed", "costs")
Found = dict[str, Any]


def commands(options: argparse.Namespace) -> dict[str, list[str]]:
    """What each step runs."""
    doctor = ["doctor", *options.exercises, "--cases", str(options.cases), "--jobs"]
    doctor += [str(options.jobs), "--json", "--device"]
    tests = ["tests/lab/frameworks/torch/test_devices.py", "tests/test_on_cuda.py"]
    tests += ["tests/lab/sealed/test_cards.py"]
    sealed = [*(f"exercises/{name}" for name in options.exercises or ("",)), "--sealed"]
    sealed += ["--official", "--submission", "solutions", "--device", "cuda"]
    found = {"tests": ["-m", "pytest", "-p", "no:cacheprovider", "-q", *tests]}
    found |= {step: ["-c", COMMAND, *doctor, device] for step, device in BANKS.items()}
    found["sealed"] = ["-m", "pytest", "-p", "no:cacheprovider", "-q", *sealed]
    return found | {"costs": ["benchmarks/devices.py"]}


def written(arguments: list[str]) -> str:
    """The command as somebody would type it."""
    if arguments[0] == "-c":
        return shlex.join(["lazylab", *arguments[2:]])
    if arguments[0] == "-m":
        return shlex.join(arguments[1:])
    return shlex.join(["python", *arguments])


def take(step: str, arguments: list[str]) -> Found:
    """Run a step and keep what it said."""
    started = time.monotonic()
    command = [sys.executable, *arguments]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    found: Found = {"command": written(arguments), "status": run.returncode}
    found["seconds"] = round(time.monotonic() - started)
    if step in BANKS and run.stdout.startswith("{"):
        found["proofs"] = json.loads(run.stdout)
    else:
        found["said"] = (run.stdout + run.stderr).strip()
    return found


# --- what came of it ------------------------------------------------------------------------------


def verdicts(found: Found) -> dict[str, tuple[bool, tuple[str, ...]]]:
    """For each sample answer: whether its folder's promise was kept, and the checks that it failed."""
    return {
        f"{proof['exercise']}/{proof['kind']}/{proof['name']}": (
            not proof["mistakes"],
            tuple(sorted(proof["catches"])),
        )
        for proof in found.get("proofs", {}).get("proofs", [])
    }


def differences(found: dict[str, Found]) -> list[str]:
    """Sample answers whose verdict is another one elsewhere than on the CPU."""
    cpu = verdicts(found.get("bank-cpu", {}))
    told = []
    for step in ("bank-cuda", "bank-all"):
        for name, (kept, checks) in verdicts(found.get(step, {})).items():
            if name in cpu and kept != cpu[name][0]:
                told.append(f"{step}: {name}: failed {', '.join(checks) or 'nothing'}")
    return told


def said_by(step: str, found: Found, everything: dict[str, Found]) -> str:
    """The closing line of a step."""
    if step not in BANKS or "proofs" not in found:
        lines = [line for line in found.get("said", "").splitlines() if line.strip()]
        return lines[-1] if lines else "nothing"
    seen, cpu = verdicts(found), verdicts(everything.get("bank-cpu", {}))
    kept = sum(good for good, _ in seen.values())
    said = f"{kept} of {len(seen)} sample answers judged as promised"
    both = seen.keys() & cpu.keys()
    if step != "bank-cpu" and both:
        same = sum(seen[name][0] == cpu[name][0] for name in both)
        checks = sum(seen[name] == cpu[name] for name in both)
        said += f"; {same} of {len(both)} verdicts those of the CPU, {checks} by the same checks"
    return said


def machine() -> str:
    """The card, its driver's CUDA, PyTorch and Python."""
    card, memory = torch.cuda.get_device_name(0), torch.cuda.get_device_properties(0).total_memory
    return (
        f"{card} ({memory / 2**30:.0f} GiB), CUDA {torch.version.cuda}, torch {torch.__version__}, "
        f"Python {platform.python_version()}, {platform.system()} {platform.machine()}"
    )


def rows(found: dict[str, Found]) -> list[tuple[str, str, str, str]]:
    """One row a step: its command, status, seconds, closing line."""
    return [
        (one["command"], str(one["status"]), str(one["seconds"]), said_by(step, one, found))
        for step, one in found.items()
    ]


def page(found: dict[str, Found]) -> str:
    """What goes into docs/cuda.md."""
    lines = [
        machine() + ".",
        "",
        "| command | status | seconds | closing line |",
        "|---|---|---|---|",
    ]
    lines += [f"| `{c}` | {status} | {s} | {said} |" for c, status, s, said in rows(found)]
    told = differences(found)
    lines += ["", "Verdicts that differ from the CPU's: " + ("none." if not told else "")]
    lines += [f"- {one}" for one in told]
    if "costs" in found:
        lines += ["", "```text", found["costs"].get("said", ""), "```"]
    return "\n".join(lines)


def write_page(text: str) -> None:
    """Put it between the marks."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


def show(found: dict[str, Found]) -> None:
    """One table."""
    console = Console(width=150)
    table = Table("command", "status", "s", "closing line", box=None)
    for row in rows(found):
        table.add_row(*row)
    console.print(machine(), table, sep="\n\n", highlight=False)
    for one in differences(found):
        console.print(f"differs: {one}", style="red", highlight=False)


def main() -> int:
    """Take the steps that were asked for; show and write down what all have found so far."""
    torch_in_labs = frameworks.load("torch")
    if len(torch_in_labs.devices()) <= len(("cpu", "meta")):
        sys.stderr.write(f"on_a_gpu: there is no GPU here: {torch_in_labs.why_no_more()}\n")
        return 2
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    parser.add_argument("steps", nargs="*", choices=[[], *STEPS], metavar=" | ".join(STEPS))
    parser.add_argument("--exercises", nargs="*", default=[], metavar="NAME")
    parser.add_argument("--cases", type=int, default=32, help="drawn cases a check")
    parser.add_argument("--jobs", type=int, default=8, help="processes that share the card")
    parser.add_argument("--into", type=Path, default=ROOT / ".lazylab" / "on_a_gpu.json")
    parser.add_argument("--show", action="store_true", help="run nothing, show what was found")
    parser.add_argument("--page", action="store_true", help="write docs/cuda.md")
    options = parser.parse_args()
    found: dict[str, Found] = {}
    if options.into.is_file():
        found = json.loads(options.into.read_text(encoding="utf-8"))
    every = commands(options)
    for step in () if options.show else options.steps or STEPS:
        sys.stderr.write(f"on_a_gpu: {written(every[step])}\n")
        found[step] = take(step, every[step])
        options.into.parent.mkdir(parents=True, exist_ok=True)
        options.into.write_text(json.dumps(found), encoding="utf-8")
    found = {step: found[step] for step in STEPS if step in found}
    show(found)
    if options.page:
        write_page(page(found))
    return int(any(one["status"] for one in found.values()) or bool(differences(found)))


if __name__ == "__main__":
    sys.exit(main())

"""`lazylab doctor`: can this bank be trusted with marks?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import msgspec
import typer

from graders.app.banks import bank_around
from graders.app.environments import environment_for
from graders.app.request import Request, RequestError
from graders.cli.options import BanksOption, DeviceOption, Exercises, FrameworkOption
from graders.cli.shared import bank_here, console, tracked
from graders.cli.status import FULL_MARKS, MARKS_LOST
from graders.cli.whole_programs import whole_program
from graders.doctor.findings import Finding
from graders.doctor.lint import lint
from graders.doctor.mutants import Fate, fates, mutants_of
from graders.doctor.proofs import Proof, chosen_samples, prove, unproven_checks
from graders.doctor.tables import fates_table, findings_table, proofs_table
from graders.judging.exercises import Bank, Exercise, sound

SeedsOption = Annotated[int, typer.Option("--seeds", min=1, help="repeat under so many seeds")]
CasesOption = Annotated[int, typer.Option("--cases", min=1, help="drawn cases a check")]
JobsOption = Annotated[int, typer.Option("--jobs", min=1, help="processes at a time")]
OnlyOption = Annotated[
    Literal["right", "wrong"] | None, typer.Option("--only", help="these sample answers only")
]
MutantsOption = Annotated[
    bool, typer.Option("--mutants", help="mutate the solutions instead: which mutants live?")
]
ShowOption = Annotated[
    str | None,
    typer.Option("--show", metavar="NAME", help="print the whole program of this wrong answer"),
]
JsonOption = Annotated[bool, typer.Option("--json", help="print JSON instead of tables")]


def doctor(
    exercise: Exercises = None,
    framework: FrameworkOption = "torch",
    seeds: SeedsOption = 1,
    drawn: CasesOption = 100,
    jobs: JobsOption = 2,
    only: OnlyOption = None,
    mutants: MutantsOption = False,
    show: ShowOption = None,
    json: JsonOption = False,
    banks: BanksOption = None,
    device: DeviceOption = "auto",
) -> None:
    """Prove a bank: lint it, judge all sample answers; status 0 only if all is as it should be."""
    request = Request(framework=framework, device=device).checked()
    bank = bank_here(banks, framework=framework)
    if show is not None:
        shown = [bank.exercise(name) for name in exercise or []] or bank.exercises
        sys.stdout.write(whole_program(shown, framework, show))
        return
    request.judge(bank).close()  # says at once what is not there
    environment = environment_for(framework)
    chosen = [bank.exercise(name) for name in exercise or []] or _own(bank, banks)
    _refuse_nothing(chosen, framework)
    good_ones, _ = sound(chosen)
    if mutants:
        made = [mutant for found in good_ones for mutant in mutants_of(found, framework)]
        living = fates(bank, made, framework, drawn=drawn, jobs=jobs, environment=environment)
        good = _show_fates(list(tracked(living, len(made), "mutants")), json=json)
    else:
        samples = chosen_samples(bank, [found.name for found in good_ones], framework, only or "")
        how = {"seeds": seeds, "drawn": drawn, "jobs": jobs}
        running = prove(bank, samples, framework, **how, device=device, environment=environment)
        proofs = list(tracked(running, len(samples), "judging"))
        findings = lint(bank, chosen, framework, environment)
        if only is None:
            findings += unproven_checks(bank, proofs)
        good = _show(proofs, findings, json=json)
    raise typer.Exit(FULL_MARKS if good and not bank.complaints else MARKS_LOST)


def _refuse_nothing(chosen: list[Exercise], framework: str) -> None:
    """RequestError where there is no sample answer that could prove anything."""
    if not any(exercise.solution(framework).exists() for exercise in chosen):
        places = dict.fromkeys(str(exercise.root / "solutions") for exercise in chosen)
        raise RequestError(f"no solutions below {', '.join(places)}: nothing to prove")


def _own(bank: Bank, named: list[Path] | None) -> list[Exercise]:
    """The exercises of the banks that are named, or else of the one that somebody stands in."""
    around = bank_around(Path.cwd())
    roots = [folder.resolve() for folder in named or ([around] if around else [bank.root])]
    return [e for e in bank.exercises if e.root in roots] or bank.exercises


def _show(proofs: list[Proof], findings: list[Finding], *, json: bool) -> bool:
    if json:
        _print_json({"findings": findings, "proofs": proofs})
    else:
        console().print(proofs_table(proofs))
        console().print(findings_table(findings))
    return not findings and all(proof.proven for proof in proofs)


def _show_fates(found: list[Fate], *, json: bool) -> bool:
    if json:
        _print_json({"mutants": found})
    else:
        console().print(fates_table(found))
    return not any(fate.lives for fate in found)


def _print_json(value: object) -> None:
    encoded = msgspec.json.format(msgspec.json.encode(value), indent=2)
    sys.stdout.write(encoded.decode() + "\n")

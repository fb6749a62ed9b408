"""What the doctor found, as tables."""

from __future__ import annotations

from itertools import groupby

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from graders.doctor.findings import Finding
from graders.doctor.mutants import Fate
from graders.doctor.proofs import Proof


def findings_table(findings: list[Finding]) -> RenderableType:
    """File, what is wrong, and what to do about it."""
    if not findings:
        return Text("The bank holds together.", style="green")
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold red")
    for heading in ("file", "problem", "remedy"):
        table.add_column(heading, overflow="fold")
    for found in findings:
        table.add_row(found.file, Text(found.problem), Text(found.remedy))
    return table


def fates_table(fates: list[Fate]) -> RenderableType:
    """Killed of all, exercise by exercise; the mutants that live, and why."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for heading in ("mutants of", "killed", "equivalent", "alive", "all"):
        table.add_column(heading, justify="left" if heading == "mutants of" else "right")
    for name, group in groupby(fates, key=lambda fate: fate.exercise):
        found = list(group)
        killed = sum(bool(fate.killed_by) for fate in found)
        equivalent = sum(bool(fate.equivalent) for fate in found)
        alive = sum(fate.lives for fate in found)
        table.add_row(name, str(killed), str(equivalent), str(alive), str(len(found)))
    survivors = [fate for fate in fates if not fate.killed_by]
    lines = [
        Text(f"{fate.exercise}: {fate.change}\n    {fate.equivalent or 'no check notices it'}")
        for fate in survivors
    ]
    return Group(table, "", *lines)


def proofs_table(proofs: list[Proof]) -> RenderableType:
    """One row a sample answer, exercise by exercise, and the sums below."""
    tables = [
        _exercise_table(name, list(group))
        for name, group in groupby(proofs, key=lambda proof: proof.exercise)
    ]
    return Group(*tables, _sums(proofs))


def _exercise_table(name: str, proofs: list[Proof]) -> RenderableType:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("")
    table.add_column(name, overflow="fold")
    table.add_column("verdicts", justify="right", no_wrap=True)
    table.add_column("same case", justify="right", no_wrap=True)
    table.add_column("named first", justify="right", no_wrap=True)
    for proof in proofs:
        mark = Text("✓", style="green") if proof.proven else Text("✗", style="red")
        right = proof.seeds - len(proof.mistakes)
        agreement = f"{proof.agreement:.0%}" if proof.catches else ""
        first = f"{proof.named_first:.0%}" if proof.kind == "wrong" else ""
        shown = proof.name if proof.kind == proof.name else f"{proof.kind}/{proof.name}"
        answer = Text(shown)
        if proof.kind == "wrong" and not proof.mistakes and proof.name not in proof.named:
            said = ", ".join(proof.named) or "no belief"
            answer.append(f"\ndiagnosis names {said}", style="red")
        if proof.why:
            answer.append(f"\n{proof.why}", style="red")
        if proof.case:
            answer.append(f"\n{proof.case}", style="dim")
        table.add_row(mark, answer, f"{right}/{proof.seeds}", agreement, first)
    return Group(table, "")


def _sums(proofs: list[Proof]) -> Text:
    judgings = sum(proof.judgings for proof in proofs)
    cases = sum(proof.tried for proof in proofs)
    wrong = [proof for proof in proofs if proof.kind == "wrong"]
    right = [proof for proof in proofs if proof.kind in ("solution", "right")]
    stable = sum(proof.agreement >= 1 for proof in wrong)
    first = sum(proof.named_first >= 1 for proof in wrong)
    return Text(
        f"{_proven(right)} of {len(right)} right answers pass, "
        f"{_proven(wrong)} of {len(wrong)} wrong ones are caught and named; "
        f"{stable} of {len(wrong)} have the same smallest case under every seed, "
        f"{first} of {len(wrong)} their own belief named first. "
        f"{judgings:,} judgings of a check, {cases:,} cases."
    )


def _proven(proofs: list[Proof]) -> int:
    return sum(proof.proven for proof in proofs)

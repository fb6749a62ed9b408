"""The doctor's findings as a table."""

from __future__ import annotations

from itertools import groupby

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from graders.doctor import Proof


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
    for proof in proofs:
        mark = Text("✓", style="green") if proof.proven else Text("✗", style="red")
        right = proof.seeds - len(proof.mistakes)
        agreement = f"{proof.agreement:.0%}" if proof.catches else ""
        shown = proof.name if proof.kind == "solution" else f"{proof.kind}/{proof.name}"
        answer = Text(shown)
        if proof.case:
            answer.append(f"\n{proof.case}", style="dim")
        table.add_row(mark, answer, f"{right}/{proof.seeds}", agreement)
    return Group(table, "")


def _sums(proofs: list[Proof]) -> Text:
    judgings = sum(proof.judgings for proof in proofs)
    cases = sum(proof.tried for proof in proofs)
    wrong = [proof for proof in proofs if proof.kind == "wrong"]
    right = [proof for proof in proofs if proof.kind != "wrong"]
    stable = sum(proof.agreement >= 1 for proof in wrong)
    return Text(
        f"{_proven(right)} of {len(right)} right answers pass, "
        f"{_proven(wrong)} of {len(wrong)} wrong ones are caught; "
        f"{stable} of {len(wrong)} have the same smallest case under every seed. "
        f"{judgings:,} judgings of a check, {cases:,} cases."
    )


def _proven(proofs: list[Proof]) -> int:
    return sum(proof.proven for proof in proofs)

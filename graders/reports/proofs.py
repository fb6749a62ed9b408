"""The doctor's findings as a table."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from graders.doctor import Proof


def proofs_table(proofs: list[Proof]) -> RenderableType:
    """One row a sample answer, and the sums below."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    for heading in ("", "exercise", "answer", "verdicts", "same case", "caught by, on"):
        table.add_column(heading, justify="right" if heading == "same case" else "left")
    for proof in proofs:
        mark = Text("✓", style="green") if proof.proven else Text("✗", style="red")
        right = proof.seeds - len(proof.mistakes)
        table.add_row(
            mark,
            proof.exercise,
            f"{proof.kind}/{proof.name}" if proof.kind != "solution" else proof.kind,
            f"{right}/{proof.seeds}",
            f"{proof.agreement:.0%}" if proof.catches else "",
            Text(proof.case, overflow="ellipsis", no_wrap=True),
        )
    return Group(table, "", _sums(proofs))


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

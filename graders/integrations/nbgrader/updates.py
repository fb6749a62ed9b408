"""What a newly generated notebook would change in one that an instructor may have worked on.

Each generated cell carries a digest of what was generated. A cell that no longer fits its digest
has been changed by the instructor, and stays as it is; so does every cell of their own, and a cell
that they have removed stays away. All others follow what is generated now.
"""

from __future__ import annotations

import copy
from typing import Literal

from msgspec import Struct
from nbformat import NotebookNode

from graders.integrations.nbgrader.assignments import digest, grade_id, noted, settings

# The last three say that nothing is to be done, and why.
Kind = Literal["newer", "new", "gone", "conflict", "kept", "orphan", "removed"]


class Change(Struct, frozen=True):
    """What becomes of one cell, and its text before and after, where that is to be compared."""

    kind: Kind
    grade_id: str
    before: str = ""
    after: str = ""

    @property
    def by_us(self) -> bool:
        """Whether something else is generated now."""
        return self.kind in ("newer", "new", "gone", "conflict")

    @property
    def by_you(self) -> bool:
        """Whether the instructor has changed something."""
        return self.kind in ("conflict", "kept", "orphan", "removed")


class Update(Struct, frozen=True):
    """The notebook as it would be, and what would become of which cell."""

    notebook: NotebookNode
    changes: list[Change]


def compare(existing: NotebookNode, generated: NotebookNode) -> Update:
    """Bring a notebook up to date with what is generated now; neither of the two is changed."""
    updated, generated = copy.deepcopy(existing), copy.deepcopy(generated)
    mates = _mates(updated.cells, generated.cells)
    names = {grade_id(cell) for cell in generated.cells}
    cells: list[NotebookNode] = []
    changes: list[Change | None] = []
    for index, cell in enumerate(updated.cells):
        change = None
        if index in mates:
            change = _follow(cell, mates[index])
        elif noted(cell, "lazylab") and grade_id(cell) not in names:
            change = _left_over(cell)
        if change is None or change.kind != "gone":
            cells.append(cell)
        changes.append(change)
    anchors = {grade_id(mate): updated.cells[index] for index, mate in mates.items()}
    changes += _insert(cells, generated.cells, anchors, _known(existing))
    updated.cells = cells
    updated.metadata["lazylab"] = generated.metadata["lazylab"]
    return Update(updated, [change for change in changes if change is not None])


def _mates(cells: list[NotebookNode], generated: list[NotebookNode]) -> dict[int, NotebookNode]:
    """For each cell by its index what is generated for it: by its id, else by nbgrader's name.

    The id stays with a cell that gets another name, and a copy gets an id of its own. But some
    programs know no ids.
    """
    by_name = {grade_id(cell): cell for cell in generated}
    mates = {}
    for names in ([cell.id for cell in cells], [grade_id(cell) for cell in cells]):
        for index, name in enumerate(names):
            if index not in mates and name in by_name:
                mates[index] = by_name.pop(name)
    return mates


def _follow(cell: NotebookNode, mate: NotebookNode) -> Change | None:
    """Make a cell what is generated for it, unless the instructor has changed it."""
    now, then, new = digest(cell), noted(cell, "lazylab").get("digest"), digest(mate)
    before, after = _texts(cell, mate)
    if now == new:
        return None
    if now == then:
        own = {"id": cell.id, "metadata": {**cell.metadata, **mate.metadata}}
        cell.clear()
        cell.update({**mate, **own})
        return Change("newer", grade_id(mate), before, after)
    if new == then:
        return Change("kept", grade_id(mate))
    cell.metadata["lazylab"] = mate.metadata["lazylab"]  # to be told of a conflict once is enough
    return Change("conflict", grade_id(mate), before, after)


def _left_over(cell: NotebookNode) -> Change:
    """What becomes of a cell that was generated once and is so no more."""
    if digest(cell) == noted(cell, "lazylab").get("digest"):
        return Change("gone", grade_id(cell), cell.source)
    return Change("orphan", grade_id(cell))


def _insert(
    cells: list[NotebookNode],
    generated: list[NotebookNode],
    anchors: dict[str, NotebookNode],
    known: set[str],
) -> list[Change]:
    """Put new cells below those that they follow. What is known and not there was removed."""
    changes = []
    place = 0
    for cell in generated:
        name = grade_id(cell)
        if name in anchors:
            place = next(n for n, other in enumerate(cells) if other is anchors[name]) + 1
        elif name in known:
            changes.append(Change("removed", name))
        else:
            cells.insert(place, cell)
            place += 1
            changes.append(Change("new", name, "", cell.source))
    return changes


def _known(notebook: NotebookNode) -> set[str]:
    """The names of the cells that were generated the last time."""
    names = noted(notebook, "lazylab").get("cells")
    return set(map(str, names)) if isinstance(names, list) else set()


def _texts(cell: NotebookNode, mate: NotebookNode) -> tuple[str, str]:
    """The texts of both, below those of nbgrader's settings that differ."""
    pairs = [
        (node, settings(node), settings(other)) for node, other in ((cell, mate), (mate, cell))
    ]
    first, second = (
        "".join(f"{name}: {own[name]}\n" for name in own if own[name] != others.get(name))
        + node.source
        for node, own, others in pairs
    )
    return first, second

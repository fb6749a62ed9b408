"""Units of layers, and batches with more axes or none between rows and features, for Keras."""

from __future__ import annotations

from graders import Cases, among, narrow


def widths() -> Cases[list[int]]:
    """The units of each layer."""
    small = ([1], [2], [2, 1], [1, 2, 1])
    return Cases(small, narrow().map(lambda one: [units for _, units in one.sizes]))


def last_axes() -> Cases[tuple[tuple[int, ...], ...]]:
    """Shapes of two batches: more axes or none between rows and features, rows that vary."""
    return among(
        [
            ((2, 3), (0, 3)),
            ((2, 2, 3), (4, 2, 3)),
            ((1, 2, 2, 2), (3, 2, 2, 2)),
        ]
    )

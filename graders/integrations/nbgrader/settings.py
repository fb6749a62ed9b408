"""One line in a course's `nbgrader_config.py`: `configure(c)` puts sealed judging into nbgrader."""

from __future__ import annotations

from typing import Any

from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.preprocessors import Execute, GetGrades, SaveAutoGrades

from graders.app.request import parsed_limits
from graders.integrations.nbgrader.feedback import HideHidden
from graders.integrations.nbgrader.restoring import RestoreCells
from graders.integrations.nbgrader.sealing import SaveGrades, SealedExecute


def configure(config: Any, *, seed: str | None = None, limits: tuple[str, ...] = ()) -> None:
    """Judge this course's submissions in sealed processes, and change nothing else.

    `seed` is any text that the course keeps to itself: the cases that are drawn follow from it.
    `limits` are texts such as "memory=1024"; `[tool.lazylab.limits]` of the course's
    `pyproject.toml` counts too. Preprocessors that the course has chosen itself stay.
    """
    parsed_limits(limits, {})  # says at once what is wrong with them
    sanitizing = _chosen(config.Autograde, Autograde, "sanitize_preprocessors")
    grading = _chosen(config.Autograde, Autograde, "autograde_preprocessors")
    feedback = _chosen(config.GenerateFeedback, GenerateFeedback, "preprocessors")
    if RestoreCells not in sanitizing:
        sanitizing.insert(0, RestoreCells)
        # It adds what is missing, in its place; theirs fails where the neighbour is missing too.
        config.OverwriteCells.add_missing_cells = False
    config.Autograde.sanitize_preprocessors = sanitizing
    config.Autograde.autograde_preprocessors = [_SEALED.get(one, one) for one in grading]
    if HideHidden not in feedback:
        place = feedback.index(GetGrades) if GetGrades in feedback else 0
        feedback.insert(place, HideHidden)
    config.GenerateFeedback.preprocessors = feedback
    if seed is not None:
        config.SealedExecute.seed = seed
    if limits:
        config.SealedExecute.limits = list(limits)


_SEALED = {Execute: SealedExecute, SaveAutoGrades: SaveGrades}


def _chosen(section: Any, converter: Any, name: str) -> list[Any]:
    """The preprocessors that the course has set, or nbgrader's own."""
    own = getattr(converter, name).default()
    return list(section[name]) if name in section else list(own)

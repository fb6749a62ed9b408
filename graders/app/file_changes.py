"""Which exercise was saved: files are compared with what they were, however an editor writes them.

Editors write in place, or beside it and rename, or twice; git and people remove whole folders. What
is looked at after anything happened is only whether the file of an answer is another one now.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from msgspec import Struct

from graders.app.request import RequestError
from graders.judging.exercises import Exercise


class _State(Struct, frozen=True, order=True):
    """When a file was written, how long it is, and which one it is; all 0 where there is none."""

    written: int = 0
    size: int = 0
    number: int = 0


async def saved_exercises(exercises: Sequence[Exercise], framework: str) -> AsyncIterator[Exercise]:
    """The exercise whose answer was saved last, each time that one was saved or removed.

    What happens within 50 ms of each other is one save. RequestError where nothing can be watched.
    """
    import watchfiles  # noqa: PLC0415  slow, and wanted by one command

    files = {exercise.name: exercise.stub(framework) for exercise in exercises}
    known = {name: _state(path) for name, path in files.items()}
    folders = {exercise.folder.parent for exercise in exercises}
    try:
        # No filter: a clone may stand in a folder whose name an ordinary one would leave out.
        async for _ in watchfiles.awatch(*folders, watch_filter=None):
            now = {name: _state(path) for name, path in files.items()}
            saved = [
                exercise for exercise in exercises if now[exercise.name] != known[exercise.name]
            ]
            known = now
            if saved:
                yield max(saved, key=lambda exercise: now[exercise.name])
    except (OSError, RuntimeError) as error:  # the latter is what watchfiles' own is
        raise RequestError(
            "cannot watch {folders}: {said}. WATCHFILES_FORCE_POLLING=1 looks at the files again and "
            "again instead",
            folders=", ".join(map(str, folders)),
            said=error,
        ) from error


def _state(path: Path) -> _State:
    try:
        found = path.stat()
    except OSError:
        return _State()
    return _State(found.st_mtime_ns, found.st_size, found.st_ino)

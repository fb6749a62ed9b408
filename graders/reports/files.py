"""Writing a file whole or not at all: an old one survives a full disk."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path


def write(data: bytes, path: Path) -> None:
    """Make this the content of the file; OSError where that cannot be."""
    if path.exists() and not path.is_file():
        path.write_bytes(data)  # /dev/stdout is written to; replacing a device would remove it
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:  # "File exists" would be said of what is missing
        reason = os.strerror(errno.ENOTDIR)
        raise NotADirectoryError(errno.ENOTDIR, reason, str(path.parent)) from error
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise

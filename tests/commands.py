"""The command `lazylab`, run in this process: what it says and how it ends, without a start of Python."""

from __future__ import annotations

import contextlib
import io
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from unittest import mock

from graders.cli import main
from graders.judging.exercises import Bank


def lazylab(
    *arguments: str | Path,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """What `lazylab` with these arguments prints and its exit status, in a folder or else the repository."""
    given: Sequence[str] = ["lazylab", *map(str, arguments)]
    variables = {"COLUMNS": "100", "LAZYLAB_LANG": "en", **(environment or {})}
    shown, told = io.StringIO(), io.StringIO()
    with (
        contextlib.chdir(folder or Bank().root),
        mock.patch("sys.argv", given),
        mock.patch.dict("os.environ", variables),
        contextlib.redirect_stdout(shown),
        contextlib.redirect_stderr(told),
    ):
        try:
            main()
        except SystemExit as ended:
            status = ended.code
        else:
            status = 0
    assert isinstance(status, int), status
    return subprocess.CompletedProcess(given, status, shown.getvalue(), told.getvalue())

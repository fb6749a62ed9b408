"""Runs the blocks of a page in the order in which they stand, as a reader would.

```sh                     commands, in one shell that keeps its folder
```text                   lines that the commands above have printed, in any order
```python path/to/file    a file, written from where the shell stands
```toml >>path/to/file    what is added to it
"""

import os
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

_TIMEOUT = 200


@dataclass(frozen=True)
class Block:
    line: int
    language: str
    path: str
    text: str


def blocks(page: Path) -> list[Block]:
    found = []
    for token in MarkdownIt().parse(page.read_text(encoding="utf-8")):
        if token.type == "fence":
            language, _, path = token.info.strip().partition(" ")
            assert token.map is not None
            found.append(Block(token.map[0] + 1, language, path, token.content))
    return found


class Reader:
    """Somebody who does what a page says, in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._where = str(folder / ".where")
        self._said = ""
        self.files = 0

    def does(self, block: Block) -> None:
        """What a block says; AssertionError with its line if it is not so."""
        if block.path:
            path = self._folder / block.path.removeprefix(">>")
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("a" if block.path.startswith(">>") else "w", encoding="utf-8") as file:
                file.write(block.text)
            self.files += 1
        elif block.language == "sh":
            self._runs(block)
        elif block.language == "text":
            for line in filter(None, block.text.splitlines()):
                words = " ".join(line.split())
                assert words in self._said, f"line {block.line}: no {words!r} in\n{self._said}"
        else:
            raise AssertionError(f"line {block.line}: nobody knows what to do with this block")

    def _runs(self, block: Block) -> None:
        bin_folder = Path(sys.executable).parent
        run = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", f"{block.text}\npwd > {shlex.quote(self._where)}"],
            cwd=self._folder,
            env={
                **os.environ,
                "PATH": f"{bin_folder}:{os.environ['PATH']}",
                "COLUMNS": "200",
                "LAZYLAB_LANG": "en",
                "PYTEST_ADDOPTS": "-p no:cacheprovider",
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=_TIMEOUT,
            check=False,
        )
        self._said = " ".join(run.stdout.split())
        assert run.returncode == 0, f"line {block.line}: {run.stdout}"
        self._folder = Path(Path(self._where).read_text(encoding="utf-8").strip())

"""The program that a fork server is: `start.py DESCRIPTOR` of the socket to the judge.

Another environment does not have this package installed, and must not see its neighbours: a numpy of
another version, say. So the package is made known alone, by its own folder.
"""

from __future__ import annotations

import sys
from importlib import util
from pathlib import Path

_PACKAGE = Path(__file__).parents[2]


def _know(package: Path) -> None:
    """Import this package, and nothing of what lies beside it."""
    found = util.spec_from_file_location(
        package.name, package / "__init__.py", submodule_search_locations=[str(package)]
    )
    assert found is not None
    assert found.loader is not None
    module = sys.modules[package.name] = util.module_from_spec(found)
    found.loader.exec_module(module)


if __name__ == "__main__":
    _know(_PACKAGE)
    from graders.lab.sealed import fork_server

    fork_server.start()

"""Runs the code that people read: examples in prompts, and what beliefs show.

For a framework that lives elsewhere, this file is run as a program by the interpreter that has it;
so it needs nothing beside the standard library.
"""

from __future__ import annotations

import contextlib
import copy
import doctest
import importlib
import importlib.util
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from graders.lab.environments import Environment


class Examples:
    """Code about one framework, run here or by the interpreter of an `environment` that has it."""

    def __init__(self, framework: str, environment: Environment | None = None) -> None:
        from graders.lab.frameworks import RECIPES  # noqa: PLC0415  the program has no `graders`

        self.framework = framework
        self._recipe = RECIPES[framework]
        self._environment = environment
        self._elsewhere: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        if self._elsewhere is not None:
            self._elsewhere.communicate()

    def failures(self, prompt: Path, solution: Path) -> list[str]:
        """Each example of a prompt that does not give what it says, with the solution's functions."""
        if self._environment is None:
            return list(_example_failures(prompt, solution))
        said: list[str] = self._asked("failures", str(prompt), str(solution))
        return said

    def look_failure(self, code: str) -> str:
        """Why a belief's snippet does not run; empty if it does."""
        if self._environment is None:
            return _look_failure(self._recipe.names, self._recipe.start, code)
        said: str = self._asked("look", code)
        return said

    def _settings(self) -> list[str]:
        """What the program is told: the names that code is written with, and how it starts."""
        return [json.dumps(self._recipe.names), self._recipe.start]

    def _asked(self, *order: str) -> Any:
        assert self._environment is not None
        if self._elsewhere is None:
            self._elsewhere = subprocess.Popen(  # noqa: S603  this very file
                [str(self._environment.python), "-I", __file__, *self._settings()],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=os.environ | self._recipe.variables,
                text=True,
            )
        there, back = self._elsewhere.stdin, self._elsewhere.stdout
        assert there is not None
        assert back is not None
        there.write(json.dumps(order) + "\n")
        there.flush()
        said = back.readline()
        if not said:
            raise RuntimeError(f"{self._environment.python} ended while it ran {order[0]}")
        return json.loads(said)


def _serve(names: dict[str, str], start: str, line: IO[str]) -> None:
    """Do what is asked on standard input, a line each; the answers go to `line`."""
    for asked in sys.stdin:
        kind, *rest = json.loads(asked)
        if kind == "look":
            said: Any = _look_failure(names, start, *rest)
        else:
            said = list(_example_failures(*map(Path, rest)))
        line.write(json.dumps(said) + "\n")
        line.flush()


def _example_failures(prompt: Path, solution: Path) -> Iterator[str]:
    # A fence's end would be taken for output.
    text = prompt.read_text(encoding="utf-8").replace("```", "")
    try:
        answers = dict(vars(_imported(solution)))
    except Exception as error:  # noqa: BLE001  whatever a broken solution does
        yield f"its examples cannot run: the solution raises {type(error).__name__}: {error}"
        return
    test = doctest.DocTestParser().get_doctest(text, answers, prompt.name, str(prompt), 0)
    if not test.examples:
        yield "has no example that can be run"
    runner = _Runner(verbose=False)
    runner.run(test)
    if runner.said:
        yield f"{len(runner.said)} examples are not true: {'; '.join(runner.said)}"


class _Runner(doctest.DocTestRunner):
    """Keeps in one line each what is not as an example says."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.said: list[str] = []

    def report_failure(
        self, out: Any, test: doctest.DocTest, example: doctest.Example, got: str
    ) -> None:
        """It gave something else."""
        del out
        self._note(test, example, f"gives {got.strip() or 'nothing'}, not {example.want.strip()}")

    def report_unexpected_exception(
        self, out: Any, test: doctest.DocTest, example: doctest.Example, exc_info: Any
    ) -> None:
        """It raised something."""
        del out
        self._note(test, example, f"raises {exc_info[0].__name__}: {exc_info[1]}")

    def _note(self, test: doctest.DocTest, example: doctest.Example, came: str) -> None:
        line = (test.lineno or 0) + example.lineno + 1
        self.said.append(f"line {line}: {example.source.strip()} {came}")


def _look_failure(names: dict[str, str], start: str, code: str) -> str:
    modules = {name: importlib.import_module(path) for name, path in names.items()}
    exec(start, {**modules})  # noqa: S102  a framework's own settings
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(  # noqa: S102  the bank's own snippet
                compile(code, "look", "exec"), {**modules, "copy": copy, "suppress": _suppress}
            )
    except Exception as error:  # noqa: BLE001  whatever it does
        return f"{type(error).__name__}: {error}"
    return ""


def _suppress(expected: type[BaseException]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """`suppress(Error)(function)(…)`: call it, and give None if it raises that error."""

    def around(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            with contextlib.suppress(expected):
                return function(*arguments, **options)
            return None

        return call

    return around


def _imported(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("example_answers", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} cannot be imported")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    # What code prints, or a framework at its start, is no answer.
    own = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    with open(own, "w", encoding="utf-8") as answers:  # noqa: PTH123  a descriptor
        _serve(json.loads(sys.argv[1]), sys.argv[2], answers)

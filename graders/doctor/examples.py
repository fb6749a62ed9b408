"""Runs the code that people read: examples in prompts, and what beliefs show."""

from __future__ import annotations

import contextlib
import copy
import doctest
import importlib
import importlib.util
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any


def example_failures(prompt: Path, solution: Path) -> Iterator[str]:
    """Each example of a prompt that does not give what it says, with the solution's functions."""
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


def look_failure(code: str) -> str:
    """Why a belief's snippet does not run; empty if it does."""
    torch = importlib.import_module("torch")
    names = {
        "torch": torch,
        "nn": torch.nn,
        "F": torch.nn.functional,
        "copy": copy,
        "suppress": _suppress,
    }
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(code, "look", "exec"), names)  # noqa: S102  the bank's own snippet
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

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
    said = io.StringIO()
    result = doctest.DocTestRunner(verbose=False).run(test, out=said.write)
    if result.failed:
        yield f"{result.failed} examples are not true:\n{said.getvalue().strip()}"


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

"""The command starts at once: what it does not need, it does not import."""

import subprocess
import sys
from importlib import metadata

import pytest
import typer
from typer.testing import CliRunner

from graders.cli import app
from graders.cli.on_demand import OnDemand, on_demand

SLOW = (
    "hypothesis",
    "jinja2",
    "asyncio",
    "torch",
    "prompt_toolkit",
    "rich",
    "pytest",
    "graders.bank",
)
COMMANDS = "graders.cli.judging:check"


def _imported(*arguments: str) -> tuple[str, set[str]]:
    """What the command prints, and the modules that are there when it ends."""
    code = (
        "import atexit, sys; sys.argv = ['lazylab', *sys.argv[1:]]; from graders.cli import main;"
        "atexit.register(lambda: print(*sys.modules, file=sys.stderr)); main()"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return run.stdout, set(run.stderr.split())


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("nbgrader", "--help")])
def test_nothing_slow_is_imported_before_a_command_is_called(arguments: tuple[str, ...]) -> None:
    _, modules = _imported(*arguments)
    assert "graders.cli" in modules
    assert modules & set(SLOW) == set()
    assert modules & {f"graders.cli.{name}" for name in ("judging", "watch", "doctor")} == set()


def test_help_of_one_command_imports_no_other() -> None:
    _, modules = _imported("new", "--help")
    assert "graders.cli.new" in modules
    others = ("judging", "watch", "doctor", "compare", "hints", "nbgrader", "autograding")
    assert modules & {f"graders.cli.{name}" for name in others} == set()


def test_version_tells_lazylab_s_and_those_of_the_frameworks() -> None:
    shown, _ = _imported("--version")
    own, *frameworks = shown.splitlines()
    assert own == f"lazylab {metadata.version('lazylab')}"
    assert f"PyTorch {metadata.version('torch')}" in frameworks


def test_the_list_has_each_command_s_first_sentence() -> None:
    group = typer.main.get_command(app)
    later = [command for command in group.commands.values() if isinstance(command, OnDemand)]
    assert len(later) > 5
    assert [command.help for command in later] == [command.load().help for command in later]


def test_a_group_has_commands_of_both_kinds() -> None:
    made = typer.Typer(cls=on_demand({"check": COMMANDS}))
    made.callback()(lambda: None)
    made.command("own")(lambda: print("mine"))
    assert list(typer.main.get_command(made).commands) == ["check", "own"]
    assert CliRunner().invoke(made, ["own"]).output == "mine\n"


def test_a_name_that_is_nearly_right_is_told_the_right_one() -> None:
    run = CliRunner().invoke(app, ["chekc"])
    assert run.exit_code == 2
    assert "Did you mean 'check'?" in run.stderr


def test_names_and_options_are_completed() -> None:
    group = typer.main.get_command(app)
    context = group.make_context("lazylab", [], resilient_parsing=True)
    assert [item.value for item in group.shell_complete(context, "co")] == ["compare"]
    inner = group.commands["check"].make_context(
        "check", [], parent=context, resilient_parsing=True
    )
    names = [item.value for item in inner.command.shell_complete(inner, "--lim")]
    assert names == ["--limit"]

"""`lazylab compare`: one network, one sequence of batches, in every framework that is installed."""

from __future__ import annotations

from typing import Annotated

import typer

from graders.app.comparison import NotationError, batch_in, compare, layers_in
from graders.app.report_files import report_files, write
from graders.app.request import RequestError
from graders.cli.frameworks import known_framework
from graders.cli.options import LanguageOption, ReportOption
from graders.cli.shared import console
from graders.lab.frameworks import RECIPES
from graders.reports import comparison
from graders.reports.texts import Texts, choose_language, texts


def compare_frameworks(
    layers: Annotated[
        list[str],
        typer.Argument(metavar="LAYERS", help='"None:8 9:4 None:2", or "[(None, 8), (9, 4)]"'),
    ],
    batches: Annotated[
        list[str] | None,
        typer.Option("--batch", metavar="SIZE", help="a width, or a shape: 4x20; can be repeated"),
    ] = None,
    frameworks: Annotated[
        list[str] | None,
        typer.Option("--framework", metavar="NAME", help="only this one; can be repeated"),
    ] = None,
    reports: ReportOption = None,
    lang: LanguageOption = None,
) -> None:
    """Show what each framework makes of one network: at construction, and batch by batch."""
    words = texts(choose_language(lang))
    asked = report_files(reports or [], ["html"])
    chosen = [known_framework(name, words) for name in dict.fromkeys(frameworks or RECIPES)]
    try:
        described = layers_in(" ".join(layers))
        fed = [batch_in(text) for text in batches or ()]
    except NotationError as error:
        raise RequestError(_complaint(error, words)) from None
    waiting = words.say("compare.waiting", frameworks=", ".join(chosen))
    with console(errors=True).status(waiting):
        found = compare(described, fed, chosen)
    console().print(comparison.InTerminal(found, words))
    for file in asked:
        write(comparison.encode(found, words), file.path)


def _complaint(error: NotationError, words: Texts) -> str:
    said = words.say(f"compare.{error.reason}", **error.facts)
    return said if error.reason == "batch_form" else words.say("compare.layer_form", why=said)

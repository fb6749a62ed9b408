"""Options and arguments that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graders.lab.devices import WISHES
from graders.lab.frameworks import NAMES as FRAMEWORKS

Exercises = Annotated[list[str] | None, typer.Argument(metavar="[EXERCISE …]", help="by name")]
BanksOption = Annotated[
    list[Path] | None,
    typer.Option("--bank", metavar="DIR", help="a folder with exercises; can be repeated"),
]
FrameworkOption = Annotated[str, typer.Option("--framework", help=", ".join(FRAMEWORKS))]
DeviceOption = Annotated[str, typer.Option("--device", help=WISHES)]
LanguageOption = Annotated[
    str | None, typer.Option("--lang", help="en or zh; else LAZYLAB_LANG, else the system's")
]
LimitOption = Annotated[
    list[str] | None,
    typer.Option("--limit", metavar="NAME=VALUE", help="such as memory=1024 (MiB), cpu=60 (s)"),
]
ReportOption = Annotated[
    list[str] | None,
    typer.Option(
        "--report",
        metavar="NAME=FILE",
        help="write the report to a file, such as html=page.html; can be repeated",
    ),
]

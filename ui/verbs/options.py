"""The options that several verbs have, and the settings that they amount to."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pipeline.settings import Settings

Home = Annotated[Path | None, typer.Option(help="Where everything local lives.", envvar="LEAKAGE_HOME")]
Engine = Annotated[str | None, typer.Option(help="duckdb (embedded) or spark.")]
Wait = Annotated[float, typer.Option(help="Seconds to wait for another run to end.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Print the log instead of a progress display.")]
Set = Annotated[list[str] | None, typer.Option("--set", metavar="NAME=VALUE", help="Any setting; may come again.")]
SetOrSetting = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="NAME", help="A set of grades instead of the golden questions; NAME=VALUE: a setting."
    ),
]


def settings_of(given: list[str] | None = None, **flags: object) -> "Settings":
    """Read the settings, with what was given on the command line."""
    from pipeline.settings import load_settings, parse_assignments

    named = {name: value for name, value in flags.items() if value is not None}
    return load_settings(**(parse_assignments(given or []) | named))

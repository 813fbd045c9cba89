"""The verb that says what is unusual."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from ui.verbs.options import Home, Json, Set, settings_of

app = typer.Typer()


@app.command()
def spikes(
    home: Home = None,
    cube: Annotated[
        Path | None,
        typer.Option(help="A Parquet or CSV file of counts: a date, a count, maybe an hour, and text to slice by."),
    ] = None,
    date: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day; default: the last one of the file.")
    ] = None,
    hour: Annotated[
        int | None, typer.Option(min=0, max=23, help="The last hour that is in, when the day isn't over.")
    ] = None,
    calendar: Annotated[
        Path | None,
        typer.Option(help="A file of events: event_date, event_type, description, maybe values."),
    ] = None,
    date_column: Annotated[str | None, typer.Option(help="The column of dates, where several could be.")] = None,
    count_column: Annotated[str | None, typer.Option(help="The column of counts, where several could be.")] = None,
    hour_column: Annotated[str | None, typer.Option(help="The column of hours; default: hour or …_hour.")] = None,
    dimension: Annotated[
        list[str] | None, typer.Option(help="A column to slice by; may come again; default: every column of text.")
    ] = None,
    unit_cost: Annotated[float | None, typer.Option(min=0, help="What one costs, in dollars.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Without --cube: list past incidents too.")] = False,
    json: Json = False,
    given: Set = None,
) -> None:
    """List what is unusual in the published run; with --cube, on a day of anybody's counts."""
    from ui.commands.incidents import show_incidents
    from ui.commands.spikes import Asked, run

    if cube is None:
        show_incidents(settings_of(given, home=home), every=every, as_json=json)
        return
    named = (date_column, count_column, hour_column, dimension)
    run(Asked(cube, date.date() if date else None, hour, calendar, named, unit_cost), as_json=json)

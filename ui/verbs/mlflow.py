"""The verbs of MLflow."""

from typing import Annotated

import typer

from ui.verbs.options import Home, Json, Set, Verbose, settings_of

app = typer.Typer()


@app.command()
def register(
    home: Home = None,
    bundle: Annotated[
        bool, typer.Option("--with-data", help="Log the gold tables along, so that it answers without a home.")
    ] = False,
    force: Annotated[
        str | None, typer.Option(metavar="WHY", help="Register it although the gate fails; who and why are recorded.")
    ] = None,
    json: Json = False,
    verbose: Verbose = False,
    given: Set = None,
) -> None:
    """Log the agent to MLflow and register it, if its evaluation passes the gate."""
    from ui.commands.register import run

    run(settings_of(given, home=home), bundle=bundle, why=force, as_json=json, verbose=verbose)

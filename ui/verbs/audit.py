"""The verbs of the audit: what was asked, by whom, what became of it, and whether the records are as they were."""

from typing import Annotated

import typer

from ui.verbs.options import Home, Json, Set, settings_of

app = typer.Typer(help="List what was asked, by whom and what became of it; check that no record was touched.")


@app.callback(invoke_without_command=True)
def list_(
    context: typer.Context,
    home: Home = None,
    last: Annotated[int, typer.Option(min=1, help="How many records, the latest first.")] = 20,
    user: Annotated[str | None, typer.Option(help="Only what this user asked.")] = None,
    door: Annotated[str | None, typer.Option(help="Only what came in there: page, command, server, mcp, …")] = None,
    status: Annotated[str | None, typer.Option(help="Only these: answered, clarify, declined or failed.")] = None,
    json: Json = False,
    given: Set = None,
) -> None:
    """List what was asked, the latest first; `leakage audit verify` checks that no record was touched."""
    from ui.commands.audit import show

    if context.invoked_subcommand is None:
        chosen = {"user": user, "door": door, "status": status}
        show(settings_of(given, home=home), last, {name: value for name, value in chosen.items() if value}, json)


@app.command()
def verify(
    home: Home = None,
    known_hash: Annotated[
        str | None, typer.Option("--hash", help="A record's hash that was noted before: it must still be there.")
    ] = None,
    json: Json = False,
    given: Set = None,
) -> None:
    """Say whether any record was altered, taken out or moved, and which."""
    from ui.commands.audit import verify as command

    command(settings_of(given, home=home), known_hash, json)

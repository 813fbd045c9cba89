"""The verbs that say who may sign in to the page, the server and MCP."""

from typing import Annotated

import typer

from ui.verbs.options import Home, Set, settings_of

app = typer.Typer(help="Say who may sign in to the page, the server and MCP, and in which role.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="The name that they sign in with.")]


@app.command()
def add(
    name: Name,
    role: Annotated[str, typer.Option(help="viewer, operator (accepts actions) or care_ops (replays journeys).")] = (
        "viewer"
    ),
    no_password: Annotated[bool, typer.Option("--no-password", help="Databricks Apps signs them in.")] = False,
    home: Home = None,
    given: Set = None,
) -> None:
    """Add a user, or give one another role and password; the password is asked for, or read from LEAKAGE_PASSWORD."""
    from ui.commands.user import add as command

    command(settings_of(given, home=home), name, role, without_password=no_password)


@app.command()
def token(name: Name, home: Home = None, given: Set = None) -> None:
    """Give a user a new token for the server and MCP, printed this once; the one before is good no more."""
    from ui.commands.user import token as command

    command(settings_of(given, home=home), name)


@app.command()
def remove(name: Name, home: Home = None, given: Set = None) -> None:
    """Take a user out; a page that they have open answers them no more."""
    from ui.commands.user import remove as command

    command(settings_of(given, home=home), name)


@app.command("list")
def list_(home: Home = None, given: Set = None) -> None:
    """List who may sign in."""
    from ui.commands.user import show

    show(settings_of(given, home=home))

"""The verbs of the morning briefing."""

from pathlib import Path
from typing import Annotated

import typer

from ui.verbs.options import Home, Json, Set, settings_of

app = typer.Typer()


@app.command()
def brief(
    home: Home = None,
    audience: Annotated[str, typer.Option(help="executive, contact_center or digital; or one of your outline's.")] = (
        "executive"
    ),
    language: Annotated[str, typer.Option(help="en or es.")] = "en",
    form: Annotated[str, typer.Option("--format", help="markdown, html, json or sql (the queries).")] = "markdown",
    out: Annotated[Path | None, typer.Option(help="A file to write instead of printing.")] = None,
    send: Annotated[bool, typer.Option("--send", help="Send each reader of the channels file theirs.")] = False,
    force: Annotated[bool, typer.Option("--force", help="With --send: send again what was sent today.")] = False,
    log: Annotated[bool, typer.Option("--log", help="Show what was sent, to whom.")] = False,
    json: Json = False,
    given: Set = None,
) -> None:
    """The morning briefing: what broke, who, why, how much, what to do; printed, written or sent."""
    from ui.commands import brief as command

    settings = settings_of(given, home=home)
    if log:
        command.show_log(settings, as_json=json)
    elif send:
        command.send_all(settings, force=force, as_json=json)
    else:
        command.write(settings, audience, language, "json" if json else form, out)


@app.command()
def schedule(
    home: Home = None,
    once: Annotated[bool, typer.Option("--once", help="Build and brief now, then end.")] = False,
    given: Set = None,
) -> None:
    """Build and send the briefings every day at the time that the setting schedule names."""
    from ui.commands.schedule import run

    run(settings_of(given, home=home), once=once)

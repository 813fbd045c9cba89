"""The verbs that serve the agent to other programs."""

from typing import Annotated

import typer

from ui.verbs.options import Home, Set, settings_of

app = typer.Typer()


@app.command()
def serve(
    home: Home = None,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 for any free one.")] = 8080,
    given: Set = None,
) -> None:
    """Serve the agent over HTTP: /ask, /invocations and /responses, with streaming."""
    from ui.commands.serve import run

    run(settings_of(given, home=home), host, port)
